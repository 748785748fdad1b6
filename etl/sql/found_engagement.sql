-- The engagements that people correct, as the pages give them.
select
    engagement_id::varchar as engagement_id,
    organisation_id,
    relation_type,
    channel,
    left(engaged_on::varchar, case date_precision when 'year' then 4 when 'month' then 7 else 10 end) as engaged_on,
    mentions,
    amount_eur,
    null as removed
from engagement
where engagement_id in (select try_cast(unnest($ids::varchar[]) as bigint));
