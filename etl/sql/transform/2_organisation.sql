-- One row per organisation: of every field the latest capture that has it (`arg_max` passes over nulls). Fields that
-- belong together (a range, an interval, an address) come from the same capture, nulls included (`arg_max_null`).
-- Of the names the best source wins, then the latest.
insert into organisation by name
select
    organisation_id,
    arg_max(name, (name_rank, recency)) as name,
    arg_max(name_source, (name_rank, recency)) as name_source,
    arg_max(slug, recency) as slug,
    arg_max(url, recency) as url,
    arg_max(siren, recency) as siren,
    coalesce(arg_max(entity_types, recency) filter (len(entity_types) > 0), []) as entity_types,
    coalesce(arg_max(activities, recency) filter (len(activities) > 0), []) as activities,
    arg_max_null(address, recency) filter (has_location) as address,
    arg_max_null(postcode, recency) filter (has_location) as postcode,
    arg_max_null(city, recency) filter (has_location) as city,
    arg_max_null(country, recency) filter (has_location) as country,
    arg_max_null(region_code, recency) filter (has_location) as region_code,
    arg_max(employees_min, recency) as employees_min,
    arg_max_null(employees_max, recency) filter (employees_min is not null) as employees_max,
    arg_max(employees_estimated, recency) as employees_estimated,
    coalesce(arg_max(social_counts, recency) filter (len(social_counts) > 0), []) as social_counts,
    arg_max(added_from, recency) as added_from,
    arg_max(added_to, recency) as added_to,
    arg_max(declared_catalysts, recency) as declared_catalysts,
    min(captured_on) filter (tells_when) as first_captured_on,
    max(captured_on) filter (tells_when) as last_captured_on,
    arg_max(captured_on_is_inferred, recency) filter (tells_when) as last_capture_is_inferred,
    bool_or(is_synthetic) as is_synthetic
from (
    select
        *,
        coalesce(address, postcode, city, country) is not null as has_location,
        -- Where a page was saved, a table tells of other things and does not make the page look newer.
        page_number > 0 or max(page_number) over (partition by organisation_id) = 0 as tells_when,
        list_position(['slug', 'table', 'description', 'front_matter'], name_source) as name_rank
    from ranked_source
    where organisation_id is not null
)
group by organisation_id
order by organisation_id;
