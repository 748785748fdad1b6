-- question: Which of the 18 regional authorities have left a trace, and which have not, as far as can be known?
-- columns:
--   region_code    INSEE code
--   iso            ISO 3166-2 code
--   region         name
--   council        name of the regional authority
--   tile_row       place on the tile map
--   tile_column    place on the tile map
--   state          'traced', 'no_trace' (every capture in scope is complete) or 'not_knowable'
--   engagements    dated and undated together; empty where not knowable: absence is not zero
--   organisations  distinct organisations engaged with; empty where not knowable
--   first_contact  first day of the oldest date
--   first_precision how finely that date is known: day, month or year
--   last_contact   last day of the newest date
--   last_precision how finely that date is known
--   home           whether the only organisation, or one of those chosen, has its seat there
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
        arg_min(date_precision, (engaged_on, engaged_until)) filter (engaged_on is not null) as first_precision,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on)) filter (engaged_on is not null) as last_precision
    from selected_engagement(
    $date_from, $date_to, $organisation, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
    where kind = 'regional_authority'
    group by region_code
)
select
    region_code, iso, region.name as region, council, tile_row, tile_column,
    case
        when traces.engagements > 0 then 'traced'
        when complete.is_complete then 'no_trace'
        else 'not_knowable'
    end as state,
    case when state <> 'not_knowable' then coalesce(traces.engagements, 0) end as engagements,
    case when state <> 'not_knowable' then coalesce(traces.organisations, 0) end as organisations,
    first_contact, first_precision, last_contact, last_precision,
    (len($organisation::varchar[]) > 0 or (select count(*) from scope) = 1)
        and region_code in (select region_code from scope where region_code is not null) as home
from region cross join complete left join traces using (region_code)
order by last_contact desc nulls last, engagements desc nulls last, region
