-- One row per input file. A table that tells of several organisations belongs to none of them; `source_organisation`
-- says which ones it tells of. Then the lines that could not be understood, how the rest was read, and the lines that
-- engagements come from.
insert into source by name
select
    source_id, numbered(source_id) as source_no, path, if(count(*) = 1, any_value(url), null) as url, sha256, format,
    encoding, page_number,
    if(count(*) = 1, any_value(organisation_id), null) as organisation_id,
    if(count(*) = 1, any_value(declared_catalysts), null) as declared_catalysts,
    max(captured_on) as captured_on,
    coalesce(arg_max(captured_on_is_inferred, captured_on), true) as captured_on_is_inferred,
    loaded_at, line_count, parsed_lines, ignored_lines, rejected_lines
from ranked_source semi join changed_source using (source_id)
group by all
order by path, source_id;

insert into source_organisation by name
select distinct source_id, organisation_id
from ranked_source semi join changed_source using (source_id)
where organisation_id is not null
order by source_id, organisation_id;

insert into rejected by name
select source_id, line_number, raw_text, reason
from store.rejected semi join changed_source using (source_id)
union
select source_id, line_number, raw_text, problem
from unclear semi join changed_source using (source_id)
order by source_id, line_number, reason;

insert into reading_note by name
select source_id, place, what, words
from store.reading_note semi join changed_source using (source_id)
order by source_id, place;

insert into source_line by name
select source_id, numbered(source_id) as source_no, line_number, raw_text
from store.catalyst_row semi join changed_source using (source_id)
order by source_id, line_number;
