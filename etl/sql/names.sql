-- The names that stand without sectors, by which it is told where they begin on other lines; whether the last warehouse
-- was derived with each, and whether this one is.
select
    coalesce(now.text, before.text) as name, before.text is not null as was_known, now.text is not null as is_known
from (select distinct text from used_entry where not has_sectors) as now
full join (select distinct text from derivation.resolution where not has_sectors) as before using (text);
