-- question: How is this organisation described?
-- fr: Comment cette organisation est-elle décrite ?
-- columns:
--   language               en, fr or und
--   is_machine_translated  whether the platform translated it
--   tagline                one line
--   body                   paragraphs, separated by an empty line
--   tags                   as on the page
select language, is_machine_translated, tagline, body, tags
from description
where organisation_id = $profile
order by is_machine_translated, language
