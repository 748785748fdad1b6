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
--   corrected       fields of the organisation or catalyst that people corrected; empty where they corrected none
select
    engaged_on, date_precision, organisation.name as organisation, catalyst, kind, relation_type, channel, mentions,
    amount_eur, source.path as file, format, line_number as line, raw_text,
    nullif(
        coalesce(organisation_correction.corrected, []) || coalesce(catalyst_correction.corrected, []), []::varchar[]
    ) as corrected
from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
join organisation using (organisation_id)
join source using (source_id)
left join source_line using (source_id, line_number)
left join organisation_correction using (organisation_id)
left join catalyst_correction using (catalyst_id)
order by engaged_on desc nulls last, organisation.name, catalyst, engagement_id
limit $row_limit
