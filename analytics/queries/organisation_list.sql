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
-- Those with the most engagements are found first; if they are fewer than are shown, they are all that have any.
with engaged as (
    select organisation_no, engagements, last_contact, last_precision
    from selected_organisation(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    order by engagements desc, organisation_no -- which is the order of their names
    limit $row_limit
),
other as (
    select organisation_no, 0 as engagements
    from organisation_total anti join engaged using (organisation_no)
    where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
    order by organisation_no
    limit $row_limit
),
listed as (
    select *
    from (from engaged union all by name from other)
    order by engagements desc, organisation_no
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
    organisation_id, organisation.name, city, listed.engagements, coalesce(related.catalysts, 0) as catalysts,
    listed.last_contact, listed.last_precision, captured_catalysts as captured,
    organisation_total.declared_catalysts as declared
from listed
join organisation_total using (organisation_no)
join organisation using (organisation_id)
left join related using (organisation_no)
order by listed.engagements desc, organisation_no
