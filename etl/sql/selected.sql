-- What every filter means, once: analytics/queries call these macros instead of repeating it. An empty list filters
-- nothing. A date known to the month or year is inside a period when any of its days is; an undated count is in none.
--
-- `selected_engagement` gives the engagements themselves. The others give what these come to, from the smallest roll-up
-- (etl/sql/rollup.sql) that knows it. Filters are constants when a question is planned, so that of several branches only
-- the one whose `where` can be true is run. That all agree is what tests/test_rollups.py tests.

create macro is_within(engaged_on, engaged_until, date_from, date_to) as
    (date_from is null or engaged_until >= date_from::date)
    and (date_to is null or engaged_on <= date_to::date);

create view numbered_catalyst as
select catalyst_no, catalyst_id, name, kind, region_code, shares_region from catalyst_total;

create view numbered_organisation as
select organisation_no, organisation_id, name as organisation from organisation_total;

-- Of the newest twelve days, or fewer if there are no more, and the oldest: those that are drawn, as text.
create macro drawn_days(newest, oldest) as
    list_transform(if(newest[-1] > oldest, list_append(newest[1:11], oldest), newest), lambda day: day::varchar);

-- The newest twelve of spans of time, each once: a month and a year that a capture cuts short may be the same.
create macro drawn_spans(newest) as list_reverse_sort(list_distinct(newest))[1:12];

-- Two dates and a precision as one number: the order of that is the order of the first, of the second, and from the finest
-- to the coarsest. `ordered_day` and `ordered_precision` are what it was made of.
create macro as_order(one, other, date_precision) as
    (one - date '0001-01-01')::bigint * 100_000_000 + (other - date '0001-01-01')::bigint * 10
    + case date_precision when 'day' then 0 when 'month' then 1 else 2 end;

create macro ordered_day(number) as date '0001-01-01' + (number // 100_000_000)::integer;

create macro ordered_precision(number) as case number % 10 when 0 then 'day' when 1 then 'month' when 2 then 'year' end;

-- Whether a filter restricts what roll-ups do not know apart: then engagements are read.
create macro is_of_engagements(of_organisations, of_relation_types, of_channels) as
    of_organisations <> [] or of_relation_types <> [] or of_channels <> [];

create macro is_of_period(date_from, date_to) as date_from is not null or date_to is not null;

create macro is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups) as
    of_catalysts <> [] or of_kinds <> [] or of_regions <> []
    or of_sectors <> [] or of_sector_groups <> [];

-- The last day of which anything is known; null where some of it has no day, which the end of a period then stands in for.
create view last_known_day as
select if(
    exists (from relation where known_until is null),
    null,
    greatest(
        (select max(last_on) from catalyst_total),
        (select max(captured_on) from source),
        (select max(last_captured_on) from organisation_total)
    )
) as day;

-- Whether all is asked for since some day: then the newest date of each relation, and of each catalyst, decides.
create macro is_since(date_from, date_to, of_organisations, of_relation_types, of_channels) as
    date_from is not null and date_to is null
    and not is_of_engagements(of_organisations, of_relation_types, of_channels);

-- Whether the organisations that catalysts share are known of those that engage with the most (`catalyst_pair`).
create macro knows_pairs(date_to, of_organisations, of_catalysts, of_relation_types, of_channels) as
    date_to is null and of_catalysts = [] and not is_of_engagements(of_organisations, of_relation_types, of_channels);

create view paired_catalyst as
select catalyst_no from catalyst_total order by organisations desc, catalyst_id limit 200;

-- The first day of the first month that has none before this day.
create macro first_whole_month(day) as (date_trunc('month', day::date - 1) + to_months(1))::date;

-- The catalysts that filters of catalysts let through.
create macro selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups) as table
select catalyst_no, catalyst_id
from catalyst_total
where (of_catalysts = [] or list_contains(of_catalysts::varchar[], catalyst_id))
    and (of_kinds = [] or list_contains(of_kinds::varchar[], kind))
    and (of_regions = [] or coalesce(list_contains(of_regions::varchar[], region_code), false))
    and (of_sectors = [] or list_has_any(of_sectors::varchar[], sectors))
    and (of_sector_groups = [] or list_has_any(of_sector_groups::varchar[], sector_groups));

-- Where in their tables engagements and lines stand, to be found again soonest. (Where they are in a lake: etl/sql/lake.sql.)
create view placed_engagement as
select *, rowid as place
from engagement;

create view placed_line as
select source_no, line_number, raw_text, rowid as place
from source_line;

-- The engagements alone, with their `place`. (That no catalysts are chosen is a branch of its own,
-- here and below: a look-up behind an `or` is made for nothing.)
create macro selected_trace(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
with trace as (
    select *
    from placed_engagement
    where is_within(engaged_on, engaged_until, date_from, date_to)
        and (of_organisations = [] or list_contains(of_organisations::varchar[], organisation_id))
        and (of_relation_types = [] or list_contains(of_relation_types::varchar[], relation_type))
        and (of_channels = [] or list_contains(of_channels::varchar[], channel))
)
select * from trace where not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select *
from trace
where is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_id in (
        select catalyst_id from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    );

-- The engagements with what is known of their catalysts.
create macro selected_engagement(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
select trace.*, catalyst_no, name as catalyst, kind, region_code
from selected_trace(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as trace
join numbered_catalyst using (catalyst_id);

-- How many engagements each catalyst has of each date; several rows may be of one date.
create macro selected_day(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
with day as (
    select *
    from catalyst_day
    where not is_of_engagements(of_organisations, of_relation_types, of_channels)
        and is_within(engaged_on, engaged_until, date_from, date_to)
)
select catalyst_no, engaged_on, engaged_until, date_precision, engagements
from day
where not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select catalyst_no, engaged_on, engaged_until, date_precision, engagements
from day
where is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_no in (
        select catalyst_no from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    )
union all
select catalyst_no, engaged_on, engaged_until, date_precision, 1
from selected_trace(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
)
join numbered_catalyst using (catalyst_id)
where is_of_engagements(of_organisations, of_relation_types, of_channels);

-- The years in which each catalyst has an engagement, each once; null where one has no date.
create macro selected_year(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
select catalyst_no, year
from catalyst_year
where not is_of_period(date_from, date_to)
    and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    and not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select catalyst_no, year
from catalyst_year
where not is_of_period(date_from, date_to)
    and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    and is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_no in (
        select catalyst_no from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    )
union all
select distinct catalyst_no, year(engaged_on)::integer
from selected_day(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
)
where is_of_period(date_from, date_to) or is_of_engagements(of_organisations, of_relation_types, of_channels);

-- The relations that may have an engagement in the period, and whether it is certain that they have: that of the oldest
-- date or of the newest is, unless the period is both begun after the one and over before the other.
create macro related_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups) as table
with related as (
    select
        *,
        date_from is null or date_to is null
            or last_on <= date_to::date or first_until >= date_from::date as is_certain
    from relation
    where is_within(first_on, last_until, date_from, date_to)
)
select * from related where not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select *
from related
where is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_no in (
        select catalyst_no from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    );

-- How many organisations each catalyst engages with, at any time or since a day, by the days of their newest dates.
create macro related_since(date_from, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups) as table
with day as (
    select * from relation_day where date_from is null or last_until >= date_from::date
)
select * from day where not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select *
from day
where is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_no in (
        select catalyst_no from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    );

-- The engagements by numbers, under filters of the period and of catalysts.
create macro numbered_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups) as table
with numbered as (
    select * from numbered_engagement where is_within(engaged_on, engaged_until, date_from, date_to)
)
select * from numbered where not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select *
from numbered
where is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_no in (
        select catalyst_no from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    );

-- Of the engagements that each catalyst's newest are, those that filters of the period and of catalysts let through.
create macro newest_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups) as table
with newest as (
    select * from newest_engagement where is_within(engaged_on, engaged_until, date_from, date_to)
)
select * from newest where not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select *
from newest
where is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_no in (
        select catalyst_no from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    );

-- The pairs of organisation and catalyst that have an engagement, each once. (Were `related` kept for both branches, what
-- is asked of the pairs would not reach the table.)
create macro selected_pair(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
with related as not materialized (
    select catalyst_no, organisation_no, is_certain
    from related_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    where not is_of_engagements(of_organisations, of_relation_types, of_channels)
)
select catalyst_no, organisation_no from related where is_certain
union all
select distinct catalyst_no, organisation_no
from related join numbered_engagement using (catalyst_no, organisation_no)
where not is_certain and is_of_period(date_from, date_to)
    and is_within(engaged_on, engaged_until, date_from, date_to)
union all
select distinct catalyst_no, organisation_no
from selected_trace(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
)
join numbered_catalyst using (catalyst_id)
join numbered_organisation using (organisation_id)
where is_of_engagements(of_organisations, of_relation_types, of_channels);
