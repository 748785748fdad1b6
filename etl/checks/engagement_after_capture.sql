-- check: no engagement is dated after the capture that first showed it
-- fr: aucun engagement n’est daté d’après la première capture qui le montre
-- severity: warning
select path, line_number, engaged_on, first_seen_on
from engagement join source using (source_id)
where engaged_on > first_seen_on
order by path, line_number, engaged_on;
