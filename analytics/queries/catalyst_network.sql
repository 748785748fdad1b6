-- question: Which catalysts appear with the same organisations?
-- fr: Quels catalyseurs apparaissent avec les mêmes organisations ?
-- columns:
--   catalyst_id          identity of the catalyst of the pair that engages with more organisations
--   catalyst             name
--   kind                 of it
--   organisations        organisations it engages with
--   other_id             identity of the other one
--   other                name
--   other_kind           of it
--   other_organisations  organisations it engages with
--   shared               organisations that both engage with
--   jaccard              of those that either engages with, the share that both do: 1 where both have the same
--   is_close             whether the pair is among the two closest of one of its catalysts, or one of them was chosen
--   catalysts            catalysts that were compared with each other
-- Compared are the $nodes catalysts that engage with the most organisations of the view or, where catalysts are chosen,
-- with the most of theirs. Pairs have $together shared organisations or more.
with asked as (
    select distinct organisation_no
    from selected_pair(
        $date_from, $date_to, $organisation, $catalyst, [], [], [], [], $relation_type, $channel
    )
    where len($catalyst::varchar[]) > 0
),
seen as (
    select catalyst_no, organisation_no
    from selected_pair(
        $date_from, $date_to, $organisation, [], $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where len($catalyst::varchar[]) > 0 and organisation_no in (from asked)
),
known as (
    select catalyst_no, count(*) as organisations from seen group by catalyst_no
    union all
    select catalyst_no, organisations
    from selected_total(
        $date_from, $date_to, $organisation, [], $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where len($catalyst::varchar[]) = 0
),
node as (
    select catalyst_no, catalyst_id, organisations, catalyst_no in (from paired_catalyst) as is_paired
    from known join numbered_catalyst using (catalyst_no)
    order by list_contains($catalyst::varchar[], catalyst_id) desc, organisations desc, catalyst_id
    limit $nodes::integer
),
met as (
    select organisation_no, catalyst_no from seen semi join node using (catalyst_no)
    union all
    select organisation_no, catalyst_no
    from selected_pair(
        $date_from, $date_to, $organisation, [], $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    semi join node using (catalyst_no)
    where len($catalyst::varchar[]) = 0
        and not knows_pairs($date_to, $organisation, $catalyst, $relation_type, $channel)
),
related as not materialized (
    select organisation_no, catalyst_no, last_until, is_paired
    from related_within($date_from, $date_to, [], [], [], [], []) join node using (catalyst_no)
    where knows_pairs($date_to, $organisation, $catalyst, $relation_type, $channel)
),
-- How many organisations two of those with the most share is known month by month (`catalyst_pair`). What is left are the
-- other catalysts, and the month within which the period begins.
unknown as (
    select organisation_no, catalyst_no from related where not is_paired
    union all
    select organisation_no, catalyst_no from related where is_paired and last_until < first_whole_month($date_from)
),
counted as (
    select one.catalyst_no, two.catalyst_no as other_no, count(*) as shared
    from met as one join met as two using (organisation_no)
    where one.catalyst_no < two.catalyst_no
    group by all
    union all
    select one.catalyst_no, two.catalyst_no, count(*)
    from unknown as one join related as two using (organisation_no)
    where if(
        two.is_paired and coalesce(two.last_until >= first_whole_month($date_from), true),
        one.catalyst_no <> two.catalyst_no,
        one.catalyst_no < two.catalyst_no -- both are unknown: once
    )
    group by all
    union all
    select catalyst_no, other_no, sum(shared)
    from catalyst_pair
    where knows_pairs($date_to, $organisation, $catalyst, $relation_type, $channel)
        and ($date_from is null or month >= first_whole_month($date_from))
        and catalyst_no in (select catalyst_no from node) and other_no in (select catalyst_no from node)
    group by catalyst_no, other_no
),
pair as (
    -- The one with more organisations comes first.
    select one.catalyst_id, one.organisations, two.catalyst_id as other_id, two.organisations as other_organisations, shared
    from (
        select catalyst_no, other_no, sum(shared)::bigint as shared
        from (
            select catalyst_no, other_no, shared from counted
            union all
            select other_no, catalyst_no, shared from counted
        )
        group by catalyst_no, other_no
    ) as either
    join node as one on one.catalyst_no = either.catalyst_no
    join node as two on two.catalyst_no = either.other_no
    where shared >= $together::integer
        and (one.organisations, two.catalyst_id) > (two.organisations, one.catalyst_id)
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
