with scope as (
    select organisation_id, is_complete, region_code
    from organisation join coverage using (organisation_id)
    where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
),
complete as (
    select bool_and(is_complete) as is_complete from scope
),
traces as (
    select
        region_code,
        count(*) as engagements,
        count(distinct organisation_id) as organisations,
        min(engaged_on) as first_contact,
        arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null)
            as last_precision,
        arg_max(known_until, newness) as known_until,
        silence_state(max(engaged_until), arg_max(known_until, newness), $cooling, $lapsed) as health
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where kind = 'regional_authority'
    group by region_code
)
select
    region_code, iso, region.name as region, council, tile_row, tile_column,
    case
        when traces.engagements > 0 then 'traced'
        when not is_asked_for(region_code, $catalyst, $region, $kind) then 'left_out'
        when complete.is_complete then 'no_trace'
        else 'not_knowable'
    end as state,
    case when state in ('traced', 'no_trace') then coalesce(traces.engagements, 0) end as engagements,
    population,
    case when state in ('traced', 'no_trace')
        then round(coalesce(traces.engagements, 0) * 1e6 / population, 2)
    end as per_million,
    case when state in ('traced', 'no_trace') then coalesce(traces.organisations, 0) end as organisations,
    first_contact, first_precision, last_contact, last_precision, health,
    if(health <> 'unknown', greatest(date_sub('month', last_contact, known_until), 0), null) as silent_months,
    known_until,
    (len($organisation::varchar[]) > 0 or (select count(*) from scope) = 1)
        and region_code in (select region_code from scope where region_code is not null) as home
from region cross join complete left join traces using (region_code)
order by last_contact desc nulls last, traces.engagements desc nulls last, region
