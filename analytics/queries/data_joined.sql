-- question: Which organisations were rows of tables given to by name alone?
-- fr: À quelles organisations des lignes de tableaux ont-elles été attribuées par le seul nom ?
-- columns:
--   name            as the rows write it
--   organisation    name of the organisation, the only one that is called so
--   organisation_id its id
--   files           source files of the rows
--   words           what happened, and how to keep them apart
select joined_by_name.name, organisation.name as organisation, organisation_id, sources as files, words
from joined_by_name join organisation using (organisation_id)
where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
order by joined_by_name.name, organisation_id
limit $row_limit
