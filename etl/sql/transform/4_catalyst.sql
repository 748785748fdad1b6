-- One row per catalyst. Its name is the most frequent spelling, then the latest, then the first in the alphabet; a
-- regional authority has its council's name from the reference. Kinds are classified afterwards (etl/reference/kinds.py).
insert into catalyst by name
with spelling as (
    select
        catalyst_id, raw_catalyst.name, any_value(raw_catalyst.region_code) as region_code,
        count(*) as uses, max(recency) as recency
    from raw_catalyst join ranked_source using (source_id, part)
    group by catalyst_id, raw_catalyst.name
)
select catalyst_id, name, 'other' as kind, region_code
from spelling
qualify row_number() over (partition by catalyst_id order by uses desc, recency desc, name) = 1
order by catalyst_id;

insert into source_catalyst by name
with line as (
    select
        source_id, organisation_id, catalyst_id,
        min(line_number) as line_number,
        arg_min(written, line_number) as name,
        list_sort(list_distinct(flatten(list(sectors)))) as sectors
    from raw_catalyst join ranked_source using (source_id, part)
    group by all
),
trace as (
    select
        source_id, organisation_id, catalyst_id, relation_type, engaged_on, date_precision,
        -- As in `engagement`: a page cannot tell of days after its capture. (`least` passes over nulls.)
        case
            when engaged_on is not null
                then greatest(engaged_on, least(engaged_until, if(captured_on_is_inferred, null, captured_on)))
        end as engaged_until
    from raw_trace join ranked_source using (source_id, part)
),
dated as (
    select
        source_id, organisation_id, catalyst_id,
        list_sort(list(distinct relation_type)) as relation_types,
        max(engaged_on) as last_on,
        max(engaged_until) as last_until,
        arg_max(date_precision, (engaged_until, engaged_on)) filter (engaged_on is not null) as last_precision
    from trace
    group by all
)
select * replace (coalesce(relation_types, []) as relation_types)
from line left join dated using (source_id, organisation_id, catalyst_id)
order by source_id, organisation_id, line_number, catalyst_id;
