-- question: Which catalysts engage with this organisation, since when, and where is it written?
-- fr: Quels catalyseurs sont liés à cette organisation, depuis quand, et où est-ce écrit ?
-- columns:
--   catalyst_id    identity of the catalyst
--   catalyst       name
--   kind           of the catalyst
--   sectors        as on the page
--   relation_types of all its engagements
--   first_contact  first day of the oldest date
--   first_precision how finely that date is known: day, month or year
--   last_contact   last day of the newest date
--   last_precision how finely that date is known
--   engagements    dated and undated together
--   amount_eur     euros of all of them together, where a source gives amounts
--   file           source file of the newest
--   format         of that file; the lines of 'html' are those of its text
--   line           line in it, counted from 1
--   raw_text       that line, word for word
--   corrected      fields of the catalyst that people corrected
with known as (
    -- A tuple with a null in it would count as the greatest.
    select
        *,
        numbered(source_id) as source_no,
        (last_seen_on is not null, last_seen_on, engaged_on is not null, engaged_on, engagement_id) as newness
    from engagement
    where organisation_id = $profile
),
line as (
    select source_no, line_number, raw_text
    from placed_line
    where place in (select place from placed_line where source_no in (select source_no from known))
)
select
    catalyst_id,
    any_value(catalyst.name) as catalyst,
    any_value(catalyst.kind) as kind,
    any_value(sectors) as sectors,
    list_sort(list(distinct relation_type)) as relation_types,
    min(engaged_on) as first_contact,
    arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
    max(engaged_until) as last_contact,
    arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision,
    count(*) as engagements,
    sum(amount_eur) as amount_eur,
    arg_max(path, newness) as file,
    arg_max(format, newness) as format,
    arg_max(line_number, newness) as line,
    arg_max(raw_text, newness) as raw_text,
    any_value(corrected) as corrected
from known
join catalyst using (catalyst_id)
join source using (source_no)
left join line using (source_no, line_number)
left join catalyst_sectors($language) using (catalyst_id)
left join catalyst_correction using (catalyst_id)
group by catalyst_id
order by last_contact desc nulls last, catalyst
