-- question: How many engagements fall into each month, quarter or year, and of what are they?
-- fr: Combien d’engagements y a-t-il par mois, trimestre ou année, et de quelle sorte ?
-- columns:
--   period_start  first day of the period; empty where the date is not known finely enough to be drawn
--   category      kind, relation type or channel, as $colour says
--   engagements   traces, dated and undated together
--   unplaced      of these, dated more coarsely than the period, or not at all
select
    case
        when date_precision = 'day' or date_precision = $grain or $grain = 'year'
            or (date_precision = 'month' and $grain = 'quarter')
            then date_trunc($grain, engaged_on)::date
    end as period_start,
    case $colour when 'kind' then kind when 'relation_type' then relation_type else channel end as category,
    count(*) as engagements,
    case when period_start is null then count(*) else 0 end as unplaced
from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
group by period_start, category
order by period_start nulls last, category
