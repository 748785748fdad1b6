-- question: Which files is this made of, and how was each line of them accounted for?
-- fr: De quels fichiers cela est-il fait, et que sont devenues leurs lignes ?
-- columns:
--   file                     path
--   organisation             name
--   page_number              of the catalyst table
--   captured_on              day of the capture
--   captured_on_is_inferred  whether it is inferred from the newest date on the page
--   format                   'profile_page', 'html', 'csv', … (docs/formats.md)
--   encoding                 of the file
--   layout                   separator or sheet that was found; empty where the format has none
--   line_count               lines = parsed + ignored + rejected
--   parsed_lines             understood
--   ignored_lines            knowingly ignored
--   rejected_lines           rejected in whole or in part
--   sha256                   of the file's content
-- Most files have no rejected line. These are in the order of their paths alone, nearly that of the table: few are read.
with listed as (
    select *
    from (from source where rejected_lines > 0 order by rejected_lines desc, path limit $row_limit)
    where $organisation = []
    union all
    select *
    from (from source where rejected_lines = 0 order by path limit $row_limit)
    where $organisation = []
    union all
    select *
    from selected_source($organisation)
    where $organisation <> []
    order by rejected_lines desc, path
    limit $row_limit
)
select
    path as file, name as organisation, page_number, captured_on, captured_on_is_inferred, format, encoding, layout,
    line_count, parsed_lines, ignored_lines, rejected_lines, sha256
from listed
left join organisation using (organisation_id)
left join (select source_id, words as layout from reading_note where what = 'layout') using (source_id)
order by rejected_lines desc, path
