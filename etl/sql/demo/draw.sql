-- Fills an empty store (etl/sql/store.sql) as if the pages of $organisations synthetic organisations had been read. Every
-- draw is a hash of the seed, of what is drawn and of whose it is, so that the same seed gives the same rows, and the
-- first organisations stay the same when more are asked for. Words and shares come from data/reference/demo_names.json
-- (etl/demo_tables.py): `city`, `pool` (what may be drawn at a place, the place -1 being all of France), `word`.

set variable seed = $seed::bigint;

-- A number between 0 and 1.
create temp macro drawn(what, whose, which) as
    (hash(getvariable('seed'), what, whose::bigint, which::bigint) >> 11)::double / 9007199254740992;

-- The log-normal number of that median and spread (Box-Muller).
create temp macro long_tailed(median, spread, what, whose, which) as
    median * exp(spread * sqrt(-2 * ln(1 - drawn(what, whose, which))) * cos(2 * pi() * drawn(what || '2', whose, which)));

create temp macro word_of(list_name, what, whose) as (
    list_extract((select words from word where word.list = list_name), 1 + floor(
        drawn(what, whose, 0) * (select len(words) from word where word.list = list_name)
    )::integer)
);

create temp table drawn_organisation as
with drawn_one as (
    select
        n,
        drawn('city', n, 0) as at_share,
        date '2025-01-01' + floor(drawn('capture', n, 0) * 181)::integer as captured_on,
        -- One in thirty has none; of the others half have no more than five or six, and a few a hundred and fifty.
        if(drawn('none', n, 0) < 1 / 30.0, 0, least(150, round(long_tailed(5.5, 1.1, 'declared', n, 0))))::integer
            as declared,
        drawn('incomplete', n, 0) < 0.2 as is_incomplete,
        word_of('heads', 'head', n) || ' ' || word_of('themes', 'theme', n) || ' ' || word_of('places', 'place', n) as name
    from range($organisations::bigint) as organisation(n)
)
select
    n, ($first_id::bigint + n)::varchar as platform_id, name, captured_on, declared,
    if(is_incomplete and declared > 1, declared - 1 - floor(drawn('missing', n, 0) * declared / 2)::integer, declared)
        as captured,
    place, city, region, postcodes[1 + floor(drawn('postcode', n, 0) * len(postcodes))::integer] as postcode
from drawn_one asof join city on drawn_one.at_share >= city.from_share;

-- One row per organisation and catalyst: the n-th draw, of a catalyst that no earlier draw gave.
create temp table drawn_row as
with draw as (
    select
        n, place as home, captured_on, draw.k,
        drawn('scope', n, k) as scope,
        drawn('near', n, k) as near,
        drawn('where', n, k) as elsewhere,
        drawn('which', n, k) as at_share
    from drawn_organisation, lateral (select unnest(range(captured)) as k) as draw
),
placed as (
    select
        n, captured_on, k, at_share,
        case
            when scope >= $local_share::double then -1
            when near < $home_share::double then home
            else floor(elsewhere * (select count(*) from city))::integer
        end as place
    from draw
),
found as (
    select n, captured_on, k, entry_id, same
    from placed asof join pool on placed.place = pool.place and placed.at_share >= pool.from_share
)
select
    n, any_value(captured_on) as captured_on, arg_min(entry_id, k) as entry_id,
    row_number() over (partition by n order by min(k)) - 1 as k
from found
group by n, same;

create temp table drawn_trace as
with traces as (
    select n, k, captured_on, least(80, 1 + floor(long_tailed(1.2, 1.2, 'traces', n, k)))::integer as traces
    from drawn_row
),
dated as (
    select
        n, k, captured_on, trace.t,
        -- Half of all stand in the last quarter of the time since 2018.
        captured_on - floor(
            date_diff('day', date '2018-01-01', captured_on) * pow(drawn('age', n, k * 100 + t), 2)
        )::integer as day,
        drawn('precision', n, k * 100 + t) as precision_at,
        drawn('channel', n, k * 100 + t) as channel_at,
        drawn('relation', n, k) as relation_at
    from traces, lateral (select unnest(range(traces)) as t) as trace
)
select
    n, k,
    case when precision_at < 0.96 then 'day' when precision_at < 0.99 then 'month' else 'year' end as date_precision,
    case date_precision when 'day' then day else date_trunc(date_precision, day)::date end as engaged_on,
    case date_precision
        when 'day' then day
        when 'month' then last_day(day)
        else (date_trunc('year', day) + interval 1 year - interval 1 day)::date
    end as engaged_until,
    case when channel_at < 0.92 then 'unstated' when channel_at < 0.96 then 'tweet' else 'article' end as channel,
    case
        when relation_at < 0.70 then 'Other'
        when relation_at < 0.80 then 'Event'
        when relation_at < 0.88 then 'Partnership'
        when relation_at < 0.94 then 'Funding'
        when relation_at < 0.97 then 'Award'
        else 'Client'
    end as relation_type
from dated;

-- A page holds ten rows of the table, below twelve lines about the organisation.
create temp table drawn_page as
select
    *,
    platform_id || '-' || lower(regexp_replace(strip_accents(name), '[^A-Za-z]+', '-', 'g')) as stem,
    if(page_number > 1, stem || '.page' || page_number || '.txt', stem || '.txt') as path,
    left(sha256(path || getvariable('seed')), 64) as sha256,
    left(sha256, 16) as source_id
from (
    select drawn_organisation.*, unnest(range(1, greatest(1, ceil(captured / 10.0)::integer) + 1))::integer as page_number
    from drawn_organisation
);

insert into source by name
select
    path as file_path, source_id, 0 as part, path, sha256, 'profile_page' as format, 'utf-8' as encoding, page_number,
    captured_on, false as captured_on_is_inferred, $now::timestamp as loaded_at,
    22 as line_count, 21 as parsed_lines, 1 as ignored_lines, 0 as rejected_lines, true as is_profile,
    platform_id, stem as slug, name as stated_name, name, 'front_matter' as name_source, true as is_synthetic,
    postcode, city, 'France' as country, region as region_code, declared as declared_catalysts
from drawn_page
order by n, page_number;

insert into file by name
select file_path as path, 0 as size, -1 as modified_ns, sha256
from source;

insert into entry
select distinct entry_id, text, has_sectors, '' as logo_name, []::varchar[] as stated_sectors
from pool semi join drawn_row using (entry_id)
order by entry_id;

insert into catalyst_row by name
with dated as (
    select n, k, string_agg(strftime(engaged_on, '%-d %b %Y'), ' ' order by engaged_on) as dates
    from drawn_trace
    group by n, k
)
select
    source_id, 0 as part, 13 + (k % 10)::integer as line_number, entry_id,
    '![]()  | ' || pool_entry.text || ' | Other ' || dates || ' | | |' as raw_text
from drawn_row join dated using (n, k) join entry as pool_entry using (entry_id)
join drawn_page on drawn_page.n = drawn_row.n and page_number = 1 + (k // 10)
order by drawn_row.n, k;

insert into trace by name
select
    source_id, 0 as part, 13 + (k % 10)::integer as line_number, relation_type, channel, engaged_on, engaged_until,
    date_precision, 1 as mentions
from drawn_trace join drawn_page on drawn_page.n = drawn_trace.n and page_number = 1 + (k // 10)
order by drawn_trace.n, k, engaged_on;
