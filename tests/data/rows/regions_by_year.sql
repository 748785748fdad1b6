with scope as (
    select organisation_id, is_complete, region_code
    from organisation join coverage using (organisation_id)
    where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
),
complete as (
    select bool_and(is_complete) as is_complete from scope
),
selected as (
    select * from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
    where kind = 'regional_authority'
),
years as (
    select unnest(range(min(year(engaged_on)), greatest(max(year(engaged_until)), year($as_of::date)) + 1))::integer
        as year
    from selected
    union all
    select null where exists (from selected where engaged_on is null)
),
latest as (
    select region_code, max(engaged_until) as last_contact from selected group by region_code
),
counts as (
    select region_code, year(engaged_on)::integer as year, count(*) as engagements from selected group by all
)
select
    region.region_code,
    region.name as region,
    years.year,
    case
        when counts.engagements > 0 then 'traced'
        when complete.is_complete then 'no_trace'
        else 'not_knowable'
    end as state,
    case when state <> 'not_knowable' then coalesce(counts.engagements, 0) end as engagements,
    latest.last_contact,
    (len($organisation::varchar[]) > 0 or (select count(*) from scope) = 1)
        and region.region_code in (select region_code from scope where region_code is not null) as home
from region
cross join years
cross join complete
left join latest on latest.region_code = region.region_code
left join counts on counts.region_code = region.region_code and counts.year is not distinct from years.year
where is_asked_for(region.region_code, $catalyst, $region, $kind)
order by last_contact desc nulls last, region, years.year nulls last
