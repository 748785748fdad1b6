-- Lines of data/overrides.csv that somebody should look at.
select path || ':' || line_number, what, reason
from override
where state in ('not_applied', 'rejected')
order by path, line_number
limit $most;
