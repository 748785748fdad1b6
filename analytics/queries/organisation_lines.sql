-- question: Which lines was each engagement of this organisation read from?
-- fr: De quelles lignes chaque engagement de cette organisation a-t-il été lu ?
-- columns:
--   engagement_id   what a correction calls the engagement by (docs/corrections.md)
--   catalyst        name
--   relation_type   of the engagement, in English
--   channel         where the trace was seen
--   engaged_on      first day of the date that the page gives; empty where it gives none
--   date_precision  day, month or year
--   is_counted      false where a newer source stands for the engagement, so that this line's amount is not added
--   mentions        that the line gives
--   amount_eur      euros that the line gives
--   captured_on     day of the capture that the line is of
--   file            source file
--   format          of the file; the lines of 'html' are those of its text
--   line            line in it, counted from 1
--   raw_text        that line, word for word
--   corrected       fields of the engagement that people corrected; empty where they corrected none
with known as (
    select * rename (source_id as last_source_id, line_number as last_line_number)
    from engagement
    where organisation_id = $profile
),
line as (
    select engagement_id, source_id, line_number, captured_on, is_counted, mentions, amount_eur
    from several_lines semi join known using (engagement_id)
),
every_line as (
    select *, numbered(source_id) as source_no
    from (
        from line
        union all
        select engagement_id, last_source_id, last_line_number, last_seen_on, true, mentions, amount_eur
        from known anti join line using (engagement_id)
    )
),
raw as (
    select source_no, line_number, raw_text
    from placed_line
    where place in (select place from placed_line where source_no in (select source_no from every_line))
)
select
    engagement_id, catalyst.name as catalyst, relation_type, channel, engaged_on, date_precision, is_counted,
    every_line.mentions, every_line.amount_eur, every_line.captured_on, path as file, format,
    line_number as line, raw_text, corrected
from every_line
join known using (engagement_id)
join catalyst using (catalyst_id)
join source using (source_no)
left join raw using (source_no, line_number)
left join engagement_correction using (engagement_id)
order by engaged_on desc nulls last, catalyst.name, engagement_id, is_counted desc, path, line
limit $row_limit
