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
