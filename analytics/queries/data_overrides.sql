-- question: What did people correct, and what became of it?
-- fr: Qu’est-ce qui a été corrigé à la main, et qu’en est-il advenu ?
-- columns:
--   what     organisation, catalyst or engagement, its id and field; the whole line where it was not understood
--   old      what was there; empty for no value
--   new      what should be there
--   who      who said so
--   why      why
--   said_on  day on which they did
--   outcome  'applied', 'replaced' (by a later line), 'already_so', 'not_applied' or 'rejected'
--   reason   why it is not applied
--   file     source file
--   line     line in it, counted from 1
select what, old, new, who, why, said_on, state as outcome, reason, path as file, line_number as line
from override
where len($organisation::varchar[]) = 0
    or organisation_id is null
    or list_contains($organisation::varchar[], organisation_id)
order by state = 'rejected' desc, state = 'not_applied' desc, path, line_number
limit $row_limit
