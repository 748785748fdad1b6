-- Roll-ups: what engagements come to, counted once by each build (etl/sql/rollup), so that no question need read them all.
-- The macros of etl/sql/selected.sql decide which of them answers. The numbers are those of one warehouse only.

create table organisation_total (
    organisation_no integer not null,      -- place in the order of name and organisation_id, from 1
    organisation_id varchar not null,
    name varchar not null,
    city varchar,                          -- of the address
    region_code varchar,                   -- home region
    declared_catalysts integer,
    captured_catalysts integer not null,   -- on the latest capture of each page of its table
    is_captured boolean not null,          -- whether there is any such page with catalysts
    is_complete boolean not null,
    last_captured_on date,
    last_capture_is_inferred boolean not null,
    is_synthetic boolean not null,
    engagements integer not null,
    catalysts integer not null,            -- that engage with it, in any capture
    last_contact date,                     -- last day of the newest date, and how finely that is known
    last_precision varchar
);

-- One row per organisation and catalyst that engages with it.
create table relation (
    catalyst_no integer not null,          -- place in the order of kind and catalyst_id, from 1
    organisation_no integer not null,
    engagements integer not null,
    first_on date,                         -- earliest first day, and earliest last day, that the dates allow
    first_until date,
    last_on date,                          -- latest first day, and latest last day
    last_until date,
    newest_on date,                        -- first day, and precision, of the date that ends on last_until
    newest_precision varchar,
    known_until date,                      -- up to which day its silence is known
    known_until_is_inferred boolean not null
);

-- How many engagements each organisation has with catalysts of each kind, the most first.
create table organisation_kind (
    kind varchar not null,
    organisation_no integer not null,
    engagements integer not null
);

-- The engagements, as narrow as they can be: what a period leaves of relations that begin before it or end after it.
create table numbered_engagement (
    catalyst_no integer not null,
    organisation_no integer not null,
    region_code varchar,                   -- home region of the organisation
    engaged_on date,
    engaged_until date,
    date_precision varchar
);

-- How many engagements each catalyst has of each date.
create table catalyst_day (
    catalyst_no integer not null,
    engaged_on date,
    engaged_until date,
    date_precision varchar,
    engagements integer not null
);

-- How many organisations have their newest date with each catalyst on a day: those that it engages with since then.
create table relation_day (
    catalyst_no integer not null,
    last_until date not null,
    organisations integer not null
);

-- The years in which each catalyst has an engagement; null for those without a date.
create table catalyst_year (
    catalyst_no integer not null,
    year integer
);

create table catalyst_total (
    catalyst_no integer not null,
    catalyst_id varchar not null,          -- this and what follows as in `catalyst` and `catalyst_sector`
    name varchar not null,
    kind varchar not null,
    region_code varchar,
    shares_region boolean not null,        -- whether another one is called the authority of that region too
    sectors varchar[] not null,
    sector_groups varchar[] not null,      -- ['none'] where it has no sector
    engagements bigint not null,           -- 0 where a source lists it without any
    dated_engagements bigint not null,
    organisations integer not null,        -- distinct organisations engaged with
    first_contact date,                    -- first and last day, and precision, of the oldest date
    first_until date,
    first_precision varchar,
    newest_on date,                        -- first and last day, and precision, of the newest date
    last_contact date,
    last_precision varchar,
    last_on date,                          -- latest first day of any date
    known_until date,                      -- of the relation with the newest date, and whose it is
    known_until_is_inferred boolean not null,
    newest_organisation_no integer,
    listed_on date,                        -- last day of the newest date of the relation that known_until is of
    days varchar[],                        -- dates that are drawn (macro `selected_dates`)
    spans varchar[]
);

-- One row: all organisations together, as in the questions `view_scope` and `view_facts`.
create table portfolio (
    organisations bigint not null,
    complete_organisations bigint not null,
    undeclared_organisations bigint not null,
    declared_catalysts bigint not null,
    captured_catalysts bigint not null,
    last_captured_on date,
    oldest_captured_on date,
    inferred_captures bigint not null,
    synthetic_organisations bigint not null,
    home_regions varchar[] not null,       -- of the only organisation; none where there are several
    engaging_organisations bigint not null,
    described_organisations bigint not null, -- of which a source tells
    sources bigint not null,
    source_path varchar
);

-- Pages of the platform's table of catalysts of which something was never captured.
create table missing_page (
    organisation_no integer not null,
    page_number integer not null,
    missing_catalysts integer not null
);

create table engagement_type (
    relation_type varchar not null,
    channel varchar not null,
    engagements bigint not null
);

-- The 250 newest engagements of each catalyst, or all if it has fewer, as a listing orders them. A page shows no more, so
-- that the newest of several catalysts are among these.
create table newest_engagement (
    catalyst_no integer not null,
    organisation_no integer not null,
    engagement_id bigint not null,         -- this and what follows as in `engagement`
    relation_type varchar not null,
    channel varchar not null,
    engaged_on date,
    engaged_until date,
    date_precision varchar,
    mentions integer not null,
    amount_eur decimal(18, 2),
    source_no ubigint not null,            -- as in `source`
    line_number integer not null
);

-- How many organisations two of the two hundred catalysts with the most have in common, by the month up to which both
-- engage with them.
create table catalyst_pair (
    catalyst_no integer not null,          -- the lower number of the two
    other_no integer not null,
    month date,                            -- its first day; null where one of them has no date there
    shared bigint not null
);
