-- question: What changed between the last two captures of this organisation's catalysts?
-- fr: Qu’est-ce qui a changé entre les deux dernières captures des catalyseurs de cette organisation ?
-- columns:
--   change                 'new', 'newly_dated', 'relabelled' or 'vanished'
--   is_certain             false where the other capture is incomplete, so that the catalyst may stand on a page it lacks
--   catalyst               name
--   before_captured_on     day of the earlier capture
--   after_captured_on      day of the later capture
--   before_contact         last day of the newest date, on the earlier capture
--   before_precision       how finely that date is known: day, month or year
--   after_contact          last day of the newest date, on the later capture
--   after_precision        how finely that date is known
--   before_name            as written on the earlier capture
--   after_name             as written on the later capture
--   before_sectors         sectors on the earlier capture
--   after_sectors          sectors on the later capture
--   before_relation_types  relation types on the earlier capture
--   after_relation_types   relation types on the later capture
--   before_file            source file of the earlier capture
--   before_line            line in it, counted from 1
--   before_format          of that file; the lines of 'html' are those of its text
--   after_file             source file of the later capture
--   after_line             line in it, counted from 1
--   after_format           of that file
with capture as (
    -- The pages of a table need not be of one day, least of all where the day is inferred: each has its own history.
    select
        source_id, page_number, path, format, captured_on, source.declared_catalysts,
        dense_rank() over (partition by page_number order by captured_on desc) as age
    from source join source_organisation using (source_id)
    where source_organisation.organisation_id = $profile and page_number > 0 and captured_on is not null
),
compared as (
    select page_number, max(captured_on) filter (age = 2) as before_on, max(captured_on) filter (age = 1) as after_on
    from capture group by page_number having max(age) > 1
),
between_captures as (
    select max(before_on) as before_on, max(after_on) as after_on from compared
),
side as (
    select 'after' as side, * from capture where age = 1
    union all
    select 'before' as side, * from capture where age = 2
    union all
    -- A page captured once, and by then, is the same before and after.
    select 'before' as side, capture.*
    from capture anti join compared using (page_number), between_captures
    where captured_on <= before_on
),
-- A list says that they are few: lines are looked up of these sources, and not these sources among all that tell of it.
told as (
    select *
    from source_catalyst
    where organisation_id = $profile and source_id in (select unnest(list(source_id)) from side)
),
complete as (
    select side, coalesce(count(distinct catalyst_id) >= max(declared_catalysts), false) as is_complete
    from side join told using (source_id)
    group by side
),
french as (
    select map_from_entries(list((sector, sector_fr))) as names from sector where $language = 'fr'
),
listed as (
    select
        side, page_number, path, format, captured_on, told.* replace (
            list_transform(sectors, lambda each: coalesce(french.names[each], each)) as sectors
        )
    from side join told using (source_id), french
    qualify row_number() over (
        partition by side, catalyst_id order by last_until desc nulls last, page_number, path, line_number
    ) = 1
),
before as (from listed where side = 'before'),
after as (from listed where side = 'after'),
change as (
    select 'new' as change, catalyst_id from after anti join before using (catalyst_id)
    union all
    select 'newly_dated', catalyst_id
    from before join after using (catalyst_id)
    where after.last_on > before.last_until or (before.last_until is null and after.last_until is not null)
    union all
    select 'relabelled', catalyst_id
    from before join after using (catalyst_id)
    where (before.name, before.sectors, before.relation_types) <> (after.name, after.sectors, after.relation_types)
    union all
    select 'vanished', catalyst_id from before anti join after using (catalyst_id)
)
select
    change,
    case change
        when 'new' then coalesce((select is_complete from complete where side = 'before'), false)
        when 'vanished' then coalesce((select is_complete from complete where side = 'after'), false)
        else true
    end as is_certain,
    catalyst.name as catalyst,
    coalesce(before.captured_on, compared.before_on, between_captures.before_on) as before_captured_on,
    coalesce(after.captured_on, compared.after_on) as after_captured_on,
    before.last_until as before_contact,
    before.last_precision as before_precision,
    after.last_until as after_contact,
    after.last_precision as after_precision,
    before.name as before_name,
    after.name as after_name,
    before.sectors as before_sectors,
    after.sectors as after_sectors,
    before.relation_types as before_relation_types,
    after.relation_types as after_relation_types,
    before.path as before_file,
    before.line_number as before_line,
    before.format as before_format,
    after.path as after_file,
    after.line_number as after_line,
    after.format as after_format
from change
join between_captures on between_captures.before_on is not null
join catalyst using (catalyst_id)
left join before using (catalyst_id)
left join after using (catalyst_id)
left join compared on compared.page_number = coalesce(after.page_number, before.page_number)
order by list_position(['new', 'newly_dated', 'relabelled', 'vanished'], change), catalyst.name, catalyst_id
