-- What the engagements that filters let through (etl/sql/selected.sql) come to, for each catalyst, for each organisation and
-- for all of them.

-- What the engagements of each catalyst come to, but for organisations.
create macro selected_dated(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
select
    catalyst_no,
    sum(engagements)::bigint as engagements,
    coalesce(sum(engagements) filter (engaged_on is not null), 0)::bigint as dated_engagements,
    min(engaged_on) as first_contact,
    arg_min(engaged_until, as_order(engaged_on, engaged_until, date_precision)) as first_until,
    arg_min(date_precision, as_order(engaged_on, engaged_until, date_precision)) as first_precision,
    max(engaged_on) as last_on,
    arg_max(engaged_on, as_order(engaged_until, engaged_on, date_precision)) as newest_on,
    max(engaged_until) as last_contact,
    arg_max(date_precision, as_order(engaged_until, engaged_on, date_precision)) as last_precision
from selected_day(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
)
where is_of_period(date_from, date_to) or is_of_engagements(of_organisations, of_relation_types, of_channels)
group by catalyst_no
union all
select
    catalyst_no, engagements, dated_engagements, first_contact, first_until, first_precision, last_on, newest_on,
    last_contact, last_precision
from catalyst_total
where engagements > 0
    and not is_of_period(date_from, date_to)
    and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    and not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select
    catalyst_no, engagements, dated_engagements, first_contact, first_until, first_precision, last_on, newest_on,
    last_contact, last_precision
from catalyst_total
where engagements > 0
    and not is_of_period(date_from, date_to)
    and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    and is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    and catalyst_no in (
        select catalyst_no from selected_catalyst(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    );

-- The same with the number of distinct organisations, and which catalyst it is.
create macro selected_total(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
with related as (
    select catalyst_no, count(*) as organisations
    from selected_pair(
        date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
        of_sectors, of_sector_groups, of_relation_types, of_channels
    )
    where (is_of_period(date_from, date_to) or is_of_engagements(of_organisations, of_relation_types, of_channels))
        and not is_since(date_from, date_to, of_organisations, of_relation_types, of_channels)
    group by catalyst_no
    union all
    select catalyst_no, sum(organisations)::bigint as organisations
    from related_since(date_from, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    where is_since(date_from, date_to, of_organisations, of_relation_types, of_channels)
    group by catalyst_no
    union all
    select catalyst_no, organisations::bigint as organisations
    from catalyst_total
    where not is_of_period(date_from, date_to)
        and not is_of_engagements(of_organisations, of_relation_types, of_channels)
)
select dated.*, related.organisations, catalyst_id, name as catalyst, kind, region_code
from selected_dated(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as dated
join related using (catalyst_no)
join numbered_catalyst using (catalyst_no);

-- `selected_total` with the newest date of each catalyst: whose it is, and up to which day silence after it is known. That
-- is the day of the capture, or the end of the period if it is earlier.
create macro selected_relationship(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
with total as (
    from selected_total(
        date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
        of_sectors, of_sector_groups, of_relation_types, of_channels
    )
),
related as (
    select catalyst_no, organisation_no, newest_on, last_until, known_until, known_until_is_inferred
    from related_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    where is_of_period(date_from, date_to)
        and not is_of_engagements(of_organisations, of_relation_types, of_channels)
        and not is_since(date_from, date_to, of_organisations, of_relation_types, of_channels)
),
candidate as (
    select catalyst_no, organisation_no, newest_on, last_until as newest_until, known_until, known_until_is_inferred
    from related
    where date_to is null or newest_on <= date_to::date
    union all
    select
        catalyst_no, organisation_no, engaged_on, engaged_until, known_until, known_until_is_inferred
    from related join numbered_engagement using (catalyst_no, organisation_no)
    where newest_on > date_to::date and is_within(engaged_on, engaged_until, date_from, date_to)
    union all
    select
        catalyst_no, organisation_no, engaged_on, engaged_until, known_until, known_until_is_inferred
    from selected_engagement(
        date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
        of_sectors, of_sector_groups, of_relation_types, of_channels
    )
    join numbered_organisation using (organisation_id)
    join relation using (catalyst_no, organisation_no)
    where is_of_engagements(of_organisations, of_relation_types, of_channels)
),
bounded as (
    select
        candidate.catalyst_no, organisation_no, candidate.newest_on, candidate.known_until as listed_until,
        least(candidate.known_until, coalesce(date_to::date, candidate.known_until)) as known_until,
        known_until_is_inferred
            and candidate.known_until <= coalesce(date_to::date, candidate.known_until) as known_until_is_inferred
    from candidate join total
        on candidate.catalyst_no = total.catalyst_no and candidate.newest_until is not distinct from total.last_contact
),
first as (
    select catalyst_no, listed_until, known_until, known_until_is_inferred, organisation_no
    from bounded join numbered_organisation using (organisation_no)
    qualify row_number() over (
        partition by catalyst_no
        order by newest_on desc nulls last, listed_until desc nulls last, organisation_id desc
    ) = 1
),
-- Where nobody knows when the newest was captured, it is the newest of which that is known.
listed as (
    select catalyst_no, known_until as listed_until
    from candidate semi join (from first where listed_until is null) using (catalyst_no)
    where known_until is not null
    qualify row_number() over (
        partition by catalyst_no order by newest_until desc nulls last, newest_on desc nulls last, known_until desc
    ) = 1
),
newest as (
    select
        catalyst_no,
        coalesce(first.listed_until, listed.listed_until) as listed_until,
        coalesce(
            known_until, least(listed.listed_until, coalesce(date_to::date, listed.listed_until))
        ) as known_until,
        known_until_is_inferred,
        organisation_no
    from first left join listed using (catalyst_no)
    union all
    select catalyst_no, known_until, known_until, known_until_is_inferred, newest_organisation_no
    from catalyst_total
    where not is_of_period(date_from, date_to)
        and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    union all
    select
        catalyst_no,
        if(listed_on >= date_from::date, known_until, null),
        if(listed_on >= date_from::date, known_until, null),
        known_until_is_inferred,
        newest_organisation_no
    from catalyst_total
    where is_since(date_from, date_to, of_organisations, of_relation_types, of_channels)
)
select total.*, listed_until, newest.known_until, newest.known_until_is_inferred, organisation_id, organisation
from total join newest using (catalyst_no) join numbered_organisation using (organisation_no);

-- The dates of each catalyst that are drawn, the newest first: those known to the day (all, or the newest eleven and the
-- oldest), and the newest twelve of those known to the month or year.
create macro selected_dates(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
with dated as (
    select distinct catalyst_no, engaged_on, engaged_until, date_precision
    from selected_day(
        date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
        of_sectors, of_sector_groups, of_relation_types, of_channels
    )
    where engaged_on is not null
        and (is_of_period(date_from, date_to) or is_of_engagements(of_organisations, of_relation_types, of_channels))
)
select
    catalyst_no,
    drawn_days(
        max(engaged_on, 12) filter (date_precision = 'day'), min(engaged_on) filter (date_precision = 'day')
    ) as days,
    drawn_spans(max(engaged_on || '/' || engaged_until, 24) filter (date_precision in ('month', 'year'))) as spans
from dated
group by catalyst_no
union all
select catalyst_no, days, spans
from catalyst_total
where not is_of_period(date_from, date_to) and not is_of_engagements(of_organisations, of_relation_types, of_channels);

-- What the engagements with each organisation come to.
create macro selected_organisation(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
select organisation_no, engagements::bigint as engagements, last_contact, last_precision
from organisation_total
where engagements > 0 and not is_of_period(date_from, date_to)
    and (of_organisations = [] or list_contains(of_organisations::varchar[], organisation_id))
    and of_relation_types = [] and of_channels = []
    and not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select
    organisation_no, sum(engagements)::bigint, max(last_until),
    arg_max(newest_precision, as_order(last_until, newest_on, newest_precision))
from related_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
where not is_of_period(date_from, date_to)
    and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    and is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
group by organisation_no
union all
-- One number to be greatest is sooner found than a day and what stands beside it.
select organisation_no, engagements, ordered_day(newest), ordered_precision(newest)
from (
    select
        organisation_no, count(*) as engagements, max(as_order(engaged_until, engaged_on, date_precision)) as newest
    from numbered_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    where is_of_period(date_from, date_to)
        and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    group by organisation_no
)
union all
select organisation_no, engagements, ordered_day(newest), ordered_precision(newest)
from (
    select
        organisation_id, count(*) as engagements, max(as_order(engaged_until, engaged_on, date_precision)) as newest
    from selected_trace(
        date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
        of_sectors, of_sector_groups, of_relation_types, of_channels
    )
    where of_relation_types <> [] or of_channels <> []
        or (
            of_organisations <> []
            and (
                is_of_period(date_from, date_to)
                or is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
            )
        )
    group by organisation_id
) as total
join numbered_organisation using (organisation_id);

-- How many organisations have an engagement.
create macro engaging_organisations(
    date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
    of_sectors, of_sector_groups, of_relation_types, of_channels
) as table
select engaging_organisations
from portfolio
where not is_of_period(date_from, date_to) and not is_of_engagements(of_organisations, of_relation_types, of_channels)
    and not is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
union all
select engaging_organisations
from (
    -- A bit for each: to tell numbers apart takes four times as long. It must be known what numbers there are.
    select coalesce(bit_count(bitstring_agg(organisation_no)), 0) as engaging_organisations
    from numbered_within(date_from, date_to, of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
)
where is_of_period(date_from, date_to) and not is_of_engagements(of_organisations, of_relation_types, of_channels)
union all
select engaging_organisations
from (
    select count(distinct organisation_no) as engaging_organisations
    from selected_pair(
        date_from, date_to, of_organisations, of_catalysts, of_kinds, of_regions,
        of_sectors, of_sector_groups, of_relation_types, of_channels
    )
)
where is_of_engagements(of_organisations, of_relation_types, of_channels)
    or (
        not is_of_period(date_from, date_to)
        and is_of_catalysts(of_catalysts, of_kinds, of_regions, of_sectors, of_sector_groups)
    );

-- What is known of the organisations themselves, all or those chosen. Home regions are told of few.
create macro selected_scope(of_organisations) as table
select
    organisations, complete_organisations, undeclared_organisations, declared_catalysts, captured_catalysts,
    last_captured_on, oldest_captured_on, inferred_captures, synthetic_organisations, home_regions
from portfolio
where of_organisations = []
union all
select
    organisations, complete_organisations, undeclared_organisations, declared_catalysts, captured_catalysts,
    last_captured_on, oldest_captured_on, inferred_captures, synthetic_organisations, home_regions
from (
    select
        count(*) as organisations,
        count(*) filter (is_complete) as complete_organisations,
        count(*) filter (declared_catalysts is null) as undeclared_organisations,
        coalesce(sum(declared_catalysts), 0)::bigint as declared_catalysts,
        coalesce(
            sum(least(captured_catalysts, declared_catalysts)) filter (declared_catalysts is not null), 0
        )::bigint as captured_catalysts,
        max(last_captured_on) as last_captured_on,
        min(last_captured_on) as oldest_captured_on,
        count(*) filter (last_capture_is_inferred) as inferred_captures,
        count(*) filter (is_synthetic) as synthetic_organisations,
        coalesce(list(distinct region_code) filter (region_code is not null), []) as home_regions
    from organisation_total
    where list_contains(of_organisations::varchar[], organisation_id)
)
where of_organisations <> [];
