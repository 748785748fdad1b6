-- check: one engagement per organisation, catalyst, relation type, channel and date, each with a number of its own
-- fr: un seul engagement par organisation, catalyseur, type de relation, canal et date, chacun avec son propre numéro
-- severity: error
select organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision, count(*) as engagements
from engagement
group by all
having count(*) > 1
union all
select any_value(organisation_id), null, null, null, null, engagement_id::varchar, count(*)
from engagement
group by engagement_id
having count(*) > 1
order by all;
