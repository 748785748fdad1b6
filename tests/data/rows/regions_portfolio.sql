with trace as (
    select distinct region_code, organisation_id
    from selected_engagement(
        $date_from, $date_to, []::varchar[], $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where kind = 'regional_authority'
),
place as (
    select
        region.region_code,
        region.name as region,
        organisation.organisation_id,
        list_contains($organisation::varchar[], organisation.organisation_id) as is_chosen,
        case
            when trace.organisation_id is not null then 'traced'
            when is_complete then 'no_trace'
            else 'not_knowable'
        end as state,
        is_complete,
        organisation.region_code = region.region_code as is_home
    from region
    cross join organisation
    join coverage using (organisation_id)
    left join trace
        on trace.region_code = region.region_code and trace.organisation_id = organisation.organisation_id
    where is_asked_for(region.region_code, $catalyst, $region, $kind)
)
select
    region_code,
    region,
    case
        when count(*) filter (is_chosen) = 0 then null
        when count(*) filter (is_chosen and state = 'traced') > 0 then 'traced'
        when count(*) filter (is_chosen and state = 'not_knowable') > 0 then 'not_knowable'
        else 'no_trace'
    end as state,
    count(*) as organisations,
    count(*) filter (is_complete) as complete,
    count(*) filter (state = 'traced') as with_trace,
    count(*) filter (state = 'not_knowable') as not_knowable,
    with_trace / organisations as share_least,
    (with_trace + not_knowable) / organisations as share_most,
    coalesce(bool_or(is_home) filter (is_chosen), false) as home
from place
group by region_code, region
order by share_least desc, share_most desc, region
