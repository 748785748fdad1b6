-- check: one engagement per organisation, catalyst, relation type, channel and date, each with a number of its own
-- fr: un seul engagement par organisation, catalyseur, type de relation, canal et date, chacun avec son propre numéro
-- severity: error
-- What is compared row by row is only what a number made of it, which is cheap to count, has more than once.
with repeated as (
    select hash(organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision) as content
    from engagement
    group by content
    having count(*) > 1
),
renumbered as (
    select engagement_id
    from engagement
    group by engagement_id
    having count(*) > 1
)
select organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision, count(*) as engagements
from engagement
where hash(organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision) in (from repeated)
group by all
having count(*) > 1
union all
select any_value(organisation_id), null, null, null, null, engagement_id::varchar, count(*)
from engagement semi join renumbered using (engagement_id)
group by engagement_id
order by all;
