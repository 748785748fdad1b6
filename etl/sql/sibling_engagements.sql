-- The engagements that a corrected one may come to say the same as: those of the same organisation and catalyst.
select
    engagement_id::varchar as engagement_id,
    organisation_id,
    catalyst_id,
    relation_type,
    channel,
    left(engaged_on::varchar, case date_precision when 'year' then 4 when 'month' then 7 else 10 end) as engaged_on
from engagement
where (organisation_id, catalyst_id) in (
    select (organisation_id, catalyst_id)
    from engagement
    where engagement_id in (select try_cast(unnest($ids::varchar[]) as bigint))
)
order by organisation_id, catalyst_id, engagement.engagement_id;
