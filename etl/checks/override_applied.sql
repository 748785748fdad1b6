-- check: every correction in data/overrides.csv that is not replaced by a later one is applied, or so already
-- severity: warning
select path, line_number, what, state, reason
from override
where state in ('not_applied', 'rejected')
order by path, line_number;
