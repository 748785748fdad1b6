with active as (
    select distinct year(engaged_on)::integer as year, catalyst_id
    from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
    where engaged_on is not null
),
placed as (
    select distinct year, catalyst_id, coalesce(sector_group, 'none') as sector_group
    from active left join catalyst_sector using (catalyst_id)
),
weighted as (
    select *, case $counting when 'split' then 1 / count(*) over (partition by year, catalyst_id) else 1.0 end as weight
    from placed
),
group_name as (
    select sector_group, any_value(case $language when 'fr' then group_fr else group_en end) as label
    from sector group by sector_group
)
select
    year,
    sector_group,
    any_value(label) as label,
    round(sum(weight)::double, 9) as catalysts, -- rounded: the order of the sum is left to chance
    any_value(total) as total
from weighted
left join group_name using (sector_group)
join (select year, count(*) as total from active group by year) as totals using (year)
group by year, sector_group
order by year, sector_group
