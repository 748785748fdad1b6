-- question: Which pages of which catalyst tables were never captured?
-- fr: Quelles pages de quels tableaux de catalyseurs n’ont jamais été capturées ?
-- columns:
--   organisation       name
--   slug               of the page's address
--   page_number        of the catalyst table
--   missing_catalysts  catalysts it would hold, or lacks where the page itself was captured
--   pages              how many such pages there are in all
select
    name as organisation,
    slug,
    page_number,
    missing_catalysts::bigint as missing_catalysts,
    count(*) over () as pages
from missing_page join organisation using (organisation_id)
where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
order by missing_page.missing_catalysts desc, name, page_number, organisation_id
limit $row_limit
