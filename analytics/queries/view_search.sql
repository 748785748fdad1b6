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
        string_split(sought(text), ' ') as parts
),
matching as (
    select place, words, text, parts, engagements
    from (
        select rowid as place, words, engagements
        from search_entry
        where what = $what
            and beginnings & beginnings(sought(folded($words::varchar))) = beginnings(sought(folded($words::varchar)))
    )
    -- Letters are sooner found than a space: many entries have not even those of the first word.
    join asked on contains(words, parts[1])
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
