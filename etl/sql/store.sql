-- The store: what was read from each file, before anything is looked up or merged. Every table of a warehouse is derived
-- from it. It is kept beside the warehouse, so that the next build reads only files that are new or changed.

create table state (
    fingerprint varchar not null           -- of all that decides what reading a file gives (etl/store.py)
);

create table file (
    path varchar not null,                 -- as `source.path` shows it
    size bigint not null,                  -- bytes
    modified_ns bigint not null,           -- nanoseconds since 1970; -1 where it may change again unnoticed
    sha256 varchar not null                -- '' where a package is wanted before it can be read
);

-- One row per organisation that a source tells of: each is a `part`, numbered from 0. A page is one part.
create table source (
    file_path varchar not null,
    source_id varchar not null,
    part integer not null,
    path varchar not null,
    url varchar,
    sha256 varchar not null,
    format varchar not null,
    encoding varchar not null,
    page_number integer not null,
    captured_on date,
    captured_on_is_inferred boolean not null,
    loaded_at timestamp not null,          -- UTC: when this content was read at this path
    line_count integer not null,
    parsed_lines integer not null,
    ignored_lines integer not null,
    rejected_lines integer not null,
    is_profile boolean not null,           -- whether anything of a profile was recognised
    platform_id varchar,
    slug varchar not null,
    stated_name varchar,                   -- of the front matter
    name varchar not null,
    name_source varchar not null,
    is_synthetic boolean not null,
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

create table description (
    source_id varchar not null,
    part integer not null,
    language varchar not null,
    is_machine_translated boolean not null,
    tagline varchar,
    body varchar,
    tags varchar[]
);

-- What a line of a catalyst table can say of its catalyst, each once: the same catalysts stand on most pages.
create table entry (
    entry_id bigint not null,              -- made of the rest (etl/reading.py)
    text varchar not null,                 -- name, followed by the sectors if there are any
    has_sectors boolean not null,
    logo_name varchar not null,            -- '' where there is none
    stated_sectors varchar[] not null      -- those that stand apart from the name
);

-- One row per line of a catalyst table.
create table catalyst_row (
    source_id varchar not null,
    part integer not null,
    line_number integer not null,
    entry_id bigint not null,
    raw_text varchar not null
);

create table trace (
    source_id varchar not null,
    part integer not null,
    line_number integer not null,
    entry_id bigint not null,
    relation_type varchar not null,
    channel varchar not null,
    engaged_on date,
    engaged_until date,
    date_precision varchar,
    mentions integer not null,
    amount_eur decimal(18, 2)
);

create table reading_note (
    source_id varchar not null,
    place integer not null,                -- 1-based: the order in which they are shown
    what varchar not null,
    words varchar not null
);

create table rejected (
    source_id varchar not null,
    line_number integer not null,
    raw_text varchar not null,
    reason varchar not null
);
