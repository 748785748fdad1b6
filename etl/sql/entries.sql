-- Every distinct entry of the catalyst tables: the fields of etl.page.facts.CatalystRow that decide which catalyst it is.
select distinct text, has_sectors, logo_name, stated_sectors
from store.catalyst_row
order by all;
