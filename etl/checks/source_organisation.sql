-- check: every source belongs to an organisation and every organisation has a source
-- severity: error
select path, source.organisation_id as of_source, organisation.organisation_id as of_organisation
from source full join organisation using (organisation_id)
where source.organisation_id is null or organisation.organisation_id is null
order by all;
