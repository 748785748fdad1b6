-- Fills an empty store (etl/sql/store.sql) as if the pages of $organisations synthetic organisations had been read.
-- Every draw is a hash of the seed, of what is drawn and of whose it is, so that the same seed gives the same rows, and the
-- first organisations stay the same when more are asked for. Words and shares come from data/reference/demo_names.json
-- (etl/demo_tables.py): `city`, `pool` (what may be drawn at a place, the place -1 being all of France), `word`.

set variable seed = $seed::bigint;

-- A number between 0 and 1.
create temp macro drawn(what, whose, which) as
    -- Hashed twice: of several values DuckDB's hash of them together is much alike from one to the next.
    (hash(xor(hash(getvariable('seed'), what), hash(whose::bigint * 65536 + which::bigint))) >> 11)::double
    / 9007199254740992;

-- The log-normal number of that median and spread (Box-Muller).
create temp macro long_tailed(median, spread, what, whose, which) as
    median::double * exp(
        spread::double * sqrt(-2 * ln(1 - drawn(what, whose, which))) * cos(2 * pi() * drawn(what || '2', whose, which))
    );

-- One of the things, of which so large a share come before the next.
create temp macro picked(things, shares, what, whose, which) as
    things[1 + len(list_filter(shares, lambda share: share <= drawn(what, whose, which)))];

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
        $first_capture::date + floor(drawn('capture', n, 0) * $capture_days)::integer as captured_on,
        if(
            drawn('none', n, 0) < $none_share::double,
            0,
            least(
                $declared_most, greatest(1, round(long_tailed($declared_median, $declared_spread, 'declared', n, 0)))
            )
        )::integer as declared,
        drawn('incomplete', n, 0) as incomplete,
        drawn('missing', n, 0) as missing,
        concat_ws(' ', word_of('heads', 'head', n), word_of('themes', 'theme', n), word_of('places', 'place', n)) as name
    from range($organisations::bigint) as organisation(n)
)
select
    n, ($first_id::bigint + n)::varchar as platform_id, name, captured_on, declared,
    -- Whole pages are missing, or a few rows of the only page.
    case
        when declared > 10 and incomplete < 0.75 then 10 * (1 + floor(missing * ((declared - 1) // 10))::integer)
        when declared between 2 and 10 and incomplete < 0.18
            then declared - 1 - floor(missing * (declared // 2))::integer
        else declared
    end as captured,
    place, city, region, postcodes[1 + floor(drawn('postcode', n, 0) * len(postcodes))::integer] as postcode
from drawn_one asof join city on drawn_one.at_share >= city.from_share;

-- One row per organisation and catalyst. Some are drawn more than once, so more are drawn than wanted.
create temp table drawn_row as
with draw as (
    select
        n, place as home, captured_on, captured, draw.k,
        drawn('scope', n, k) as scope,
        drawn('near', n, k) as near,
        drawn('where', n, k) as elsewhere,
        drawn('which', n, k) as at_share
    from drawn_organisation, lateral (select unnest(range(if(captured > 0, 4 + 2 * captured, 0))) as k) as draw
),
placed as (
    select
        n, captured_on, captured, k, at_share,
        case
            when scope >= $local_share::double then -1
            when near < $home_share::double then home
            else floor(elsewhere * (select count(*) from city))::integer
        end as place
    from draw
),
found as (
    select n, captured_on, captured, k, entry_id, same
    from placed asof join pool on placed.place = pool.place and placed.at_share >= pool.from_share
)
select n, captured_on, arg_min(entry_id, k) as entry_id, row_number() over (partition by n order by min(k)) - 1 as k
from found
group by n, captured_on, captured, same
qualify row_number() over (partition by n order by min(k)) <= captured;

create temp table drawn_trace as
with wanted as (
    select
        n, k, captured_on,
        least($traces_most, round(long_tailed($traces_median, $traces_spread, 'traces', n, k)))::integer as more
    from drawn_row
),
traces as (
    -- Fewer and fewer where the organisation would have too many.
    select
        n, k, captured_on,
        1 + greatest(
            0, least(more, $most_engagements::bigint - count(*) over whole - sum(more) over so_far + more)
        )::bigint as traces
    from wanted
    window whole as (partition by n), so_far as (partition by n order by k)
),
dated as (
    select
        n, k, captured_on, trace.t,
        -- Half of all stand in the last quarter of the time since 2018.
        captured_on - floor(
            date_diff('day', $first_day::date, captured_on) * pow(drawn('age', n, k * 100 + t), 2)
        )::integer as day,
        picked($precisions, $precision_shares, 'precision', n, k * 100 + t) as date_precision,
        picked(['unstated', 'tweet', 'article'], [0.92, 0.96, 1], 'channel', n, k * 100 + t) as channel,
        picked($relations, $relation_shares, 'relation', n, k) as relation_type
    from traces, lateral (select unnest(range(traces)) as t) as trace
)
select
    n, k, relation_type, channel, date_precision,
    case date_precision when 'day' then day else date_trunc(date_precision, day)::date end as engaged_on,
    case date_precision
        when 'day' then day
        when 'month' then last_day(day)
        else (date_trunc('year', day) + interval 1 year - interval 1 day)::date
    end as engaged_until
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
    select
        drawn_organisation.*,
        unnest(range(1, greatest(1, ceil(captured / 10.0)::integer) + 1))::integer as page_number
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
    source_id, 0 as part, 13 + (k % 10)::integer as line_number, entry_id, relation_type, channel, engaged_on,
    engaged_until, date_precision, 1 as mentions
from drawn_trace join drawn_row using (n, k)
join drawn_page on drawn_page.n = drawn_trace.n and page_number = 1 + (k // 10)
order by drawn_trace.n, k, engaged_on;
