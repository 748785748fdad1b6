-- check: every source says when it was captured, so that its age need not be inferred from the newest date on it
-- fr: chaque source dit quand elle a été capturée, pour que son âge ne soit pas déduit de la date la plus récente qui s’y trouve
-- severity: warning
select path, captured_on as inferred
from source
where captured_on_is_inferred
order by path;
