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
with listed as (
    select
        organisation_no,
        organisation_id,
        coalesce(selected.engagements, 0) as engagements,
        selected.last_contact,
        selected.last_precision,
        captured_catalysts as captured,
        declared_catalysts as declared
    from organisation_total
    left join selected_organisation(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    ) as selected using (organisation_no)
    where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
    order by coalesce(selected.engagements, 0) desc, organisation_no -- which is the order of their names
    limit $row_limit
),
related as (
    select organisation_no, count(*) as catalysts
    from selected_pair(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where organisation_no in (select organisation_no from listed)
    group by organisation_no
)
select
    organisation_id, name, city, engagements, coalesce(catalysts, 0) as catalysts, last_contact, last_precision, captured,
    declared
from listed join organisation using (organisation_id) left join related using (organisation_no)
order by engagements desc, organisation_no
