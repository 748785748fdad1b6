-- question: With which organisations do the catalysts of this view engage, where, since when, and where is it written?
-- fr: Avec quelles organisations les catalyseurs de cette vue sont-ils liés, où, depuis quand, et où est-ce écrit ?
-- columns:
--   organisation_id platform id, else SIREN, else slug
--   organisation   name
--   city           of the address
--   home_region    of the organisation
--   first_contact  first day of the oldest date
--   first_precision how finely that date is known: day, month or year
--   last_contact   last day of the newest date
--   last_precision how finely that date is known
--   engagements    dated and undated together
--   relation_types of all of them
--   file           source file of the newest
--   format         of that file; the lines of 'html' are those of its text
--   line           line in it, counted from 1
--   raw_text       that line, word for word
-- The most recent are found first, and what they are called and where it is written looked up of these alone. They are
-- among the organisations of the newest relations: none has more of these than the most that any has.
with day as (
    select last_until, sum(organisations) as relations
    from related_since($date_from, $catalyst, $kind, $region, $sector, $sector_group)
    where $date_to is null
    group by last_until
    union all
    select last_until, count(*)
    from related_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
    where $date_to is not null and newest_on <= $date_to::date
    group by last_until
),
-- The newest day from which on there are enough of them; null where there never are.
oldest as (
    select max(last_until) as last_until
    from (select last_until, sum(relations) over (order by last_until desc) as newer from day)
    where newer >= $row_limit * (select max(catalysts) from organisation_total)
),
recent as (
    select organisation_no
    from related_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group) as related
    join oldest on oldest.last_until is null or related.last_until >= oldest.last_until
),
newest as (
    select organisation_no, engagements, ordered_day(newest) as last_contact, ordered_precision(newest) as last_precision
    from (
        select
            organisation_no, count(*) as engagements, max(as_order(engaged_until, engaged_on, date_precision)) as newest
        from numbered_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
        where organisation_no in (from recent)
        group by organisation_no
    )
    where is_of_period($date_from, $date_to) and not is_of_engagements($organisation, $relation_type, $channel)
        and $row_limit is not null
    union all
    select *
    from (
        select
            organisation_no, sum(engagements)::bigint, max(last_until),
            arg_max(newest_precision, as_order(last_until, newest_on, newest_precision))
        from related_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
        where organisation_no in (from recent)
        group by organisation_no
    )
    where not is_of_period($date_from, $date_to) and is_of_catalysts($catalyst, $kind, $region, $sector, $sector_group)
        and not is_of_engagements($organisation, $relation_type, $channel) and $row_limit is not null
    union all
    select organisation_no, engagements, last_contact, last_precision
    from selected_organisation(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where (
            not is_of_period($date_from, $date_to)
            and not is_of_catalysts($catalyst, $kind, $region, $sector, $sector_group)
        )
        or is_of_engagements($organisation, $relation_type, $channel) or $row_limit is null
    order by last_contact desc nulls last, engagements desc, organisation_no
    limit $row_limit
),
listed as (
    select newest.*, organisation_id, name as organisation, city, region_code
    from newest join organisation_total using (organisation_no)
),
place as (
    select place
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where organisation_id in (select organisation_id from listed)
),
trace as (
    select
        organisation_id, relation_type, engaged_on, engaged_until, date_precision, source_id, line_number,
        -- A tuple with a null in it would count as the greatest.
        (last_seen_on is not null, last_seen_on, engaged_on is not null, engaged_on, engagement_id) as seen
    from placed_engagement
    where place in (from place)
),
together as (
    select
        organisation_id,
        min(engaged_on) as first_contact,
        arg_min(date_precision, as_order(engaged_on, engaged_until, date_precision)) as first_precision,
        list_sort(list(distinct relation_type)) as relation_types,
        numbered(arg_max(source_id, seen)) as source_no,
        arg_max(line_number, seen) as line_number
    from trace
    group by organisation_id
),
line as (
    select source_no, line_number, raw_text
    from placed_line
    where place in (select place from placed_line where source_no in (select source_no from together))
)
select
    organisation_id, organisation, city, region.name as home_region, first_contact,
    first_precision, last_contact, last_precision, engagements, relation_types, path as file, format,
    line_number as line, raw_text
from listed
join together using (organisation_id)
left join region using (region_code)
join source using (source_no)
left join line using (source_no, line_number)
order by last_contact desc nulls last, engagements desc, organisation, organisation_id
