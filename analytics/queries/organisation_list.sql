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
-- Those with the most engagements are found first; if they are fewer than are shown, they are all that have any. None has
-- more in a period than at any time (`most`), nor with some catalysts more than with all of their kind: of several kinds, as
-- many times what it has with the one that it has the most with.
with asked as (
    select distinct kind
    from numbered_catalyst
    where catalyst_no in (
        select catalyst_no from selected_catalyst($catalyst, $kind, $region, $sector, $sector_group)
    )
),
most as (
    select organisation_no, engagements
    from organisation_total
    where not is_of_catalysts($catalyst, $kind, $region, $sector, $sector_group)
    union all
    select organisation_no, engagements * (select count(*) from asked)
    from organisation_kind
    where is_of_catalysts($catalyst, $kind, $region, $sector, $sector_group) and kind in (from asked)
),
-- What the last one that is shown has at the least: counted of those who may have the most. (Were rows read here under the
-- same condition as below, all would be kept for both, instead of few being read twice.)
probe as (
    select organisation_no from most order by engagements desc limit 4 * $row_limit
),
sure as (
    select if(count(*) = $row_limit, min(engagements), 0) as engagements
    from (
        select count(*) as engagements
        from numbered_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
        where is_of_period($date_from, $date_to) and organisation_no > 0 and organisation_no in (from probe)
        group by organisation_no
        union all
        select sum(engagements)
        from related_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
        where not is_of_period($date_from, $date_to) and organisation_no > 0 and organisation_no in (from probe)
        group by organisation_no
        order by engagements desc
        limit $row_limit
    )
),
possible as (
    select organisation_no from most join sure on most.engagements >= sure.engagements
),
engaged as (
    select organisation_no, engagements, ordered_day(newest) as last_contact, ordered_precision(newest) as last_precision
    from (
        select
            organisation_no, count(*) as engagements, max(as_order(engaged_until, engaged_on, date_precision)) as newest
        from numbered_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
        where organisation_no in (from possible)
        group by organisation_no
    )
    where is_of_period($date_from, $date_to) and not is_of_engagements($organisation, $relation_type, $channel)
        and $row_limit is not null and not $row_limit > 1000
    union all
    select *
    from (
        select
            organisation_no, sum(engagements)::bigint, max(last_until),
            arg_max(newest_precision, as_order(last_until, newest_on, newest_precision))
        from related_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
        where organisation_no in (from possible)
        group by organisation_no
    )
    where not is_of_period($date_from, $date_to) and is_of_catalysts($catalyst, $kind, $region, $sector, $sector_group)
        and not is_of_engagements($organisation, $relation_type, $channel)
        and $row_limit is not null and not $row_limit > 1000
    union all
    select organisation_no, engagements, last_contact, last_precision
    from selected_organisation(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where (
            not is_of_period($date_from, $date_to)
            and not is_of_catalysts($catalyst, $kind, $region, $sector, $sector_group)
        )
        or is_of_engagements($organisation, $relation_type, $channel) or $row_limit is null or $row_limit > 1000
    order by engagements desc, organisation_no -- which is the order of their names
    limit $row_limit
),
other as (
    select organisation_no, 0 as engagements
    from organisation_total anti join engaged using (organisation_no)
    cross join (select count(*) as found from engaged having $row_limit is null or count(*) < $row_limit)
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
    organisation_id, name, city, listed.engagements, coalesce(related.catalysts, 0) as catalysts,
    listed.last_contact, listed.last_precision, captured_catalysts as captured,
    declared_catalysts as declared
from listed
join organisation_total using (organisation_no)
left join related using (organisation_no)
order by listed.engagements desc, organisation_no
