-- check: every organisation has a source, and every source that an engagement comes from tells of its organisation
-- fr: chaque organisation a une source, et chaque source dont vient un engagement parle de son organisation
-- severity: error
select organisation_id, null as path
from organisation anti join source_organisation using (organisation_id)
union all
select engagement.organisation_id, path
from engagement join source using (source_id)
where (source_id, engagement.organisation_id) not in (select (source_id, organisation_id) from source_organisation)
order by all;
