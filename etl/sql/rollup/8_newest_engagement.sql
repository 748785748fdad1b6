-- First the day from which on each catalyst has as many as are kept, so that only these are put in order.
delete from newest_engagement;

insert into newest_engagement by name
with day as (
    select catalyst_no, engaged_on, sum(engagements) as engagements
    from catalyst_day
    where engaged_on is not null
    group by catalyst_no, engaged_on
),
oldest as (
    select catalyst_no, max(engaged_on) as oldest_on
    from (
        select
            catalyst_no, engaged_on,
            sum(engagements) over (partition by catalyst_no order by engaged_on desc) as newer
        from day
    )
    where newer >= 250
    group by catalyst_no
)
select
    catalyst_no, organisation_no, engagement_id, relation_type, channel, engaged_on, engaged_until, date_precision,
    mentions, amount_eur, numbered(source_id) as source_no, line_number
from engagement
join catalyst_number using (catalyst_id)
join organisation_total using (organisation_id)
left join oldest using (catalyst_no)
where oldest_on is null or engaged_on >= oldest_on
qualify row_number() over (partition by catalyst_no order by engaged_on desc nulls last, name, engagement_id) <= 250
order by catalyst_no, engaged_on desc nulls last, name, engagement_id;
