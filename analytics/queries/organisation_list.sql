-- question: Which organisations are there, and how much is known of each in this view?
-- fr: Quelles organisations y a-t-il, et que sait-on de chacune dans cette vue ?
-- columns:
--   organisation_id  platform id, else SIREN, else slug
--   name             name
--   city             of the address
--   engagements      in this view, dated and undated together
--   catalysts        distinct catalysts in this view
--   last_contact     last day of the newest date in this view
--   last_precision   how finely that date is known: day, month or year
--   captured         catalysts captured
--   declared         catalysts that its page announces; empty where it gives no number
with known as (
    select
        organisation_id,
        count(*) as engagements,
        count(distinct catalyst_id) as catalysts,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on)) filter (engaged_on is not null) as last_precision
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    group by organisation_id
)
select
    organisation_id, name, city,
    coalesce(engagements, 0) as engagements,
    coalesce(catalysts, 0) as catalysts,
    last_contact, last_precision,
    captured_catalysts as captured,
    organisation.declared_catalysts as declared
from organisation
join coverage using (organisation_id)
left join known using (organisation_id)
where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
order by engagements desc, name, organisation_id
limit $row_limit
