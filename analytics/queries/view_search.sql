-- question: Which organisations, or catalysts, have words that begin with these, the best first?
-- fr: Quelles organisations, ou quels catalyseurs, ont des mots qui commencent par ceux-ci, les meilleurs d’abord ?
-- columns:
--   id           organisation_id or catalyst_id
--   name         name
--   city         of an organisation
--   siren        of an organisation
--   kind         of a catalyst
--   engagements  in the whole warehouse
with asked as (
    select
        folded($words::varchar) as text,
        -- Numbers are written in groups: 775 694 524.
        if(regexp_full_match(text, '[0-9 ]+'), [replace(text, ' ', '')], string_split(text, ' ')) as parts
),
matching as (
    select id, name, name_words, text, parts, engagements
    from search_entry cross join asked
    where what = $what
        -- Five words say enough; a list of any length would take three times as long to compare.
        and contains(words, ' ' || parts[1])
        and coalesce(contains(words, ' ' || parts[2]), true)
        and coalesce(contains(words, ' ' || parts[3]), true)
        and coalesce(contains(words, ' ' || parts[4]), true)
        and coalesce(contains(words, ' ' || parts[5]), true)
),
found as (
    select
        *,
        case
            when name_words = text or id = $words::varchar then 0
            when starts_with(name_words, text) then 1
            when contains(' ' || name_words, ' ' || parts[1])
                and coalesce(contains(' ' || name_words, ' ' || parts[2]), true) then 2
            else 3
        end as distance
    from matching
    order by distance, engagements desc, name, id
    limit $best
)
select id, found.name, city, organisation.siren, catalyst.kind, engagements
from found
left join organisation on $what = 'organisation' and organisation_id = id
left join catalyst on $what = 'catalyst' and catalyst_id = id
order by distance, engagements desc, found.name, id
