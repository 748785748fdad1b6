-- One row per input file.
insert into source by name
select
    source_id, path, url, sha256, format, encoding, page_number, organisation_id, captured_on,
    captured_on_is_inferred, $built_at::timestamp as loaded_at, line_count, parsed_lines, ignored_lines, rejected_lines
from raw_source
order by path, source_id;
