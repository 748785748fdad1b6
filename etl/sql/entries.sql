-- Entries to look up, with the fields of etl.page.facts.CatalystRow that decide which catalyst one is: those that are new
-- and those that may stand for something else now (`$again`).
select entry_id, text, has_sectors, logo_name, stated_sectors
from used_entry
where entry_id not in (select entry_id from derivation.resolution) or list_contains($again::bigint[], entry_id)
order by text, has_sectors, logo_name, stated_sectors;
