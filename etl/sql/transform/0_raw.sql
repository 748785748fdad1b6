-- The store (etl/sql/store.sql) with what was looked up (etl/sql/raw.sql), as far as something has changed
-- (etl/sql/changed.sql): what the next files merge. Temporary. Rows that are many are grouped and sorted by numbers
-- rather than by names: these numbers are in the order of the names, and of this build only.

-- The pieces of changed sources, and all pieces of changed organisations, whichever source they stand in, ranked by age.
-- The higher `recency` wins wherever two captures disagree. The order is total and made of natural keys only, so that
-- nothing depends on the order in which files were given. It is that of `coverage`.
create temp table piece as
select
    source_id, part, organisation_id, captured_on, captured_on_is_inferred,    -- the id null where nothing could be read
    dense_rank() over (order by source_id) as source_no,
    dense_rank() over (order by organisation_id) as organisation_no,
    row_number() over (
        order by captured_on asc nulls first, captured_on_is_inferred desc, path desc, source_id desc, part desc
    ) as recency
from store.source left join identity using (source_id, part)
where source_id in (from changed_source) or organisation_id in (from changed_organisation);

-- What the entries stand for, as far as it is asked for with every row.
create temp table entry_catalyst as
select
    entry_id, catalyst_id, written, problem, list_sort(list_distinct(sectors)) as sectors,
    dense_rank() over (order by catalyst_id) as catalyst_no
from resolution;

-- One row per line of a catalyst table.
create temp table raw_catalyst as
select source_no, organisation_no, line_number, entry_id, catalyst_no
from store.catalyst_row join piece using (source_id, part) join entry_catalyst using (entry_id)
where organisation_id is not null;

create temp table raw_trace as
select
    source_no, organisation_no, recency, line_number, catalyst_no, relation_type, channel, engaged_on, engaged_until,
    date_precision, mentions, amount_eur, captured_on, if(captured_on_is_inferred, null, captured_on) as stated_on
from store.trace join piece using (source_id, part) join entry_catalyst using (entry_id)
where organisation_id is not null;

-- Lines whose catalyst is unclear.
create temp table unclear as
select source_id, part, line_number, raw_text, problem
from store.catalyst_row join entry_catalyst using (entry_id) semi join piece using (source_id, part)
where problem is not null;

-- One row per piece. A line whose catalyst is unclear was read, but does not count as parsed any more.
create temp table ranked_source as
with counted as (
    select source_id, count(distinct line_number)::integer as unclear_lines
    from unclear anti join store.rejected using (source_id, line_number)
    group by source_id
)
select
    source.* replace (
        parsed_lines - coalesce(unclear_lines, 0) as parsed_lines,
        rejected_lines + coalesce(unclear_lines, 0) as rejected_lines
    ),
    organisation_id,
    recency
from store.source
join (select source_id, part, organisation_id, recency from piece) as ranked using (source_id, part)
left join counted using (source_id);
