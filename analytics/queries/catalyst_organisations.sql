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
-- The most recent are found first, and what they are called and where it is written looked up of these alone.
with newest as (
    select organisation_no, engagements, last_contact, last_precision
    from selected_organisation(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    order by last_contact desc nulls last, engagements desc, organisation_no
    limit $row_limit
),
listed as (
    select newest.*, organisation_id from newest join numbered_organisation using (organisation_no)
),
place as (
    select place
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where organisation_id in (select organisation_id from listed)
),
together as (
    select
        organisation_id,
        min(engaged_on) as first_contact,
        arg_min(date_precision, as_order(engaged_on, engaged_until, date_precision)) as first_precision,
        list_sort(list(distinct relation_type)) as relation_types,
        -- A tuple with a null in it would count as the greatest.
        arg_max(
            place, (last_seen_on is not null, last_seen_on, engaged_on is not null, engaged_on, engagement_id)
        ) as newest_place
    from placed_engagement
    where place in (from place)
    group by organisation_id
),
written as (
    select place as newest_place, numbered(source_id) as source_no, line_number
    from placed_engagement
    where place in (select newest_place from together)
),
line as (
    select source_no, line_number, raw_text
    from placed_line
    where place in (select place from placed_line where source_no in (select source_no from written))
)
select
    listed.organisation_id, organisation.name as organisation, city, region.name as home_region, first_contact,
    first_precision, last_contact, last_precision, engagements, relation_types, path as file, format,
    line_number as line, raw_text
from listed
join together using (organisation_id)
join organisation using (organisation_id)
left join region using (region_code)
join written using (newest_place)
join source using (source_no)
left join line using (source_no, line_number)
order by last_contact desc nulls last, engagements desc, organisation, listed.organisation_id
