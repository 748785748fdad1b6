select
    path as file, name as organisation, page_number, captured_on, captured_on_is_inferred, format, encoding, layout,
    line_count, parsed_lines, ignored_lines, rejected_lines, sha256
from selected_source($organisation)
left join organisation using (organisation_id)
left join (select source_id, words as layout from reading_note where what = 'layout') using (source_id)
order by rejected_lines desc, path
limit $row_limit
