-- What pages and the entries of their tables stand for, looked up by etl/transform.py. Temporary: gone after the build.

create temp table identity (
    source_id varchar,
    part integer,
    organisation_id varchar
);

-- What each distinct entry of a catalyst table stands for.
create temp table resolution (
    entry_id bigint,
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
