-- The warehouse: the only hand-over between etl/ (which writes it) and analytics/ (which reads it).
-- Names and meanings here are a public contract: people script against them.
-- The large tables have no primary key: an index would be half of the file, and be written anew by every build. What fills
-- them groups by their key, and checks (etl/checks) look after it.

-- One row: which layout this file has and when it was built.
create table build (
    schema_version integer not null,
    built_at timestamp not null            -- UTC
);

-- The 18 French regions (reference).
create table region (
    region_code varchar primary key,       -- INSEE code, text: '01' is Guadeloupe, '75' is Nouvelle-Aquitaine
    iso varchar not null,
    name varchar not null,
    capital varchar not null,
    council varchar not null,              -- name of the regional authority
    siren varchar not null,
    population integer not null,           -- inhabitants, INSEE reference population 2023
    tile_row integer not null,
    tile_column integer not null
);

-- The départements (reference), for searches by place.
create table departement (
    departement_code varchar primary key,  -- '35', '2A', '974'
    name varchar not null
);

-- Sector vocabulary (reference): LinkedIn industries V1 and two sectors of the platform.
create table sector (
    sector varchar primary key,            -- English name, as stored everywhere
    sector_fr varchar not null,
    sector_group varchar not null,
    group_en varchar not null,
    group_fr varchar not null
);

-- One row per input file.
create table source (
    source_id varchar primary key,         -- first 16 hexadecimal digits of sha256(path + content hash)
    source_no ubigint not null,            -- the number that source_id writes: sooner compared
    path varchar not null,
    url varchar,
    sha256 varchar not null,
    format varchar not null,               -- 'profile_page', 'html', 'csv', … (docs/formats.md)
    encoding varchar not null,             -- 'utf-8', 'utf-8-sig', 'windows-1252', …
    page_number integer not null,          -- of the catalyst table; 0 for a table of data
    declared_catalysts integer,            -- null where it gives no number, or tells of several organisations
    organisation_id varchar,               -- null where it tells of several, or of none
    captured_on date,
    captured_on_is_inferred boolean not null,
    loaded_at timestamp not null,          -- UTC
    line_count integer not null,           -- = parsed_lines + ignored_lines + rejected_lines
    parsed_lines integer not null,
    ignored_lines integer not null,
    rejected_lines integer not null        -- lines of which at least a part stands in `rejected`
);

-- Which organisations each source tells of: a page of one, a table of data of many.
create table source_organisation (
    source_id varchar not null,
    organisation_id varchar not null,
    primary key (source_id, organisation_id)
);

-- What could not be understood, word for word, with the reason. One line may stand here more than once.
create table rejected (
    source_id varchar not null,
    line_number integer not null,          -- 1-based
    raw_text varchar not null,
    reason varchar not null
);

-- How each source was read, in words.
create table reading_note (
    source_id varchar not null,
    place integer not null,                -- 1-based: the order in which they are shown
    what varchar not null,                 -- 'needs_package', 'guessed_encoding', 'layout' (separator, sheet), 'lines' (what
                                           -- a line is), 'column' (what it is), 'near_column' (its name is only near a
                                           -- known one), 'ignored_column'
    words varchar not null,
    primary key (source_id, place)
);

-- The raw lines that engagements come from.
create table source_line (
    source_id varchar not null,
    source_no ubigint not null,            -- as in `source`
    line_number integer not null,          -- 1-based
    raw_text varchar not null using compression uncompressed  -- a thousand lines from anywhere are shown at once
);

create table organisation (
    organisation_id varchar primary key,   -- platform id, else SIREN, else slug
    name varchar not null,
    name_source varchar not null,          -- 'front_matter', 'description', 'table', 'slug', 'override'
    slug varchar,
    url varchar,
    siren varchar,
    entity_types varchar[] not null,
    activities varchar[] not null,
    address varchar,
    postcode varchar,
    city varchar,
    country varchar,
    region_code varchar,                   -- home region, from the postcode
    employees_min integer,
    employees_max integer,
    employees_estimated integer,
    social_counts bigint[] not null,       -- followers of unnamed networks, in page order
    added_from date,                       -- the interval that 'Added … ago' allows
    added_to date,
    declared_catalysts integer,
    first_captured_on date,
    last_captured_on date,
    last_capture_is_inferred boolean not null,
    is_synthetic boolean not null
);

create table description (
    organisation_id varchar not null,
    language varchar not null,             -- 'en', 'fr', 'und'
    is_machine_translated boolean not null,
    tagline varchar,
    body varchar,                          -- paragraphs, separated by one empty line
    tags varchar[] not null,
    primary key (organisation_id, language, is_machine_translated)
);

create table catalyst (
    catalyst_id varchar primary key,       -- 'region-11' for a regional authority, else the folded name
    name varchar not null,
    kind varchar not null,                 -- data/reference/kinds.json, or 'other'
    region_code varchar                    -- of a regional authority
);

create table catalyst_sector (
    catalyst_id varchar not null,
    sector varchar not null,
    sector_group varchar not null,         -- 'unrecognised' where the sector is not in the vocabulary
    primary key (catalyst_id, sector)
);

-- One dated trace, or one count without a date, of a catalyst engaging with an organisation.
create table engagement (
    engagement_id bigint not null,         -- made of what makes it one engagement: see etl/sql/transform
    organisation_id varchar not null,
    catalyst_id varchar not null,
    relation_type varchar not null,        -- 'Other', 'Event', …; 'Unstated' where the page gives none
    channel varchar not null,              -- 'tweet', 'article', 'grant', 'unstated'
    engaged_on date,                       -- first day that the page's date allows; null where it gives no date
    engaged_until date,                    -- last day that it allows, the first capture that shows it being the latest
    date_precision varchar,                -- 'day', 'month', 'year'; null where there is no date
    mentions integer not null,             -- 1 for a dated trace of a page; lines that a grant was read from
    amount_eur decimal(18, 2),
    first_seen_on date,                    -- first and last capture that showed it
    last_seen_on date,
    source_id varchar not null,            -- the latest source that shows it
    line_number integer not null
);

-- Which catalysts each source lists and what it says of them: captures of one page are compared by this.
create table source_catalyst (
    source_id varchar not null,
    organisation_id varchar not null,
    catalyst_id varchar not null,
    line_number integer not null,          -- 1-based
    name varchar not null,                 -- as written on that line
    sectors varchar[] not null,            -- in the alphabet, as are relation_types
    relation_types varchar[] not null,
    last_on date,                          -- latest first day, and latest last day, that its dates allow
    last_until date,
    last_precision varchar                 -- of the date that ends on last_until: 'day', 'month', 'year'
);

-- The lines of engagements that were read from several: captures that repeat it, or lines of a table that add up. The view
-- `engagement_line` has those of every engagement.
create table several_lines (
    engagement_id bigint not null,
    source_id varchar not null,
    line_number integer not null,          -- 1-based
    captured_on date,
    is_counted boolean not null,           -- of the latest source and capture: the amounts of these lines add up
    mentions integer not null,
    amount_eur decimal(18, 2)
);

-- Identifiers that several organisations share: these are kept apart, and whether they are one is for people to say.
create table conflict (
    what varchar not null,                 -- 'siren_shared', 'id_with_sirens', 'id_with_url', 'id_is_siren', 'slug_with_id',
                                           -- 'slug_with_sirens', 'slug_with_names', 'name_of_several', 'name_in_places'
    identifier varchar not null,           -- the SIREN, platform id, slug or name; `1 / 77` of file name and address
    organisations varchar[] not null,      -- organisation_ids
    sources varchar[] not null,            -- paths
    words varchar not null,                -- what happened, and what to do
    primary key (what, identifier)
);

-- Rows of tables that name an organisation and identify it by nothing else, taken for those of the only organisation of
-- that name.
create table joined_by_name (
    organisation_id varchar not null,
    name varchar not null,                 -- as the rows write it; of several spellings the first in the alphabet
    sources varchar[] not null,            -- paths
    words varchar not null,                -- what happened, and how to keep them apart
    primary key (organisation_id, name)
);

-- Every line of data/overrides.csv (etl/overrides.py) and what became of it.
create table override (
    path varchar not null,
    line_number integer not null,          -- 1-based
    what varchar not null,                 -- `subject:id.field`; the whole line where it cannot be read
    subject varchar,                       -- 'organisation', 'catalyst', 'engagement'
    subject_id varchar,
    field varchar,                         -- the column that is corrected; 'removed' takes an engagement out
    old varchar,                           -- null: no value
    new varchar,
    who varchar,
    why varchar,
    said_on date,                          -- the `when` of the file
    state varchar not null,                -- 'applied', 'replaced' (by a later line), 'already_so', 'not_applied', 'rejected'
    reason varchar,                        -- why it is not applied
    organisation_id varchar,               -- that it is about, or that the engagement is of
    primary key (path, line_number)
);

-- Lines of data/overrides.csv that a former build had in force, and that are gone now or not what they were: the file is
-- the record of who changed what, and is only ever added to. A line that is put back as it was is not lost any more.
create table lost_override (
    path varchar not null,
    line_number integer not null,          -- where it stood
    what varchar not null,
    old varchar,
    new varchar,
    who varchar,
    why varchar,
    said_on date
);

-- What a search looks through: organisations by name, identifier, tag and place, catalysts by every spelling.
create table search_entry (
    what varchar not null,                 -- 'organisation', 'catalyst'
    id varchar not null,                   -- organisation_id or catalyst_id
    name varchar not null,
    words varchar not null,                -- all that can be looked for (macro `searched`)
    beginnings ubigint not null,           -- of its words (macro `beginnings`)
    engagements integer not null           -- of two that are as well found, the one with more comes first
);

-- Result of every data check (etl/checks/*.sql) on this warehouse.
create table data_check (
    check_name varchar primary key,
    description varchar not null,
    description_fr varchar not null,
    severity varchar not null,             -- 'error' (no such row in a published warehouse) or 'warning'
    bad_rows integer not null,
    sample varchar                         -- the first bad row, as text
);
