-- What every source says of every catalyst: captures are compared by this.
insert into source_catalyst by name
with line as (
    select
        source_no, organisation_no, catalyst_no,
        min(line_number) as line_number,
        arg_min(entry_id, line_number) as entry_id,
        min(entry_id) <> max(entry_id) as is_mixed
    from raw_catalyst
    group by source_no, organisation_no, catalyst_no
),
-- Most sources list a catalyst once. Where one is listed as several things, it has the sectors of all.
mixed as (
    select
        line.source_no, line.organisation_no, line.catalyst_no,
        list_sort(list_distinct(flatten(list(sectors)))) as all_sectors
    from line join raw_catalyst using (source_no, organisation_no, catalyst_no)
    join entry_catalyst on entry_catalyst.entry_id = raw_catalyst.entry_id
    where is_mixed
    group by line.source_no, line.organisation_no, line.catalyst_no
),
trace as (
    select
        source_no, organisation_no, catalyst_no, relation_type, engaged_on, date_precision,
        -- As in `engagement`: a page cannot tell of days after its capture. (`least` passes over nulls.)
        case when engaged_on is not null then greatest(engaged_on, least(engaged_until, stated_on)) end as engaged_until
    from raw_trace
),
of_type as (
    select
        source_no, organisation_no, catalyst_no, relation_type,
        max(engaged_on) as last_on,
        max(engaged_until) as last_until,
        -- That of the date that ends last, and of those the one that begins last.
        arg_max(
            date_precision,
            date_diff('day', date '1900-01-01', engaged_until) * 100000
                + date_diff('day', date '1900-01-01', engaged_on)
        ) as last_precision,
        max(
            date_diff('day', date '1900-01-01', engaged_until) * 100000
                + date_diff('day', date '1900-01-01', engaged_on)
        ) as last_key
    from trace
    group by source_no, organisation_no, catalyst_no, relation_type
),
dated as (
    select
        source_no, organisation_no, catalyst_no,
        list_sort(list(relation_type)) as relation_types,
        max(last_on) as last_on,
        max(last_until) as last_until,
        arg_max(last_precision, last_key) as last_precision
    from of_type
    group by source_no, organisation_no, catalyst_no
)
select
    source_id, organisation_id, catalyst_id, line_number, written as name,
    coalesce(all_sectors, sectors) as sectors,
    coalesce(relation_types, []) as relation_types,
    last_on, last_until, last_precision
from line
join (select distinct source_no, source_id from piece) using (source_no)
join (select distinct organisation_no, organisation_id from piece) using (organisation_no)
join entry_catalyst using (entry_id)
left join mixed
    on is_mixed and mixed.source_no = line.source_no and mixed.organisation_no = line.organisation_no
    and mixed.catalyst_no = line.catalyst_no
left join dated
    on dated.source_no = line.source_no and dated.organisation_no = line.organisation_no
    and dated.catalyst_no = line.catalyst_no
order by line.source_no, line.organisation_no, line_number, line.catalyst_no;
