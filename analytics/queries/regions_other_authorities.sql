-- question: Which other public authorities have engaged: the State, départements, cities, Europe?
-- fr: Quelles autres autorités publiques sont liées : l’État, les départements, les villes, l’Europe ?
-- columns:
--   catalyst_id    identity of the authority
--   catalyst       name
--   kind           state, departement, city_metropolis or eu_international
--   engagements    dated and undated together
--   organisations  distinct organisations engaged with
--   first_contact  first day of the oldest date
--   first_precision how finely that date is known: day, month or year
--   last_contact   last day of the newest date
--   last_precision how finely that date is known
select
    catalyst_id, catalyst, kind, engagements, organisations, first_contact, first_precision, last_contact, last_precision
from selected_total(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
where kind in ('state', 'departement', 'city_metropolis', 'eu_international')
order by engagements desc, last_contact desc nulls last, catalyst
