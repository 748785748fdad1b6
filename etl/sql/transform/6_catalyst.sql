-- One row per catalyst. Its name is the most frequent spelling, then the latest, then the first in the alphabet; a
-- regional authority has its council's name from the reference. Kinds are classified afterwards (etl/reference/kinds.py).
-- Made of all sources, changed or not: how often a name is written is the same for all.
insert into catalyst by name
with resolved as (
    select distinct catalyst_id, written, name, region_code
    from resolution
),
written as (
    select catalyst_id, name as written, count(*) as uses
    from source_catalyst
    group by all
),
foremost as (
    select catalyst_id, name, any_value(region_code) as region_code
    from written join resolved using (catalyst_id, written)
    group by catalyst_id, name
    qualify rank() over (partition by catalyst_id order by sum(uses) desc) = 1
),
tied as (
    select catalyst_id, name, written
    from foremost join resolved using (catalyst_id, name)
    qualify count(distinct name) over (partition by catalyst_id) > 1
),
shown as (
    select source_id, tied.catalyst_id, tied.name
    from source_catalyst join tied
        on source_catalyst.catalyst_id = tied.catalyst_id and source_catalyst.name = tied.written
),
aged as (
    select
        source_id,
        row_number() over (
            order by captured_on asc nulls first, captured_on_is_inferred desc, path desc, source_id desc
        ) as recency
    from source semi join shown using (source_id)
),
latest as (
    select catalyst_id, name, max(recency) as recency
    from shown join aged using (source_id)
    group by catalyst_id, name
)
select catalyst_id, name, 'other' as kind, region_code
from foremost left join latest using (catalyst_id, name)
qualify row_number() over (partition by catalyst_id order by recency desc nulls last, name) = 1
order by catalyst_id;
