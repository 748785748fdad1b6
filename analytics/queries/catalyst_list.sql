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
    catalyst_id,
    any_value(catalyst) as catalyst,
    any_value(kind) as kind,
    count(distinct organisation_id) as organisations,
    count(*) as engagements,
    min(engaged_on) as first_contact,
    arg_min(date_precision, (engaged_on, engaged_until)) filter (engaged_on is not null) as first_precision,
    max(engaged_until) as last_contact,
    arg_max(date_precision, (engaged_until, engaged_on)) filter (engaged_on is not null) as last_precision
from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
group by catalyst_id
order by organisations desc, engagements desc, catalyst, catalyst_id
limit $row_limit
