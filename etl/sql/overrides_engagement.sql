-- As etl/sql/overrides.sql, which comes before; where a warehouse holds its engagements itself.
create temp macro first_day(written) as (written || '-01-01')[1:10]::date;

create temp macro last_day_of(written) as case length(written)
    when 4 then (written || '-12-31')::date
    when 7 then last_day(first_day(written))
    else first_day(written)
end;

update engagement
set
    relation_type = corrected(fields, 'relation_type', relation_type),
    channel = corrected(fields, 'channel', channel),
    engaged_on = if(map_contains(fields, 'engaged_on'), first_day(fields['engaged_on']), engaged_on),
    engaged_until = if(map_contains(fields, 'engaged_on'), last_day_of(fields['engaged_on']), engaged_until),
    date_precision = if(
        map_contains(fields, 'engaged_on'),
        case length(fields['engaged_on']) when 4 then 'year' when 7 then 'month' when 10 then 'day' end,
        date_precision
    ),
    mentions = corrected(fields, 'mentions', mentions::varchar)::integer,
    amount_eur = corrected(fields, 'amount_eur', amount_eur::varchar)::decimal(18, 2)
from correction
where correction.subject = 'engagement' and try_cast(correction.subject_id as bigint) = engagement.engagement_id;

create temp table removed_engagement as
select try_cast(subject_id as bigint) as engagement_id
from correction
where subject = 'engagement' and fields['removed'] = 'yes';

delete from engagement where engagement_id in (from removed_engagement);
delete from several_lines where engagement_id in (from removed_engagement);
