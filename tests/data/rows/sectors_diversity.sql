with selected as (
    select 'view' as scope, catalyst_id, engaged_on
    from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
    union all
    select 'portfolio', catalyst_id, engaged_on
    from selected_engagement(
    $date_from, $date_to, [], $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
    where len($organisation::varchar[]) > 0
),
active as (
    select distinct scope, unnest([null, year(engaged_on)::integer]) as year, catalyst_id
    from selected
),
placed as (
    select distinct
        scope, year, catalyst_id,
        case $level when 'sector' then sector else sector_group end as category
    from active join catalyst_sector using (catalyst_id)
),
weighted as (
    select
        scope, year, catalyst_id, category,
        case $counting
            when 'split' then 1 / count(*) over (partition by scope, year, catalyst_id) else 1.0
        end as weight
    from placed
),
share as (
    select scope, year, category, sum(weight) / sum(sum(weight)) over (partition by scope, year) as share
    from weighted
    group by scope, year, category
),
measured as (
    select scope, year, count(*) as categories, abs(sum(-share * ln(share))) as entropy, sum(share * share) as hhi
    from share
    group by scope, year
),
counted as (
    select scope, year, count(distinct catalyst_id) as catalysts
    from placed
    group by scope, year
)
select
    measured.scope,
    measured.year,
    catalysts,
    categories,
    -- rounded: the order of the sums is left to chance
    round(entropy::double, 9) as shannon,
    round(exp(entropy)::double, 9) as effective,
    round(hhi::double, 9) as hhi
from measured join counted on counted.scope = measured.scope and counted.year is not distinct from measured.year
order by measured.scope desc, measured.year nulls first
