-- check: every organisation has a source, and every source that an engagement comes from tells of its organisation
-- fr: chaque organisation a une source, et chaque source dont vient un engagement parle de son organisation
-- severity: error
select organisation_id, null as path
from organisation anti join source_organisation using (organisation_id)
union all
select engagement.organisation_id, path
from (from engagement anti join source_organisation using (source_id, organisation_id)) as engagement
join source using (source_id)
order by all;
