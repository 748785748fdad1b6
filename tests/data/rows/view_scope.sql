with scope as (
    select organisation.*, captured_catalysts, is_complete
    from organisation join coverage using (organisation_id)
    where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
),
organisations as (
    select
        count(*) as organisations,
        count(*) filter (is_complete) as complete_organisations,
        count(*) filter (declared_catalysts is null) as undeclared_organisations,
        coalesce(sum(declared_catalysts), 0)::bigint as declared_catalysts,
        coalesce(
            sum(least(captured_catalysts, declared_catalysts)) filter (declared_catalysts is not null), 0
        )::bigint as captured_catalysts,
        max(last_captured_on) as last_captured_on,
        min(last_captured_on) as oldest_captured_on,
        count(*) filter (last_capture_is_inferred) as inferred_captures,
        count(*) filter (is_synthetic) as synthetic_organisations
    from scope
),
sources as (
    select count(*) as sources, case when count(*) = 1 then any_value(path) end as source_path
    from source
    where source_id in (select source_id from source_organisation semi join scope using (organisation_id))
),
corrections as (
    select count(*) as corrections
    from override
    where state = 'applied' and case subject
        when 'organisation' then subject_id in (select organisation_id from scope)
        else subject_id in (select catalyst_id from engagement semi join scope using (organisation_id))
    end
)
select * from organisations, sources, corrections
