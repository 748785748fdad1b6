-- question: With which other catalysts do the chosen ones share organisations?
-- fr: Avec quels autres catalyseurs ceux qui sont choisis ont-ils des organisations en commun ?
-- columns:
--   catalyst_id    identity of the other catalyst
--   catalyst       name
--   kind           of it
--   shared         organisations of this view that both engage with
--   organisations  organisations of this view that the other one engages with
--   jaccard        shared organisations, of those that either engages with: 1 where both have the same
-- How many organisations two catalysts share that both engage with many is known (`catalyst_pair`), where all dates count and
-- one is chosen: of several, an organisation would count more than once. With the others they are found among theirs.
with known as (
    select catalyst_no
    from numbered_catalyst semi join paired_catalyst using (catalyst_no)
    where len($catalyst::varchar[]) = 1 and list_contains($catalyst::varchar[], catalyst_id)
        and not is_of_period($date_from, $date_to) and not is_of_engagements($organisation, $relation_type, $channel)
),
theirs as (
    select distinct organisation_no
    from selected_pair(
        $date_from, $date_to, $organisation, $catalyst, [], [], [], [], $relation_type, $channel
    )
    where len($catalyst::varchar[]) > 0
),
counted as (
    select catalyst_no
    from numbered_catalyst
    where not exists (from known) or catalyst_no not in (from paired_catalyst)
),
other as (
    select catalyst_no, count(theirs.organisation_no) as shared, count(*) as organisations
    from selected_pair(
        $date_from, $date_to, $organisation, [], $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    left join theirs using (organisation_no)
    where len($catalyst::varchar[]) > 0 and catalyst_no in (from counted)
    group by catalyst_no
    having shared > 0
    union all
    select other_no, shared, organisations::bigint
    from (
        select other_no, sum(shared)::bigint as shared
        from (
            select catalyst_no, other_no, shared from catalyst_pair
            union all
            select other_no, catalyst_no, shared from catalyst_pair
        )
        where catalyst_no in (from known)
        group by other_no
    )
    join selected_catalyst([], $kind, $region, $sector, $sector_group) as view on view.catalyst_no = other_no
    join catalyst_total on catalyst_total.catalyst_no = other_no
)
select
    catalyst_id, name as catalyst, kind, shared, other.organisations,
    round(shared / (other.organisations + (select count(*) from theirs) - shared), 3) as jaccard
from other join numbered_catalyst using (catalyst_no)
where not list_contains($catalyst::varchar[], catalyst_id)
order by shared desc, jaccard desc, catalyst, catalyst_id
limit $row_limit
