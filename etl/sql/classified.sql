-- Gives every catalyst its kind and its sectors.
delete from derivation.kind
where (catalyst_id, name, sectors) not in (select (catalyst_id, name, sectors) from placed);

update catalyst set kind = found.kind
from derivation.kind as found
where found.catalyst_id = catalyst.catalyst_id;

insert into catalyst_sector by name
select catalyst_id, placed.sector, coalesce(sector_group, 'unrecognised') as sector_group
from (select catalyst_id, unnest(sectors) as sector from placed) as placed left join sector using (sector)
order by catalyst_id, placed.sector;
