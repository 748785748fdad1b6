-- The figures a build ends with. Captured catalysts are only counted where the page declares how many there are.
select
    (select count(*) from source) as pages,
    (select count(*) from organisation) as organisations,
    (select count(*) from catalyst) as catalysts,
    (select count(*) from engagement) as engagements,
    (select coalesce(sum(declared_catalysts), 0)::bigint from coverage) as declared_catalysts,
    (
        select coalesce(sum(least(captured_catalysts, declared_catalysts)), 0)::bigint
        from coverage where declared_catalysts is not null
    ) as captured_catalysts,
    (select coalesce(sum(rejected_lines), 0)::bigint from source) as rejected_lines;
