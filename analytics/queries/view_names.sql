-- question: What are the chosen organisations and catalysts called, and the organisation if there is only one?
-- fr: Comment s’appellent les organisations et catalyseurs choisis, et l’organisation s’il n’y en a qu’une ?
-- columns:
--   dimension  'organisation' or 'catalyst'
--   code       its identifier, as in an address or on a command line
--   label      its name
select 'organisation' as dimension, organisation_id as code, name as label
from organisation
where list_contains($organisation::varchar[], organisation_id) or (select count(*) from organisation) = 1
union all
select 'catalyst', catalyst_id, name
from catalyst
where list_contains($catalyst::varchar[], catalyst_id)
order by dimension, label, code
