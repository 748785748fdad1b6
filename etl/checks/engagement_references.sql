-- check: every engagement has its organisation, its catalyst and the raw line it came from
-- fr: chaque engagement a son organisation, son catalyseur et la ligne brute dont il vient
-- severity: error
select engagement_id, organisation_id, catalyst_id, source_id, line_number
from engagement
where organisation_id not in (select organisation_id from organisation)
    or catalyst_id not in (select catalyst_id from catalyst)
    or engagement_id in (
        select engagement_id from engagement anti join source_line using (source_id, line_number)
    )
order by engagement_id;
