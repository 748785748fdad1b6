-- question: How many organisations of the whole portfolio has each regional authority left a trace with, and what of those chosen?
-- fr: Avec combien d’organisations de tout le portefeuille chaque conseil régional a-t-il laissé une trace, et qu’en est-il de celles choisies ?
-- columns:
--   region_code    INSEE code; those that the filters leave out are not there
--   region         name
--   state          of the chosen organisations: 'traced', 'no_trace' (all complete) or 'not_knowable'; empty where none is chosen
--   organisations  organisations of the portfolio: all there are, whichever are chosen
--   complete       of these, with every announced catalyst captured
--   with_trace     of these, with a trace of the regional authority
--   not_knowable   of these, without one, of which nothing can be said because the capture is incomplete
--   share_least    share with a trace, of 1, at the least
--   share_most     share with a trace, of 1, at the most: as if all that is not knowable were a trace
--   home           whether one of the organisations chosen has its seat there
with engaged as not materialized (
    select region_code, organisation_no, shares_region
    from selected_pair(
        $date_from, $date_to, []::varchar[], $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    join numbered_catalyst using (catalyst_no)
    where kind = 'regional_authority'
),
pair as (
    select region_code, organisation_no from engaged where not shares_region
    union all
    select distinct region_code, organisation_no from engaged where shares_region
),
marked as (
    select
        organisation_no,
        not is_complete as is_incomplete,
        list_contains($organisation::varchar[], organisation_id) as is_chosen
    from organisation_total
    where not is_complete or list_contains($organisation::varchar[], organisation_id)
),
trace as (
    select
        region_code,
        count(*) as with_trace,
        count(*) filter (is_incomplete) as incomplete_with_trace,
        bool_or(coalesce(is_chosen, false)) as is_chosen_traced
    from pair left join marked using (organisation_no)
    group by region_code
),
chosen as (
    select
        count(*) as organisations,
        bool_and(is_complete) as are_complete,
        coalesce(list(region_code) filter (region_code is not null), []) as home_regions
    from organisation_total
    where list_contains($organisation::varchar[], organisation_id)
)
select
    region_code,
    region.name as region,
    case
        when chosen.organisations = 0 then null
        when is_chosen_traced then 'traced'
        when not are_complete then 'not_knowable'
        else 'no_trace'
    end as state,
    portfolio.organisations,
    complete_organisations as complete,
    coalesce(trace.with_trace, 0) as with_trace,
    portfolio.organisations - complete_organisations - coalesce(incomplete_with_trace, 0) as not_knowable,
    coalesce(trace.with_trace, 0) / portfolio.organisations as share_least,
    (coalesce(trace.with_trace, 0) + not_knowable) / portfolio.organisations as share_most,
    list_contains(chosen.home_regions, region_code) as home
from region cross join portfolio cross join chosen left join trace using (region_code)
where portfolio.organisations > 0 and is_asked_for(region_code, $catalyst, $region, $kind)
order by share_least desc, share_most desc, region
