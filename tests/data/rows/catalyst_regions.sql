with scope as (
    select organisation_id, region_code
    from organisation
    where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
),
engaged as (
    select organisation_id, count(*) as engagements
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    group by organisation_id
)
select
    region_code,
    region.name as region,
    count(engaged.organisation_id) as organisations,
    count(*) as known,
    coalesce(sum(engagements), 0)::bigint as engagements,
    coalesce(list_contains($catalyst::varchar[], 'region-' || region_code), false) as own
from scope left join engaged using (organisation_id) left join region using (region_code)
group by region_code, region.name
having count(engaged.organisation_id) > 0
order by organisations desc, engagements desc, region.name nulls last
