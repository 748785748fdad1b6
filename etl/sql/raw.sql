-- What was read, page by page, before pages and captures of one organisation are merged. Temporary: gone after the build.
-- A table tells of several organisations: each is a `part` of its source, numbered from 0. A page is one part.

create temp table raw_source (
    source_id varchar,
    part integer,
    path varchar,
    url varchar,
    sha256 varchar,
    format varchar,
    encoding varchar,
    page_number integer,
    organisation_id varchar,               -- null where nothing could be read
    slug varchar,
    name varchar,
    name_source varchar,
    is_synthetic boolean,
    captured_on date,
    captured_on_is_inferred boolean,
    line_count integer,
    parsed_lines integer,
    ignored_lines integer,
    rejected_lines integer,
    siren varchar,
    entity_types varchar[],
    activities varchar[],
    address varchar,
    postcode varchar,
    city varchar,
    country varchar,
    region_code varchar,
    employees_min integer,
    employees_max integer,
    employees_estimated integer,
    social_counts bigint[],
    added_from date,
    added_to date,
    declared_catalysts integer
);

create temp table raw_description (
    source_id varchar,
    part integer,
    language varchar,
    is_machine_translated boolean,
    tagline varchar,
    body varchar,
    tags varchar[]
);

-- One row per line of a catalyst table.
create temp table raw_catalyst (
    source_id varchar,
    part integer,
    line_number integer,
    catalyst_id varchar,
    name varchar,
    region_code varchar,
    written varchar,                       -- the name as it stands on the line
    sectors varchar[]
);

create temp table raw_trace (
    source_id varchar,
    part integer,
    line_number integer,
    catalyst_id varchar,
    relation_type varchar,
    channel varchar,
    engaged_on date,
    engaged_until date,
    date_precision varchar,
    mentions integer,
    amount_eur decimal(18, 2)
);

-- Sources ranked by age, one per row. The higher `recency` wins wherever two captures disagree. The order is total and
-- made of natural keys only, so that nothing depends on the order in which files were given. It is that of `coverage`.
create temp view ranked_source as
select
    *,
    row_number() over (
        order by captured_on asc nulls first, captured_on_is_inferred desc, path desc, source_id desc, part desc
    ) as recency
from raw_source;
