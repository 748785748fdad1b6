-- check: every organisation declares how many catalysts it has, so that its coverage can be known
-- severity: warning
select organisation_id, name
from organisation
where declared_catalysts is null
order by organisation_id;
