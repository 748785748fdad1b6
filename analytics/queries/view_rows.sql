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
-- Rows are put in order by what is narrow, and the rest of them looked up of those alone that are shown.
with day as (
    select engaged_on, sum(engagements) as engagements
    from selected_day(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where engaged_on is not null and $row_limit is not null
    group by engaged_on
),
oldest as (
    select max(engaged_on) as shown_from
    from (select engaged_on, sum(engagements) over (order by engaged_on desc) as together from day)
    where together >= $row_limit
),
place as (
    select place
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    cross join oldest
    where shown_from is null or engaged_on >= shown_from
),
trace as (
    select *, numbered(source_id) as source_no from placed_engagement where place in (from place)
),
named as (
    -- A list says that they are few: names are looked up among these, and not these among all names.
    select organisation_id, name as organisation
    from organisation
    where organisation_id in (select unnest(list(distinct organisation_id)) from trace)
),
listed as (
    select trace.*, organisation, catalyst.name as catalyst, kind
    from trace join named using (organisation_id) join catalyst using (catalyst_id)
    order by engaged_on desc nulls last, organisation, catalyst, engagement_id
    limit $row_limit
),
line as (
    select source_no, line_number, raw_text from source_line where source_no in (select source_no from listed)
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
