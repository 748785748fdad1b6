-- The catalysts whose kind has to be told: those that the last warehouse did not know by this name and these sectors.
select catalyst_id, name, sectors
from placed anti join derivation.kind using (catalyst_id, name, sectors)
order by catalyst_id;
