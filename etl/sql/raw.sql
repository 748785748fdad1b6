-- What pages and the entries of their tables stand for, looked up by etl/transform.py. Temporary: gone after the build.

-- Whose each page is: what is found for the groups of claims that have changed, and kept for the others.
create temp table identity (
    source_id varchar,
    part integer,
    organisation_id varchar,
    claim_group varchar
);

-- The group of each key of what is identified anew (etl/groups.py).
create temp table claim_key (
    key varchar,
    claim_group varchar
);

create temp table new_key (
    key varchar
);

-- Whose claims are read next (etl/sql/claims.sql): first those of the sources that are new.
create temp table claiming as
select source_id, part
from store.source anti join source using (source_id, loaded_at);

-- Every entry that a catalyst table has.
create temp table used_entry as
from store.entry where entry_id in (select entry_id from store.catalyst_row);

-- What each of them stands for: looked up by this build, or kept.
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
