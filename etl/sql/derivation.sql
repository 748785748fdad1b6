-- What the tables were derived with, for the next build to see what has changed since. No part of the public contract.
create schema derivation;

create table derivation.state (
    fingerprint varchar not null           -- of the code and the reference data (etl/store.py)
);

-- Whose each page was found to be.
create table derivation.identity (
    source_id varchar not null,
    part integer not null,
    organisation_id varchar not null,
    claim_group varchar not null           -- of those that bear on each other (etl/groups.py): the first of its keys
);

-- The group of everything by which a page can be found to be of the same organisation as another.
create table derivation.claim_key (
    key varchar not null,
    claim_group varchar not null
);

-- What each entry of the catalyst tables was found to stand for (etl/sql/raw.sql).
create table derivation.resolution (
    entry_id bigint not null,
    text varchar not null,
    has_sectors boolean not null,
    logo_name varchar not null,
    stated_sectors varchar[] not null,
    catalyst_id varchar not null,
    name varchar not null,
    region_code varchar,
    sectors varchar[] not null,
    problem varchar,
    written varchar not null
);

-- The aliases that were used: folded alias, and the name of the catalyst.
create table derivation.alias (
    alias varchar not null,
    catalyst varchar not null
);

-- The kind of each catalyst, and what it was told by: not that which people correct.
create table derivation.kind (
    catalyst_id varchar not null,
    name varchar not null,
    sectors varchar[] not null,            -- in the alphabet
    kind varchar not null
);
