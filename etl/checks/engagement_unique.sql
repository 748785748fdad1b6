-- check: one engagement per organisation, catalyst, relation type, channel and date
-- severity: error
select organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision, count(*) as engagements
from engagement
group by all
having count(*) > 1
order by all;
