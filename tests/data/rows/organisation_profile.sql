with compared as (
    select page_number
    from source join source_organisation using (source_id)
    where source_organisation.organisation_id = $profile and page_number > 0
    group by page_number
    having count(distinct captured_on) > 1
)
select
    organisation_id, organisation.name, name_source, url, organisation.siren, entity_types, activities, address,
    postcode, city, country, region.name as region, employees_min, employees_max, employees_estimated, social_counts,
    added_from, added_to, first_captured_on, last_captured_on, last_capture_is_inferred,
    organisation.declared_catalysts, captured_catalysts, is_complete, is_synthetic,
    (select count(*) from compared) as compared_pages
from organisation
join coverage using (organisation_id)
left join region using (region_code)
where organisation_id = $profile
