-- check: every organisation with a saved page declares how many catalysts it has, so that its coverage can be known
-- fr: chaque organisation dont une page est enregistrée annonce son nombre de catalyseurs, pour que sa couverture soit connue
-- severity: warning
select organisation_id, name
from organisation
where declared_catalysts is null
    and organisation_id in (select organisation_id from source where page_number > 0)
order by organisation_id;
