-- question: Which catalysts are there in this view, the most connected first?
-- fr: Quels catalyseurs y a-t-il dans cette vue, du plus lié au moins lié ?
-- columns:
--   catalyst_id    identity of the catalyst
--   catalyst       name
--   kind           of the catalyst
--   organisations  distinct organisations engaged with
--   engagements    dated and undated together
--   first_contact  first day of the oldest date
--   first_precision how finely that date is known: day, month or year
--   last_contact   last day of the newest date
--   last_precision how finely that date is known
select
    catalyst_id, catalyst, kind, organisations, engagements, first_contact, first_precision, last_contact, last_precision
from selected_total(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
order by organisations desc, engagements desc, catalyst, catalyst_id
limit $row_limit
