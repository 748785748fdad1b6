-- check: an engagement has a whole date with its precision, or none of it, and at least one mention
-- fr: un engagement a une date entière avec sa précision, ou aucune, et au moins une mention
-- severity: error
select engagement_id, engaged_on, engaged_until, date_precision, mentions
from engagement
where (engaged_on is null) <> (engaged_until is null)
    or (engaged_on is null) <> (date_precision is null)
    or engaged_until < engaged_on
    or (date_precision = 'day' and engaged_until <> engaged_on)
    or mentions < 1
order by engagement_id;
