-- question: In which years has each regional authority left a trace?
-- fr: En quelles années chaque conseil régional a-t-il laissé une trace ?
-- columns:
--   region_code  INSEE code; those that the filters leave out are not there
--   region       name
--   year         from the first year with a trace to that of the newest capture; empty for traces without a date
--   state        'traced', 'no_trace' (every capture in scope is complete) or 'not_knowable'
--   engagements  traces dated in that year; empty where not knowable: absence is not zero
--   last_contact last day of the region's newest date, whatever the year
--   home         whether the only organisation, or one of those chosen, has its seat there
with scope as (
    select organisations > 0 and complete_organisations = organisations as is_complete, home_regions
    from selected_scope($organisation)
),
selected as (
    select region_code, engaged_on, engaged_until, day.engagements
    from selected_day(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    ) as day
    join numbered_catalyst using (catalyst_no)
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
    select region_code, year(engaged_on)::integer as year, sum(engagements)::bigint as engagements from selected group by all
)
select
    region.region_code,
    region.name as region,
    years.year,
    case
        when counts.engagements > 0 then 'traced'
        when scope.is_complete then 'no_trace'
        else 'not_knowable'
    end as state,
    case when state <> 'not_knowable' then coalesce(counts.engagements, 0) end as engagements,
    latest.last_contact,
    list_contains(home_regions, region.region_code) as home
from region
cross join years
cross join scope
left join latest on latest.region_code = region.region_code
left join counts on counts.region_code = region.region_code and counts.year is not distinct from years.year
where is_asked_for(region.region_code, $catalyst, $region, $kind)
order by last_contact desc nulls last, region, years.year nulls last
