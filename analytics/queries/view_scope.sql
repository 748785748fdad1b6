-- question: What is in the scope of this view, how complete is it and how fresh?
-- fr: Sur quoi porte cette vue, est-ce complet et de quand cela date-t-il ?
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
)
select scope.*, sources.*, corrections
from scope, sources, corrections
