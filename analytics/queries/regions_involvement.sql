-- question: Which of the 18 regional authorities have left a trace, and which have not, as far as can be known?
-- fr: Lesquels des 18 conseils régionaux ont laissé une trace, et lesquels non, pour autant qu’on puisse le savoir ?
-- columns:
--   region_code    INSEE code
--   iso            ISO 3166-2 code
--   region         name
--   council        name of the regional authority
--   tile_row       place on the tile map
--   tile_column    place on the tile map
--   state          'traced', 'no_trace' (every capture in scope is complete), 'not_knowable', or 'left_out' by the filters
--   engagements    dated and undated together; empty where not knowable or left out: absence is not zero
--   population     inhabitants, INSEE reference population 2023 (Mayotte: census of 2017)
--   per_million    engagements per million inhabitants
--   organisations  distinct organisations engaged with; empty where not knowable or left out
--   first_contact  first day of the oldest date
--   first_precision how finely that date is known: day, month or year
--   last_contact   last day of the newest date
--   last_precision how finely that date is known
--   health         'active', 'cooling' or 'lapsed' by months of silence, 'unknown' of traces without a date; empty without a trace
--   silent_months  whole months from last_contact to known_until, so at least so many
--   known_until    the capture that applies to the newest trace, or the end of the period if that is earlier
--   home           whether the only organisation, or one of those chosen, has its seat there
with scope as (
    select organisations > 0 and complete_organisations = organisations as is_complete, home_regions
    from selected_scope($organisation)
),
relationship as (
    select *
    from selected_relationship(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where kind = 'regional_authority'
),
-- People can say of several catalysts that they are the authority of one region.
related as (
    select region_code, count(*) as organisations
    from (
        select distinct region_code, organisation_no
        from selected_pair(
            $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
        )
        join numbered_catalyst using (catalyst_no)
        where shares_region and kind = 'regional_authority'
    )
    group by region_code
),
traces as (
    select
        region_code,
        sum(engagements)::bigint as engagements,
        if(count(*) = 1, any_value(organisations), null) as organisations,
        min(first_contact) as first_contact,
        arg_min(first_precision, as_order(first_contact, first_until, first_precision)) as first_precision,
        max(last_contact) as last_contact,
        arg_max(last_precision, as_order(last_contact, newest_on, last_precision)) as last_precision,
        any_value(relationship.known_until) filter (is_newest) as known_until,
        silence_state(
            max(last_contact), any_value(relationship.known_until) filter (is_newest), $cooling, $lapsed
        ) as health
    from (
        select *, 1 = row_number() over (
            partition by region_code
            order by
                last_contact desc nulls last, newest_on desc nulls last, listed_until desc nulls last, organisation_id desc
        ) as is_newest
        from relationship
    ) as relationship
    group by region_code
)
select
    region_code, iso, region.name as region, council, tile_row, tile_column,
    case
        when traces.engagements > 0 then 'traced'
        when not is_asked_for(region_code, $catalyst, $region, $kind) then 'left_out'
        when scope.is_complete then 'no_trace'
        else 'not_knowable'
    end as state,
    case when state in ('traced', 'no_trace') then coalesce(traces.engagements, 0) end as engagements,
    population,
    case when state in ('traced', 'no_trace')
        then round(coalesce(traces.engagements, 0) * 1e6 / population, 2)
    end as per_million,
    case when state in ('traced', 'no_trace') then coalesce(traces.organisations, related.organisations, 0) end as organisations,
    first_contact, first_precision, last_contact, last_precision, health,
    if(health <> 'unknown', greatest(date_sub('month', last_contact, known_until), 0), null) as silent_months,
    known_until,
    list_contains(home_regions, region_code) as home
from region cross join scope left join traces using (region_code) left join related using (region_code)
order by last_contact desc nulls last, traces.engagements desc nulls last, region
