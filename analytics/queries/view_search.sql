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
    select place, words, text, parts, engagements
    from (
        -- Letters are sooner found than a space: most entries have not even those of the first word.
        select search_entry.rowid as place, words, text, parts, engagements
        from search_entry cross join asked
        where what = $what and contains(words, parts[1])
    )
    where list_bool_and(list_transform(parts, lambda part: contains(words, ' ' || part)))
),
measured as (
    select
        place,
        engagements,
        case
            when starts_with(words, ' ' || text || ' /') or contains(words, '/ ' || text || ' /') then 0
            when starts_with(words, ' ' || text) then 1
            when list_bool_and(list_transform(parts, lambda part: contains(split_part(words, '/', 1), ' ' || part))) then 2
            else 3
        end as distance
    from matching
),
-- Names are read of few.
nearest as (
    select * from measured qualify rank() over (order by distance, engagements desc) <= $best
)
select id, search_entry.name, city, organisation.siren, catalyst.kind, nearest.engagements
from nearest
join search_entry on search_entry.rowid = place
left join organisation on $what = 'organisation' and organisation_id = id
left join catalyst on $what = 'catalyst' and catalyst_id = id
order by distance, nearest.engagements desc, search_entry.name, id
limit $best
