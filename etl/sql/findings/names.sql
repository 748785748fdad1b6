-- Names that are compared with each other, organisations and catalysts apart. Two with different marks are not one,
-- however alike: another SIREN is another organisation, and départements have the names of each other's rivers.
select 'organisation' as subject, organisation_id as id, name, siren as mark
from organisation
union all
select 'catalyst', catalyst_id, name, if(kind = 'departement', catalyst_id, nullif(kind, 'other'))
from catalyst
order by all;
