-- Puts what people corrected in the place of what the pages give. An applied correction without a new value empties it.
create temp macro corrected(fields, field, found) as if(map_contains(fields, field), fields[field], found);

create temp view correction as
select subject, subject_id, map_from_entries(list((field, new))) as fields
from override
where state = 'applied'
group by subject, subject_id;

update organisation
set
    name = corrected(fields, 'name', name),
    name_source = if(map_contains(fields, 'name'), 'override', name_source),
    url = corrected(fields, 'url', url),
    siren = corrected(fields, 'siren', siren),
    address = corrected(fields, 'address', address),
    postcode = corrected(fields, 'postcode', postcode),
    city = corrected(fields, 'city', city),
    country = corrected(fields, 'country', country),
    region_code = corrected(fields, 'region_code', region_code),
    employees_min = corrected(fields, 'employees_min', employees_min::varchar)::integer,
    employees_max = corrected(fields, 'employees_max', employees_max::varchar)::integer,
    employees_estimated = corrected(fields, 'employees_estimated', employees_estimated::varchar)::integer,
    declared_catalysts = corrected(fields, 'declared_catalysts', declared_catalysts::varchar)::integer
from correction
where correction.subject = 'organisation' and correction.subject_id = organisation.organisation_id;

update catalyst
set
    name = corrected(fields, 'name', name),
    kind = corrected(fields, 'kind', kind),
    region_code = corrected(fields, 'region_code', region_code)
from correction
where correction.subject = 'catalyst' and correction.subject_id = catalyst.catalyst_id;

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
