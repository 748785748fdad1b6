-- question: With which other catalysts do the chosen ones share organisations?
-- fr: Avec quels autres catalyseurs ceux qui sont choisis ont-ils des organisations en commun ?
-- columns:
--   catalyst_id    identity of the other catalyst
--   catalyst       name
--   kind           of it
--   shared         organisations of this view that both engage with
--   organisations  organisations of this view that the other one engages with
--   jaccard        shared organisations, of those that either engages with: 1 where both have the same
with seen as (
    select catalyst_no, organisation_no
    from selected_pair(
        $date_from, $date_to, $organisation, [], $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where len($catalyst::varchar[]) > 0
),
theirs as (
    select distinct organisation_no
    from selected_pair(
        $date_from, $date_to, $organisation, $catalyst, [], [], [], [], $relation_type, $channel
    )
    where len($catalyst::varchar[]) > 0
),
other as (
    select catalyst_no, count(theirs.organisation_no) as shared, count(*) as organisations
    from seen left join theirs using (organisation_no)
    group by catalyst_no
    having shared > 0
)
select
    catalyst_id, name as catalyst, kind, shared, other.organisations,
    round(shared / (other.organisations + (select count(*) from theirs) - shared), 3) as jaccard
from other join numbered_catalyst using (catalyst_no)
where not list_contains($catalyst::varchar[], catalyst_id)
order by shared desc, jaccard desc, catalyst, catalyst_id
limit $row_limit
