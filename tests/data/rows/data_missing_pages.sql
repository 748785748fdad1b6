with incomplete as (
    select organisation_id, name, slug, organisation.declared_catalysts
    from coverage join organisation using (organisation_id)
    where missing_catalysts > 0
        and (len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id))
),
page as (
    -- A page of the platform's table holds ten catalysts, the last one the rest.
    select
        organisation_id, name, slug, declared_catalysts,
        unnest(range(1, ceil(declared_catalysts / 10.0)::integer + 1))::integer as page_number
    from incomplete
),
captured as (
    select source.organisation_id, page_number, count(distinct catalyst_id) as catalysts
    from source left join source_catalyst using (source_id)
    group by all
)
select
    name as organisation,
    slug,
    page_number,
    least(10, declared_catalysts - 10 * (page_number - 1)) - coalesce(catalysts, 0) as missing_catalysts,
    count(*) over () as pages
from page left join captured using (organisation_id, page_number)
where missing_catalysts > 0
order by missing_catalysts desc, name, page_number, organisation_id
limit $row_limit
