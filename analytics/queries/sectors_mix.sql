-- question: From which sectors or sector groups are the catalysts of this view?
-- fr: De quels secteurs ou familles de secteurs viennent les catalyseurs de cette vue ?
-- columns:
--   category      sector, or sector group, as $level says; 'none' where the page gives no sector
--   label         its name for people, where it has another than its code
--   sector_group  the group the category belongs to
--   catalysts     catalysts, counted once in each of their categories ($counting = 'whole') or in equal parts ('split')
--   total         distinct catalysts in the view, the same whatever the counting
with catalysts as (
    select distinct catalyst_id
    from selected_year(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    join numbered_catalyst using (catalyst_no)
),
placed as (
    select distinct
        catalyst_id,
        coalesce(case $level when 'sector' then catalyst_sector.sector else catalyst_sector.sector_group end, 'none')
            as category,
        coalesce(catalyst_sector.sector_group, 'none') as sector_group
    from catalysts left join catalyst_sector using (catalyst_id)
),
weighted as (
    select *, case $counting when 'split' then 1 / count(*) over (partition by catalyst_id) else 1.0 end as weight
    from placed
),
group_name as (
    select sector_group, any_value(case $language when 'fr' then group_fr else group_en end) as label
    from sector group by sector_group
)
select
    category,
    case $level
        when 'sector' then any_value(case $language when 'fr' then sector_fr end)
        else any_value(group_name.label)
    end as label,
    any_value(weighted.sector_group) as sector_group,
    round(sum(weight)::double, 9) as catalysts, -- rounded: the order of the sum is left to chance
    (select count(*) from catalysts) as total
from weighted
left join group_name using (sector_group)
left join sector on weighted.category = sector.sector
group by category
order by catalysts desc, category
