-- Takes out of the store what was read from the files `$changed`, and how the files `$seen` looked.
create or replace temp table forgotten as
select source_id
from source
where file_path in (select unnest($changed::varchar[]));

delete from description where source_id in (from forgotten);
delete from catalyst_row where source_id in (from forgotten);
delete from trace where source_id in (from forgotten);
delete from rejected where source_id in (from forgotten);
delete from reading_note where source_id in (from forgotten);
delete from source where source_id in (from forgotten);
delete from file where path in (select unnest($seen::varchar[]));
