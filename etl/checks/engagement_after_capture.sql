-- check: no engagement is dated after the capture that first showed it
-- severity: warning
select path, line_number, engaged_on, first_seen_on
from engagement join source using (source_id)
where engaged_on > first_seen_on
order by path, line_number, engaged_on;
