select
    case when declared_catalysts is null then 'undeclared' when is_complete then 'complete' else 'partial' end as status,
    count(*) as organisations,
    coalesce(sum(declared_catalysts), 0)::bigint as declared,
    coalesce(
        sum(least(captured_catalysts, declared_catalysts)) filter (declared_catalysts is not null), 0
    )::bigint as captured
from coverage
where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
group by status
order by status
