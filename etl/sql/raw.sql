-- The store (etl/sql/store.sql) with its look-ups: what the files of etl/sql/transform merge. Temporary: gone after the
-- build. `identity` and `resolution` are filled in by etl/transform.py before anything is merged.

create temp table identity (
    source_id varchar,
    part integer,
    organisation_id varchar
);

-- What each distinct entry of a catalyst table stands for.
create temp table resolution (
    text varchar,
    has_sectors boolean,
    logo_name varchar,
    stated_sectors varchar[],
    catalyst_id varchar,
    name varchar,
    region_code varchar,
    sectors varchar[],
    problem varchar,                       -- why the name could not be told from its sectors
    written varchar                        -- the name as it stands on the line
);

-- One row per line of a catalyst table.
create temp view raw_catalyst as
select source_id, part, line_number, catalyst_id, name, region_code, sectors, problem, written, raw_text
from store.catalyst_row join resolution using (text, has_sectors, logo_name, stated_sectors);

create temp view raw_trace as
select trace.*, catalyst_id
from store.trace join raw_catalyst using (source_id, part, line_number);

create temp view raw_description as
from store.description;

create temp view raw_rejected as
select source_id, line_number, raw_text, reason
from store.rejected
union
select source_id, line_number, raw_text, problem
from raw_catalyst
where problem is not null;

-- A line whose catalyst is unclear was read, but does not count as parsed any more.
create temp view raw_source as
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
    organisation_id                        -- null where nothing could be read
from store.source left join identity using (source_id, part) left join unclear using (source_id);

-- Sources ranked by age, one per row. The higher `recency` wins wherever two captures disagree. The order is total and
-- made of natural keys only, so that nothing depends on the order in which files were given. It is that of `coverage`.
create temp view ranked_source as
select
    *,
    row_number() over (
        order by captured_on asc nulls first, captured_on_is_inferred desc, path desc, source_id desc, part desc
    ) as recency
from raw_source;
