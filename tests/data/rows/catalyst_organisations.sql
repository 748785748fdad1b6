with together as (
    select
        organisation_id,
        min(engaged_on) as first_contact,
        arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision,
        count(*) as engagements,
        list_sort(list(distinct relation_type)) as relation_types,
        -- A tuple with a null in it would count as the greatest.
        arg_max(
            (source_id, line_number),
            (last_seen_on is not null, last_seen_on, engaged_on is not null, engaged_on, engagement_id)
        ) as newest
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    group by organisation_id
),
listed as (
    select
        organisation_id, organisation.name as organisation, city, region.name as home_region, first_contact,
        first_precision, last_contact, last_precision, engagements, relation_types, newest[1] as source_id,
        newest[2] as line_number
    from together
    join organisation using (organisation_id)
    left join region using (region_code)
    order by last_contact desc nulls last, engagements desc, organisation, organisation_id
    limit $row_limit
)
select
    listed.organisation_id, organisation, city, home_region, first_contact, first_precision, last_contact,
    last_precision, engagements, relation_types, path as file, format, line_number as line, raw_text
from listed
join source using (source_id)
left join source_line using (source_id, line_number)
order by last_contact desc nulls last, engagements desc, organisation, listed.organisation_id
