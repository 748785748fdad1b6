-- check: no more catalysts are captured than the page declares
-- fr: pas plus de catalyseurs capturés que la page n’en annonce
-- severity: warning
select organisation_id, declared_catalysts, captured_catalysts
from coverage
where captured_catalysts > declared_catalysts
order by organisation_id;
