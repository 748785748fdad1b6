-- question: Which identifiers do several organisations share, so that they are kept apart?
-- fr: Quels identifiants plusieurs organisations partagent-elles, de sorte qu’elles sont gardées séparées ?
-- columns:
--   conflict    the table `conflict` says which there are, docs/corrections.md what each means
--   identifier  the SIREN, platform id, slug or name
--   kept_apart  ids of the organisations
--   files       source files
--   words       what happened, and what to do
select what as conflict, identifier, organisations as kept_apart, sources as files, words
from conflict
where len($organisation::varchar[]) = 0 or list_has_any(organisations, $organisation::varchar[])
order by what, identifier
limit $row_limit
