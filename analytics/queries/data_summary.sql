-- question: How old is this data and how much of what was read was understood?
-- fr: De quand datent ces données, et quelle part de ce qui a été lu a été comprise ?
-- columns:
--   built_at          when the warehouse was built (UTC)
--   sources           pages read
--   organisations     organisations they describe
--   first_captured_on oldest capture
--   last_captured_on  newest capture
--   line_count        lines read
--   parsed_lines      of these, understood
--   ignored_lines     of these, knowingly ignored
--   rejected_lines    of these, rejected in whole or in part
with described as (
    select described_organisations as organisations from portfolio where len($organisation::varchar[]) = 0
    union all
    select organisations
    from (
        select count(distinct organisation_id) as organisations
        from source_organisation
        where list_contains($organisation::varchar[], organisation_id)
    )
    where len($organisation::varchar[]) > 0
)
select
    (select max(built_at) from build) as built_at,
    count(*) as sources,
    (select organisations from described) as organisations,
    min(captured_on) as first_captured_on,
    max(captured_on) as last_captured_on,
    coalesce(sum(line_count), 0)::bigint as line_count,
    coalesce(sum(parsed_lines), 0)::bigint as parsed_lines,
    coalesce(sum(ignored_lines), 0)::bigint as ignored_lines,
    coalesce(sum(rejected_lines), 0)::bigint as rejected_lines
from selected_source($organisation)
