with seen as (
    select distinct catalyst_id, organisation_id, catalyst, kind
    from selected_engagement(
        $date_from, $date_to, $organisation, [], $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
),
theirs as (
    select distinct organisation_id
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, [], [], [], [], $relation_type, $channel
    )
),
other as (
    select
        catalyst_id,
        any_value(catalyst) as catalyst,
        any_value(kind) as kind,
        count(theirs.organisation_id) as shared,
        count(*) as organisations
    from seen left join theirs using (organisation_id)
    where not list_contains($catalyst::varchar[], catalyst_id)
    group by catalyst_id
    having shared > 0
)
select
    catalyst_id, catalyst, kind, shared, organisations,
    round(shared / (organisations + (select count(*) from theirs) - shared), 3) as jaccard
from other
where len($catalyst::varchar[]) > 0
order by shared desc, jaccard desc, catalyst, catalyst_id
limit $row_limit
