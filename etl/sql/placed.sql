-- Every catalyst with the name and the sectors that tell its kind.
create temp table placed as
select catalyst_id, catalyst.name, coalesce(list_sort(list_distinct(flatten(list(sectors)))), []) as sectors
from catalyst join (select distinct catalyst_id, sectors from resolution) using (catalyst_id)
group by catalyst_id, catalyst.name;
