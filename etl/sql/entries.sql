-- Every entry that a catalyst table has, with the fields of etl.page.facts.CatalystRow that decide which catalyst it is.
select entry_id, text, has_sectors, logo_name, stated_sectors
from store.entry
where entry_id in (select entry_id from store.catalyst_row)
order by text, has_sectors, logo_name, stated_sectors;
