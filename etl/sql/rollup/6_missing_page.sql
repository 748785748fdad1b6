-- A page of the platform's table holds ten catalysts, the last one the rest. Those of organisations that have not changed are
-- kept under their new numbers.
create temp table missing as
select missing_page.* replace (kept_organisation.organisation_no as organisation_no)
from missing_page join kept_organisation on former_organisation_no = missing_page.organisation_no
union all by name
(
    with page as (
        select
            organisation_no,
            organisation_id,
            declared_catalysts,
            unnest(range(1, ceil(declared_catalysts / 10.0)::integer + 1))::integer as page_number
        from organisation_total semi join changed_organisation using (organisation_id)
        where declared_catalysts > captured_catalysts
    ),
    captured as (
        select source.organisation_id, page_number, count(distinct catalyst_id) as catalysts
        from source
        semi join page on page.organisation_id = source.organisation_id
        left join source_catalyst using (source_id)
        group by source.organisation_id, page_number
    )
    select
        organisation_no,
        page_number,
        (least(10, declared_catalysts - 10 * (page_number - 1)) - coalesce(catalysts, 0))::integer as missing_catalysts
    from page left join captured using (organisation_id, page_number)
    where missing_catalysts > 0
);

delete from missing_page;

insert into missing_page by name
select *
from missing
order by organisation_no, page_number;
