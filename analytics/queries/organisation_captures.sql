-- question: Which captures of each page of this organisation's catalyst table are there?
-- fr: Quelles captures de chaque page de la table des catalyseurs de cette organisation y a-t-il ?
-- columns:
--   page_number              of the catalyst table
--   captured_on              day of the capture; empty where nothing tells it
--   captured_on_is_inferred  whether that day is inferred, of one of the files at least, from the newest date on the page
--   contents                 different files of that page and day; more than one are compared as one capture
--   files                    source files
select
    page_number, captured_on, bool_or(captured_on_is_inferred) as captured_on_is_inferred,
    count(distinct sha256) as contents, list(path order by path) as files
from source join source_organisation using (source_id)
where source_organisation.organisation_id = $profile and page_number > 0
group by page_number, captured_on
order by page_number, captured_on desc nulls last
