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
