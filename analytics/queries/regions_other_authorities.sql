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
    catalyst_id,
    any_value(catalyst) as catalyst,
    any_value(kind) as kind,
    count(*) as engagements,
    count(distinct organisation_id) as organisations,
    min(engaged_on) as first_contact,
    arg_min(date_precision, (engaged_on, engaged_until)) filter (engaged_on is not null) as first_precision,
    max(engaged_until) as last_contact,
    arg_max(date_precision, (engaged_until, engaged_on)) filter (engaged_on is not null) as last_precision
from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
where kind in ('state', 'departement', 'city_metropolis', 'eu_international')
group by catalyst_id
order by engagements desc, last_contact desc nulls last, catalyst
