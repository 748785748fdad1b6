-- question: Where are the organisations that the catalysts of this view engage with?
-- fr: Où sont les organisations auxquelles les catalyseurs de cette vue sont liés ?
-- columns:
--   region_code    INSEE code of the organisations' home region; empty where it is not known
--   region         its name
--   organisations  distinct organisations of it that are engaged with
--   known          organisations of it that are in scope, engaged with or not
--   engagements    with them, dated and undated together
--   own            whether a chosen catalyst is the authority of that region
with scope as (
    select region_code, count(*) as known
    from organisation_total
    where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
    group by region_code
),
engaged as (
    select region_code, count(*) as organisations, sum(selected.engagements)::bigint as engagements
    from selected_organisation(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    ) as selected
    join organisation_total using (organisation_no)
    where not is_of_period($date_from, $date_to) or is_of_engagements($organisation, $relation_type, $channel)
    group by region_code
    union all
    -- A bit for each organisation is sooner set than its engagements are counted apart from those of others.
    select region_code, bit_count(bitstring_agg(organisation_no)), count(*)
    from numbered_within($date_from, $date_to, $catalyst, $kind, $region, $sector, $sector_group)
    where is_of_period($date_from, $date_to) and not is_of_engagements($organisation, $relation_type, $channel)
    group by region_code
)
select
    engaged.region_code,
    region.name as region,
    organisations,
    known,
    engagements,
    coalesce(list_contains($catalyst::varchar[], 'region-' || engaged.region_code), false) as own
from engaged
join scope on scope.region_code is not distinct from engaged.region_code
left join region on region.region_code = engaged.region_code
order by organisations desc, engagements desc, region.name nulls last
