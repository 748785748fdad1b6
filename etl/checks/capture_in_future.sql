-- check: no capture is dated later than the build (a day of time zones apart)
-- fr: aucune capture n’est datée d’après la construction (à un jour de fuseaux horaires près)
-- severity: warning
select path, captured_on, built_at
from source cross join build
where captured_on > built_at::date + 1
order by path;
