with known as (
    -- A tuple with a null in it would count as the greatest.
    select *, (last_seen_on is not null, last_seen_on, engaged_on is not null, engaged_on, engagement_id) as newness
    from engagement
    where organisation_id = $profile
)
select
    catalyst_id,
    any_value(catalyst.name) as catalyst,
    any_value(catalyst.kind) as kind,
    any_value(sectors) as sectors,
    list_sort(list(distinct relation_type)) as relation_types,
    min(engaged_on) as first_contact,
    arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
    max(engaged_until) as last_contact,
    arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision,
    count(*) as engagements,
    sum(amount_eur) as amount_eur,
    arg_max(path, newness) as file,
    arg_max(format, newness) as format,
    arg_max(line_number, newness) as line,
    arg_max(raw_text, newness) as raw_text,
    any_value(corrected) as corrected
from known
join catalyst using (catalyst_id)
join source using (source_id)
left join source_line using (source_id, line_number)
left join catalyst_sectors($language) using (catalyst_id)
left join catalyst_correction using (catalyst_id)
group by catalyst_id
order by last_contact desc nulls last, catalyst
