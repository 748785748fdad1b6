-- One row per catalyst. Its name is the most frequent spelling, then the latest, then the first in the alphabet; a
-- regional authority has its council's name from the reference. Kinds are classified afterwards (etl/reference/kinds.py).
insert into catalyst by name
with spelling as (
    select
        catalyst_id, raw_catalyst.name, any_value(raw_catalyst.region_code) as region_code,
        count(*) as uses, max(recency) as recency
    from raw_catalyst join ranked_source using (source_id, part)
    group by catalyst_id, raw_catalyst.name
)
select catalyst_id, name, 'other' as kind, region_code
from spelling
qualify row_number() over (partition by catalyst_id order by uses desc, recency desc, name) = 1
order by catalyst_id;

insert into source_catalyst by name
select source_id, organisation_id, catalyst_id, min(line_number) as line_number
from raw_catalyst join ranked_source using (source_id, part)
group by source_id, organisation_id, catalyst_id
order by source_id, line_number, catalyst_id;
