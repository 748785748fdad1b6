-- check: a catalyst is a regional authority exactly where it has one of the 18 regions
-- fr: un catalyseur est une collectivité régionale exactement quand il a l’une des 18 régions
-- severity: error
select catalyst_id, catalyst.name, kind, catalyst.region_code
from catalyst left join region using (region_code)
where (kind = 'regional_authority') <> (region.region_code is not null)
order by catalyst_id;
