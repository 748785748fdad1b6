-- One engagement per organisation, catalyst, relation type, channel and date (with its precision), however many captures
-- show it. Of a count without date the latest capture's number stands; within one capture the highest. Amounts are those
-- of the latest capture, and there the lines of a table add up: two grants of one year are two lines, two mentions.
insert into engagement by name
with trace as (
    select
        raw_trace.*, organisation_id, captured_on, if(captured_on_is_inferred, null, captured_on) as stated_on,
        row_number() over same as place,
        source_id = first_value(source_id) over same
            and captured_on is not distinct from first_value(captured_on) over same as is_latest
    from raw_trace join ranked_source using (source_id, part)
    window same as (
        partition by organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision
        order by recency desc, mentions desc, line_number
    )
),
merged as (
    select
        organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision,
        -- A page cannot tell of days after its capture: '2025' on a page of May 2025 is a day up to then. An inferred
        -- capture date does not bound it: that is the earliest the capture can have been.
        case
            when engaged_on is not null
                then greatest(engaged_on, least(any_value(engaged_until), min(stated_on)))
        end as engaged_until,
        case channel
            when 'grant' then least(sum(mentions) filter (is_latest), 2_000_000_000)::integer
            else any_value(mentions) filter (place = 1)
        end as mentions,
        sum(amount_eur) filter (is_latest) as amount_eur,
        min(captured_on) as first_seen_on,
        max(captured_on) as last_seen_on,
        any_value(source_id) filter (place = 1) as source_id,
        any_value(line_number) filter (place = 1) as line_number
    from trace
    group by organisation_id, catalyst_id, relation_type, channel, engaged_on, date_precision
)
select
    -- Made of what makes it one engagement, so that it stays when others come and go. Of 40 million engagements two would
    -- have the same number in one case of ten thousand, and the build would stop.
    (md5_number_lower(to_json([
        organisation_id, catalyst_id, relation_type, channel, engaged_on::varchar, date_precision
    ])) >> 1)::bigint as engagement_id,
    *
from merged
order by organisation_id, catalyst_id, engaged_on nulls last, date_precision, relation_type, channel;
