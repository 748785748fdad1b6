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
),
engagements as (
    select
        count(*) as engagements,
        count(engaged_on) as dated_engagements,
        count(distinct catalyst_id) as catalysts,
        count(distinct region_code) filter (kind = 'regional_authority') as regional_authorities,
        count(distinct organisation_id) as engaging_organisations,
        min(engaged_on) as first_contact,
        arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision
    from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
)
select * from organisations, sources, engagements, corrections
