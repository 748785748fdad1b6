-- The lines of data/overrides.csv that were in force in the last warehouse, or lost there already.
select path, line_number, what, old, new, who, why, said_on
from last.override
where state in ('applied', 'replaced', 'already_so')
union
select path, line_number, what, old, new, who, why, said_on
from last.lost_override
order by all;
