-- question: From when to when is each catalyst known to have engaged, and how long has it been silent since?
-- fr: De quand à quand chaque catalyseur est-il connu pour s’être engagé, et depuis combien de temps se tait-il ?
-- columns:
--   catalyst_id    identity of the catalyst
--   catalyst       name
--   kind           of the catalyst
--   first_contact  first day of the oldest date; empty where no date is given
--   first_precision how finely that date is known: day, month or year
--   last_contact   last day of the newest date
--   last_precision how finely that date is known
--   engagements    dated and undated together
--   organisations  distinct organisations engaged with
--   days           dates known to the day: all of them, or the newest eleven and the oldest
--   spans          up to twelve newest dates known only to the month or year, as first and last day
--   silent_days    days from last_contact to the newest capture in scope, or to the end of the period if that is earlier
select
    catalyst_id, catalyst, kind, first_contact, first_precision, last_contact, last_precision, engagements,
    organisations, days, spans,
    greatest(date_diff('day', last_contact, least($as_of::date, $date_to::date)), 0) as silent_days
from selected_total(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
left join selected_dates(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
) using (catalyst_no)
order by last_on desc nulls last, first_contact desc, catalyst, catalyst_id
