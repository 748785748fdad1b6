-- check: what identifies the pages of one organisation does not contradict itself
-- fr: ce qui identifie les pages d’une organisation ne se contredit pas
-- severity: warning
-- A SIREN that several organisations share is the check siren_shared.
select what, identifier, organisations, words
from conflict
where what <> 'siren_shared'
order by what, identifier;
