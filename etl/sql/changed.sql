-- What has changed since this warehouse was filled; all of it where it is empty. Whatever one of these sources or
-- organisations has in any table is derived anew, and nothing else.

-- Entries that stand for something else now, since an alias or a name on another page tells so.
create temp table changed_entry as
select resolution.entry_id
from resolution join derivation.resolution as before using (entry_id)
where row(resolution.catalyst_id, resolution.name, resolution.sectors, resolution.problem, resolution.written)
    is distinct from row(before.catalyst_id, before.name, before.sectors, before.problem, before.written);

create temp table changed_source as
select source_id
from store.source anti join source using (source_id, loaded_at)
union
select source_id
from source anti join store.source using (source_id, loaded_at)
union
select source_id
from identity join derivation.identity as before using (source_id, part)
where identity.organisation_id <> before.organisation_id
union
select source_id
from store.catalyst_row semi join changed_entry using (entry_id);

-- `$corrected`, `$engagements`: what people correct. Corrections start from what the pages give.
create temp table changed_organisation as
select organisation_id
from identity semi join changed_source using (source_id)
union
select organisation_id
from derivation.identity semi join changed_source using (source_id)
union
select unnest($corrected::varchar[])
union
select organisation_id
from engagement
where engagement_id in (select try_cast(unnest($engagements::varchar[]) as bigint))
union
select organisation_id
from override
where organisation_id is not null;

-- How many engagements of each date are taken out of the roll-up `catalyst_day`, before they are counted again.
create temp table outdated_day as
select catalyst_id, engaged_on, engaged_until, date_precision, count(*) as engagements
from engagement semi join changed_organisation using (organisation_id)
group by catalyst_id, engaged_on, engaged_until, date_precision;
