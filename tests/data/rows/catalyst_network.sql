-- Compared are the $nodes catalysts that engage with the most organisations of the view or, where catalysts are chosen,
-- with the most of theirs. Pairs have $together shared organisations or more.
with asked as (
    select distinct organisation_id
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, [], [], [], [], $relation_type, $channel
    )
),
seen as (
    select distinct catalyst_id, organisation_id
    from selected_engagement(
        $date_from, $date_to, $organisation, [], $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where len($catalyst::varchar[]) = 0 or organisation_id in (from asked)
),
node as (
    select catalyst_id, count(*) as organisations
    from seen
    group by catalyst_id
    order by list_contains($catalyst::varchar[], catalyst_id) desc, organisations desc, catalyst_id
    limit $nodes::integer
),
met as (
    select * from seen join node using (catalyst_id)
),
pair as (
    select
        one.catalyst_id,
        one.organisations,
        two.catalyst_id as other_id,
        two.organisations as other_organisations,
        count(*) as shared
    from met as one join met as two using (organisation_id)
    where (one.organisations, two.catalyst_id) > (two.organisations, one.catalyst_id)
    group by all
    having count(*) >= $together::integer
),
tie as (
    select *, shared / (organisations + other_organisations - shared) as jaccard from pair
),
side as (
    select catalyst_id, other_id, shared, jaccard, catalyst_id as whose, other_id as to_whom from tie
    union all
    select catalyst_id, other_id, shared, jaccard, other_id, catalyst_id from tie
),
close as (
    select distinct catalyst_id, other_id
    from (
        from side
        qualify row_number() over (partition by whose order by jaccard desc, shared desc, to_whom) <= 2
    )
)
select
    tie.catalyst_id, catalyst.name as catalyst, catalyst.kind, organisations,
    tie.other_id, other.name as other, other.kind as other_kind, other_organisations,
    shared, round(jaccard, 3) as jaccard,
    close.catalyst_id is not null
        or list_contains($catalyst::varchar[], tie.catalyst_id)
        or list_contains($catalyst::varchar[], tie.other_id) as is_close,
    (select count(*) from node) as catalysts
from tie
join catalyst using (catalyst_id)
join catalyst as other on other.catalyst_id = other_id
left join close on close.catalyst_id = tie.catalyst_id and close.other_id = tie.other_id
order by shared desc, tie.jaccard desc, catalyst, other, tie.catalyst_id, other_id
