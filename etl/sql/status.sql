-- The facts that `python -m etl status` prints.
select
    (select built_at from build) as built_at,
    (select count(*) from source) as sources,
    (select coalesce(sum(line_count), 0)::bigint from source) as lines,
    (select coalesce(sum(rejected_lines), 0)::bigint from source) as rejected_lines,
    (select count(*) from organisation) as organisations,
    (select count(*) from organisation where is_synthetic) as synthetic,
    (select count(*) from catalyst) as catalysts,
    (select count(*) from catalyst where kind = 'regional_authority') as regional_authorities,
    (select count(*) from engagement) as engagements,
    (select count(*) from engagement where engaged_on is not null) as dated,
    (select min(engaged_on) from engagement) as first_engaged,
    (select max(engaged_until) from engagement) as last_engaged,
    (select coalesce(sum(declared_catalysts), 0)::bigint from coverage) as declared,
    (
        select coalesce(sum(least(captured_catalysts, declared_catalysts)), 0)::bigint
        from coverage where declared_catalysts is not null
    ) as captured,
    (select count(*) from coverage where is_complete) as complete,
    (
        select string_agg(check_name || ' ' || bad_rows, ', ' order by check_name)
        from data_check where severity = 'warning' and bad_rows > 0
    ) as warnings,
    (select max(captured_on) from source) as last_captured,
    (select arg_max(captured_on_is_inferred, (captured_on, not captured_on_is_inferred)) from source) as last_is_inferred;
