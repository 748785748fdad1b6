-- check: a SIREN stands on the pages of one organisation only
-- fr: un SIREN n’est que sur les pages d’une seule organisation
-- severity: warning
select siren, count(*) as organisations, string_agg(organisation_id, ', ' order by organisation_id) as organisation_ids
from organisation
where siren is not null
group by siren
having count(*) > 1
order by siren;
