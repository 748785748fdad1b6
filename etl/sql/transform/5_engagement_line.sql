-- The lines of engagements that were read from several of them. Those of the latest source and capture are counted: their
-- amounts, and lines of grants, add up to those of the engagement. Only organisations with more traces than engagements
-- have any.
insert into several_lines by name
with traced as (
    select organisation_id, count(*) as traces
    from store.trace join identity using (source_id, part) semi join changed_organisation using (organisation_id)
    group by organisation_id
),
engaged as (
    select organisation_id, count(*) as engagements
    from engagement semi join changed_organisation using (organisation_id)
    group by organisation_id
),
repeated as (
    select organisation_id from traced join engaged using (organisation_id) where traces > engagements
),
piece_of_repeated as (
    select source_id, part, organisation_id, captured_on
    from identity semi join repeated using (organisation_id) join store.source using (source_id, part)
),
line as (
    select
        organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision, source_id, line_number,
        captured_on,
        least(sum(mentions), 2_000_000_000)::integer as mentions,
        sum(amount_eur) as amount_eur
    from store.trace
    join piece_of_repeated using (source_id, part)
    join store.catalyst_row using (source_id, part, line_number)
    join resolution using (entry_id)
    group by all
),
several as (
    select *
    from line
    qualify count(*) over (
        partition by organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision
    ) > 1
)
select
    engagement_id, several.source_id, several.line_number, several.captured_on,
    several.source_id = engagement.source_id and several.captured_on is not distinct from last_seen_on as is_counted,
    several.mentions, several.amount_eur
from several join engagement
    on engagement.organisation_id = several.organisation_id
    and engagement.catalyst_id = several.catalyst_id
    and engagement.relation_type = several.relation_type
    and engagement.channel = several.channel
    and engagement.engaged_on is not distinct from several.engaged_on
    and engagement.date_precision is not distinct from several.date_precision
order by engagement_id, several.source_id, several.line_number;
