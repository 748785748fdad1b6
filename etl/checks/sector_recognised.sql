-- check: every sector is in the vocabulary
-- fr: chaque secteur est dans le vocabulaire
-- severity: warning
select catalyst.name as catalyst, sector
from catalyst_sector join catalyst using (catalyst_id)
where sector_group = 'unrecognised'
order by catalyst, sector;
