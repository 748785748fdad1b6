-- The descriptions of the latest capture that has any: an older text in another language is not shown beside a new one.
insert into description by name
with latest as (
    select organisation_id, source_id, part
    from piece semi join store.description using (source_id, part)
    qualify row_number() over (partition by organisation_id order by recency desc) = 1
)
select organisation_id, language, is_machine_translated, tagline, body, tags
from latest join store.description using (source_id, part)
order by organisation_id, is_machine_translated desc, language;
