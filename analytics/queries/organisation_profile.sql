-- question: What does its page say about this organisation?
-- fr: Que dit sa page de cette organisation ?
-- columns:
--   organisation_id           platform id, else SIREN, else slug
--   name                      name
--   name_source               where the name comes from: front_matter, description or slug
--   url                       address of the page
--   siren                     nine digits
--   entity_types              as on the page
--   activities                as on the page
--   address                   one line
--   postcode                  of the address
--   city                      of the address
--   country                   of the address
--   region                    home region, from the postcode
--   employees_min             lower end of the scale
--   employees_max             upper end of the scale
--   employees_estimated       the platform's estimate
--   social_counts             followers of unnamed networks, in page order
--   added_from                first day on which it may have been added to the platform
--   added_to                  last such day
--   first_captured_on         oldest capture
--   last_captured_on          newest capture
--   last_capture_is_inferred  whether that day is inferred from the newest date on the page
--   declared_catalysts        number the page gives
--   captured_catalysts        catalysts captured
--   is_complete               whether these are all
--   is_synthetic              whether the organisation is made up
--   compared_pages            pages of its catalyst table that were captured on several days
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
