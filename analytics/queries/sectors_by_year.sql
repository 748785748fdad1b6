-- question: How does the mix of sector groups change from year to year?
-- fr: Comment la répartition des familles de secteurs change-t-elle d’année en année ?
-- columns:
--   year          of the engagement's date
--   sector_group  'none' where the page gives no sector
--   label         its name for people; empty for 'none' and 'unrecognised'
--   catalysts     catalysts with a dated engagement in that year, counted as $counting says
--   total         distinct catalysts with a dated engagement in that year
with active as (
    select year, catalyst_id
    from selected_year(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    join numbered_catalyst using (catalyst_no)
    where year is not null
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
