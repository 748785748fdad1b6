-- The lines of engagements that were read from several of them. Those of the latest source and capture are counted: their
-- amounts, and lines of grants, add up to those of the engagement. Only organisations with more traces than engagements
-- have any. (Were `identified` not kept, each line would meet all engagements of its date first, a hundred times as many.)
insert into several_lines by name
with named as (
    select distinct organisation_no, organisation_id from piece where organisation_id is not null
),
traced as (
    select organisation_no, count(*) as traces from raw_trace group by organisation_no
),
engaged as (
    select organisation_id, count(*) as engagements
    from engagement semi join changed_organisation using (organisation_id)
    group by organisation_id
),
repeated as (
    select organisation_no, organisation_id
    from traced join named using (organisation_no) join engaged using (organisation_id)
    where traces > engagements
),
line as (
    select
        organisation_no, catalyst_no, relation_type, channel, engaged_on, date_precision, source_no, line_number,
        captured_on,
        least(sum(mentions), 2_000_000_000)::integer as mentions,
        sum(amount_eur) as amount_eur
    from raw_trace semi join repeated using (organisation_no)
    group by all
),
several as (
    select *
    from line
    qualify count(*) over (
        partition by organisation_no, catalyst_no, relation_type, channel, engaged_on, date_precision
    ) > 1
),
identified as materialized (
    select several.*, organisation_id, catalyst_id, source_id
    from several
    join repeated using (organisation_no)
    join (select distinct catalyst_no, catalyst_id from entry_catalyst) using (catalyst_no)
    join (select distinct source_no, source_id from piece) using (source_no)
)
select
    engagement_id, identified.source_id, identified.line_number, identified.captured_on,
    identified.source_id = engagement.source_id and identified.captured_on is not distinct from last_seen_on
        as is_counted,
    identified.mentions, identified.amount_eur
from identified join engagement
    on engagement.organisation_id = identified.organisation_id
    and engagement.catalyst_id = identified.catalyst_id
    and engagement.relation_type = identified.relation_type
    and engagement.channel = identified.channel
    and engagement.engaged_on is not distinct from identified.engaged_on
    and engagement.date_precision is not distinct from identified.date_precision
order by engagement_id, identified.source_id, identified.line_number;
