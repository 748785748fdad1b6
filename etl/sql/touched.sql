-- The groups of claims that lose a page, or get one by its keys (`new_key`), and what else of them stays.
create temp table touched_group as
select claim_group
from derivation.claim_key semi join new_key using (key)
union
select claim_group
from derivation.identity anti join store.source using (source_id);

create or replace temp table claiming as
select source_id, part
from derivation.identity
semi join touched_group using (claim_group)
semi join store.source using (source_id)
anti join claiming using (source_id, part);
