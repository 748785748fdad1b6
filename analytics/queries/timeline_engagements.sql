-- question: How many engagements fall into each month, quarter or year, and of what are they?
-- fr: Combien d’engagements y a-t-il par mois, trimestre ou année, et de quelle sorte ?
-- columns:
--   period_start  first day of the period; empty where the date is not known finely enough to be drawn
--   category      kind, relation type or channel, as $colour says
--   engagements   traces, dated and undated together
--   unplaced      of these, dated more coarsely than the period, or not at all
with counted as (
    select engaged_on, date_precision, kind as category, sum(selected.engagements)::bigint as engagements
    from selected_day(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    ) as selected
    join numbered_catalyst using (catalyst_no)
    where $colour = 'kind'
    group by engaged_on, date_precision, kind
    union all
    select
        engaged_on, date_precision, case $colour when 'relation_type' then relation_type else channel end as category,
        count(*)
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where $colour <> 'kind'
    group by engaged_on, date_precision, category
)
select
    case
        when date_precision = 'day' or date_precision = $grain or $grain = 'year'
            or (date_precision = 'month' and $grain = 'quarter')
            then date_trunc($grain, engaged_on)::date
    end as period_start,
    category,
    sum(counted.engagements)::bigint as engagements,
    case when period_start is null then sum(counted.engagements)::bigint else 0 end as unplaced
from counted
group by period_start, category
order by period_start nulls last, category
