-- The store (etl/sql/store.sql) with what was looked up (etl/sql/raw.sql), as far as something has changed
-- (etl/sql/changed.sql): what the next files merge. Temporary.

-- The pieces of changed sources, and all pieces of changed organisations, whichever source they stand in.
create temp table piece as
select source_id, part, organisation_id    -- null where nothing could be read
from store.source left join identity using (source_id, part)
where source_id in (from changed_source) or organisation_id in (from changed_organisation);

-- One row per line of a catalyst table.
create temp table raw_catalyst as
select source_id, part, line_number, catalyst_id, sectors, problem, written
from store.catalyst_row semi join piece using (source_id, part) join resolution using (entry_id);

create temp table raw_trace as
select trace.*, catalyst_id
from store.trace join raw_catalyst using (source_id, part, line_number);

create temp view raw_description as
from store.description;

-- One row per piece, ranked by age. The higher `recency` wins wherever two captures disagree. The order is total and made
-- of natural keys only, so that nothing depends on the order in which files were given. It is that of `coverage`. A line
-- whose catalyst is unclear was read, but does not count as parsed any more.
create temp table ranked_source as
with unclear as (
    select source_id, count(distinct line_number)::integer as unclear_lines
    from raw_catalyst anti join store.rejected using (source_id, line_number)
    where problem is not null
    group by source_id
)
select
    source.* replace (
        parsed_lines - coalesce(unclear_lines, 0) as parsed_lines,
        rejected_lines + coalesce(unclear_lines, 0) as rejected_lines
    ),
    organisation_id,
    row_number() over (
        order by captured_on asc nulls first, captured_on_is_inferred desc, path desc, source_id desc, part desc
    ) as recency
from store.source join piece using (source_id, part) left join unclear using (source_id);
