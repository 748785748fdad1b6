-- question: What is known of the chosen catalysts?
-- fr: Que sait-on des catalyseurs choisis ?
-- columns:
--   catalyst_id    identity of the catalyst
--   name           as published
--   kind           of the catalyst
--   region         of a regional authority
--   sectors        that any page gives
--   spellings      as written on pages
--   corrected      fields that people corrected
with spelt as (
    select catalyst_id, list(distinct name order by name) as spellings
    from source_catalyst
    where list_contains($catalyst::varchar[], catalyst_id)
    group by catalyst_id
)
select catalyst_id, catalyst.name, kind, region.name as region, sectors, spellings, corrected
from catalyst
left join region using (region_code)
left join spelt using (catalyst_id)
left join catalyst_sectors($language) using (catalyst_id)
left join catalyst_correction using (catalyst_id)
where list_contains($catalyst::varchar[], catalyst_id)
order by catalyst.name, catalyst_id
