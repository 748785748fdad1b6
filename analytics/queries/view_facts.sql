-- question: What is in this view, how complete is it and how fresh?
-- fr: Que contient cette vue, est-elle complète et de quand date-t-elle ?
-- columns:
--   organisations            organisations in scope (all, or those chosen)
--   complete_organisations   of these, with every declared catalyst captured
--   undeclared_organisations of these, whose page gives no number of catalysts
--   declared_catalysts       sum of the numbers the pages give
--   captured_catalysts       sum of the catalysts captured, where a number is given
--   last_captured_on         newest capture in scope
--   oldest_captured_on       oldest of the latest captures in scope
--   inferred_captures        organisations whose last capture date is inferred
--   synthetic_organisations  organisations that are made up
--   sources                  pages in scope
--   source_path              the page, where there is only one
--   engagements              engagements in the view, counts without a date included
--   dated_engagements        of these, dated
--   catalysts                distinct catalysts in the view
--   regional_authorities     distinct regional authorities in the view
--   engaging_organisations   distinct organisations in the view
--   first_contact            first day of the oldest dated engagement
--   first_precision          how finely that date is known: day, month or year
--   last_contact             last day of the newest
--   last_precision           how finely that date is known: day, month or year
--   corrections              corrections by people that apply to the organisations in scope or their catalysts
with scope as (
    select * exclude (home_regions) from selected_scope($organisation)
),
sources as (
    select sources, source_path
    from portfolio
    where len($organisation::varchar[]) = 0
    union all
    select count(*), if(count(*) = 1, any_value(path), null)
    from source
    where len($organisation::varchar[]) > 0 and source_id in (
        select source_id
        from source_organisation semi join organisation using (organisation_id)
        where list_contains($organisation::varchar[], organisation_id)
    )
    having len($organisation::varchar[]) > 0
),
concerned as (
    select catalyst_id
    from catalyst_total
    where len($organisation::varchar[]) = 0 and engagements > 0
    union
    select catalyst_id
    from engagement
    where len($organisation::varchar[]) > 0 and list_contains($organisation::varchar[], organisation_id)
),
corrections as (
    select count(*) as corrections
    from override
    where state = 'applied' and case subject
        when 'catalyst' then subject_id in (from concerned)
        else organisation_id in (
            select organisation_id
            from organisation
            where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
        )
    end
),
engagements as (
    select
        coalesce(sum(dated.engagements), 0)::bigint as engagements,
        coalesce(sum(dated.dated_engagements), 0)::bigint as dated_engagements,
        count(*) as catalysts,
        count(distinct region_code) filter (kind = 'regional_authority') as regional_authorities,
        min(dated.first_contact) as first_contact,
        arg_min(dated.first_precision, as_order(dated.first_contact, dated.first_until, dated.first_precision)) as first_precision,
        max(dated.last_contact) as last_contact,
        arg_max(dated.last_precision, as_order(dated.last_contact, dated.newest_on, dated.last_precision)) as last_precision
    from selected_dated(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    ) as dated
    join numbered_catalyst using (catalyst_no)
),
engaging as (
    from engaging_organisations(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
)
select
    scope.*, sources.*, engagements, dated_engagements, catalysts, regional_authorities, engaging_organisations,
    first_contact, first_precision, last_contact, last_precision, corrections
from scope, sources, engagements, engaging, corrections
