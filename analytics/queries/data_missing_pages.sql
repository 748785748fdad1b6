-- question: Which pages of which catalyst tables were never captured?
-- fr: Quelles pages de quels tableaux de catalyseurs n’ont jamais été capturées ?
-- columns:
--   organisation       name
--   slug               of the page's address
--   page_number        of the catalyst table
--   missing_catalysts  catalysts it would hold, or lacks where the page itself was captured
--   pages              how many such pages there are in all
with missing as (
    select organisation_no, page_number, missing_catalysts
    from missing_page
    where len($organisation::varchar[]) = 0 or organisation_no in (
        select organisation_no from organisation_total where list_contains($organisation::varchar[], organisation_id)
    )
),
listed as (
    select *
    from missing
    order by missing_catalysts desc, organisation_no, page_number -- numbers are in the order of names
    limit $row_limit
)
select
    organisation.name as organisation,
    slug,
    page_number,
    missing_catalysts::bigint as missing_catalysts,
    (select count(*) from missing) as pages
from listed join numbered_organisation using (organisation_no) join organisation using (organisation_id)
order by listed.missing_catalysts desc, organisation_no, page_number
