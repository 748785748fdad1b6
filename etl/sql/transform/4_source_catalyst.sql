-- What every source says of every catalyst: captures are compared by this.
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
