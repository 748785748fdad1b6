-- One engagement per organisation, catalyst, relation type, channel and date (with its precision), however many captures
-- show it. Of a count without date the latest capture's number stands; within one capture the highest. Amounts are those
-- of the latest capture, and there the lines of a table add up: two grants of one year are two lines, two mentions.
insert into engagement by name
with ordered as (
    select
        *,
        -- The row that stands for an engagement has the greatest: of the latest piece, and there the one of the most
        -- mentions that stands first.
        recency::hugeint * 1152921504606846976 + mentions::hugeint * 536870912 + (536870911 - line_number) as standing
    from raw_trace
),
merged as (
    select
        organisation_no, catalyst_no, relation_type, channel, engaged_on, date_precision,
        -- A page cannot tell of days after its capture: '2025' on a page of May 2025 is a day up to then. An inferred
        -- capture date does not bound it: that is the earliest the capture can have been.
        case
            when engaged_on is not null
                then greatest(engaged_on, least(any_value(engaged_until), min(stated_on)))
        end as engaged_until,
        arg_max(mentions, standing) as mentions,
        min(captured_on) as first_seen_on,
        max(captured_on) as last_seen_on,
        max(recency) as recency,
        arg_max(line_number, standing) as line_number
    from ordered
    group by organisation_no, catalyst_no, relation_type, channel, engaged_on, date_precision
),
-- Amounts, and lines of grants, add up over those of the same source and capture as the row that stands for all.
with_amount as (
    select distinct organisation_no, catalyst_no, relation_type, channel, engaged_on, date_precision
    from raw_trace
    where channel = 'grant' or amount_eur is not null
),
added_up as (
    select
        trace.organisation_no, trace.catalyst_no, trace.relation_type, trace.channel, trace.engaged_on,
        trace.date_precision,
        least(sum(trace.mentions), 2_000_000_000)::integer as lines,
        sum(trace.amount_eur) as amount_eur
    from with_amount
    join merged
        on merged.organisation_no = with_amount.organisation_no and merged.catalyst_no = with_amount.catalyst_no
        and merged.relation_type = with_amount.relation_type and merged.channel = with_amount.channel
        and merged.engaged_on is not distinct from with_amount.engaged_on
        and merged.date_precision is not distinct from with_amount.date_precision
    join piece as latest on latest.recency = merged.recency
    join raw_trace as trace
        on trace.organisation_no = merged.organisation_no and trace.catalyst_no = merged.catalyst_no
        and trace.relation_type = merged.relation_type and trace.channel = merged.channel
        and trace.engaged_on is not distinct from merged.engaged_on
        and trace.date_precision is not distinct from merged.date_precision
        and trace.source_no = latest.source_no
        and trace.captured_on is not distinct from latest.captured_on
    group by
        trace.organisation_no, trace.catalyst_no, trace.relation_type, trace.channel, trace.engaged_on,
        trace.date_precision
)
select
    -- Made of what makes it one engagement, so that it stays when others come and go. Of 40 million engagements two would
    -- have the same number in one case of ten thousand, and the build would stop.
    (md5_number_lower(to_json([
        piece.organisation_id, catalyst_id, merged.relation_type, merged.channel, merged.engaged_on::varchar,
        merged.date_precision
    ])) >> 1)::bigint as engagement_id,
    piece.organisation_id, catalyst_id, merged.relation_type, merged.channel, merged.engaged_on, engaged_until,
    merged.date_precision,
    if(merged.channel = 'grant', lines, merged.mentions) as mentions,
    added_up.amount_eur, first_seen_on, last_seen_on, source_id, line_number
from merged
join piece using (recency)
join (select distinct catalyst_no, catalyst_id from entry_catalyst) as catalyst_of using (catalyst_no)
left join added_up
    on added_up.organisation_no = merged.organisation_no and added_up.catalyst_no = merged.catalyst_no
    and added_up.relation_type = merged.relation_type and added_up.channel = merged.channel
    and added_up.engaged_on is not distinct from merged.engaged_on
    and added_up.date_precision is not distinct from merged.date_precision
order by
    merged.organisation_no, merged.catalyst_no, merged.engaged_on nulls last, merged.date_precision,
    merged.relation_type, merged.channel;
