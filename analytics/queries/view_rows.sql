-- question: Which engagements are behind this view, and which line of which file does each come from?
-- fr: Quels engagements sont à l’appui de cette vue, et de quelle ligne de quel fichier vient chacun ?
-- columns:
--   engaged_on      first day of the date that the page gives; empty where it gives none
--   date_precision  day, month or year
--   organisation    name
--   catalyst        name
--   kind            of the catalyst
--   relation_type   as on the page, in English
--   channel         where the trace was seen
--   mentions        1 for a dated trace, else the number the page gives
--   amount_eur      euros, where the source gives an amount
--   file            source file
--   format          of the file; the lines of 'html' are those of its text
--   line            line in it, counted from 1
--   raw_text        that line, word for word
--   corrected       fields of the organisation, catalyst or engagement that people corrected; empty where none
-- The newest of each catalyst are kept apart, as many as a page shows. Where that is not enough (the period is over before
-- them, or more is asked for, or not all of each), rows are found by dates, and by the names of organisations, which come
-- next in their order: what else decides, and all that is told of them, is read of those alone that may be shown.
with latest as (
    select engaged_on
    from newest_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
    where not is_of_engagements($organisation, $relation_type, $channel) and not $row_limit > 250
    order by engaged_on desc nulls last
    limit $row_limit
),
recent as (
    select recent.*
    from newest_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group) as recent
    semi join latest on recent.engaged_on is not distinct from latest.engaged_on
),
-- A list says that they are few: names are looked up among these, and not these among all names. So below.
engaging as (
    select organisation_no, organisation_id, organisation
    from numbered_organisation
    where organisation_no in (select unnest(list(distinct organisation_no)) from recent)
),
kept as (
    select recent.*, organisation_id, organisation, catalyst_id, catalyst.name as catalyst, kind
    from recent
    join engaging using (organisation_no)
    join numbered_catalyst as catalyst using (catalyst_no)
    order by engaged_on desc nulls last, organisation, catalyst, engagement_id
    limit $row_limit
),
-- How many these are, unless they are sure to be the newest: enough that begin in the period, and nothing after it.
uncertain as (
    select 0 as kept
    where is_of_engagements($organisation, $relation_type, $channel) or $row_limit is null or $row_limit > 250
    union all
    select count(*)
    from kept
    having is_of_period($date_from, $date_to) and not is_of_engagements($organisation, $relation_type, $channel)
        and not $row_limit > 250
        and (
            count(*) < $row_limit
            or coalesce(min(engaged_on) < $date_from::date, false)
            or coalesce((select max(last_on) from catalyst_total) > $date_to::date, false)
        )
),
day as (
    select engaged_on, sum(engagements) as engagements
    from selected_day(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    cross join uncertain
    where engaged_on is not null and $row_limit is not null
    group by engaged_on
),
-- The newest days, until they have as many as are shown; none where all there are have been kept.
shown as (
    select engaged_on
    from (
        select
            engaged_on,
            sum(engagements) over (order by engaged_on desc) - engagements as newer,
            sum(engagements) over () as dated
        from day
    )
    cross join uncertain
    where newer < $row_limit and dated > uncertain.kept
),
candidate as (
    select place, engaged_on, organisation_id
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    cross join uncertain
    where engaged_on in (from shown)
    union all
    select place, engaged_on, organisation_id
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    cross join uncertain
    cross join (select sum(engagements) as dated from day)
    where engaged_on is null and not is_of_period($date_from, $date_to) and coalesce(dated, 0) < $row_limit
    union all
    select place, engaged_on, organisation_id
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where $row_limit is null
),
named as (
    select organisation_id, name as organisation
    from organisation
    where organisation_id in (select unnest(list(distinct organisation_id)) from candidate)
),
titled as (
    select place, engaged_on, organisation from candidate join named using (organisation_id)
),
first as (
    select engaged_on, organisation from titled order by engaged_on desc nulls last, organisation limit $row_limit
),
newest as (
    select place, organisation
    from titled semi join first
        on titled.engaged_on is not distinct from first.engaged_on and titled.organisation = first.organisation
    where $row_limit is not null
    union all
    select place, organisation from titled where $row_limit is null
),
trace as (
    select *, numbered(source_id) as source_no from placed_engagement where place in (select place from newest)
),
found as (
    select trace.*, organisation, catalyst.name as catalyst, kind
    from trace join newest using (place) join catalyst using (catalyst_id)
    order by engaged_on desc nulls last, organisation, catalyst, engagement_id
    limit $row_limit
),
listed as (
    select
        engagement_id, organisation_id, organisation, catalyst_id, catalyst, kind, relation_type, channel, engaged_on,
        date_precision, mentions, amount_eur, source_no, line_number
    from kept
    where not is_of_period($date_from, $date_to) or not exists (from shown)
    union all
    select
        engagement_id, organisation_id, organisation, catalyst_id, catalyst, kind, relation_type, channel, engaged_on,
        date_precision, mentions, amount_eur, source_no, line_number
    from found
),
line as (
    select source_no, line_number, raw_text
    from placed_line
    where place in (select place from placed_line where source_no in (select source_no from listed))
)
select
    engaged_on, date_precision, organisation, catalyst, kind, relation_type, channel, mentions,
    amount_eur, source.path as file, format, line_number as line, raw_text,
    nullif(
        coalesce(organisation_correction.corrected, []) || coalesce(catalyst_correction.corrected, [])
            || coalesce(engagement_correction.corrected, []),
        []::varchar[]
    ) as corrected
from listed
join source using (source_no)
left join line using (source_no, line_number)
left join organisation_correction on organisation_correction.organisation_id = listed.organisation_id
left join catalyst_correction using (catalyst_id)
left join engagement_correction using (engagement_id)
order by engaged_on desc nulls last, organisation, catalyst, engagement_id
