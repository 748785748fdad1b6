-- What each catalyst's dates and relations come to, for views that no period and no organisation restricts.
-- What dates come to is counted of the catalysts of which some have changed, and kept of the others.
create temp table catalyst_dated as
select
    catalyst_no,
    sum(engagements)::bigint as engagements,
    coalesce(sum(engagements) filter (engaged_on is not null), 0)::bigint as dated_engagements,
    min(engaged_on) as first_contact,
    arg_min(engaged_until, (engaged_on, engaged_until)) filter (engaged_on is not null) as first_until,
    arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
    max(engaged_on) as last_on,
    max(engaged_until) as last_contact,
    arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision,
    drawn_days(
        max(engaged_on, 12) filter (date_precision = 'day'), min(engaged_on) filter (date_precision = 'day')
    ) as days,
    drawn_spans(max(engaged_on || '/' || engaged_until, 24) filter (date_precision in ('month', 'year'))) as spans
from catalyst_day semi join day_change using (catalyst_no)
group by catalyst_no
union all by name
select
    kept_catalyst.catalyst_no, engagements, dated_engagements, first_contact, first_until, first_precision, last_on,
    last_contact, last_precision, days, spans
from catalyst_total
join kept_catalyst on former_catalyst_no = catalyst_total.catalyst_no
where kept_catalyst.catalyst_no not in (select catalyst_no from day_change);

delete from catalyst_total;

insert into catalyst_total by name
with placed as (
    select
        catalyst_id,
        list(sector order by sector) as sectors,
        list(distinct sector_group order by sector_group) as sector_groups
    from catalyst_sector
    group by catalyst_id
),
related as (
    select catalyst_no, count(*)::integer as organisations, max(last_until) as last_until
    from relation
    group by catalyst_no
),
newest as (
    -- Of the relations that last to the catalyst's last day: first few, so that only these are put in order.
    select catalyst_no, newest_on, known_until, known_until_is_inferred, organisation_no
    from relation
    join related using (catalyst_no)
    join organisation_total using (organisation_no)
    where relation.last_until is not distinct from related.last_until
    qualify row_number() over (
        partition by catalyst_no
        order by newest_on desc nulls last, known_until desc nulls last, organisation_id desc
    ) = 1
),
-- Where nobody knows when the newest was captured, it is the newest of which that is known.
listed as (
    select catalyst_no, known_until, last_until
    from relation semi join (select catalyst_no from newest where known_until is null) using (catalyst_no)
    where known_until is not null
    qualify row_number() over (
        partition by catalyst_no order by last_until desc nulls last, newest_on desc nulls last, known_until desc
    ) = 1
)
select
    catalyst_no,
    catalyst_id,
    name,
    kind,
    region_code,
    region_code is not null and count(*) over (partition by region_code) > 1 as shares_region,
    coalesce(sectors, []) as sectors,
    coalesce(sector_groups, ['none']) as sector_groups,
    coalesce(engagements, 0) as engagements,
    coalesce(dated_engagements, 0) as dated_engagements,
    coalesce(organisations, 0) as organisations,
    first_contact,
    first_until,
    first_precision,
    newest_on,
    last_on,
    last_contact,
    last_precision,
    coalesce(newest.known_until, listed.known_until) as known_until,
    coalesce(known_until_is_inferred, false) as known_until_is_inferred,
    organisation_no as newest_organisation_no,
    if(newest.known_until is null, listed.last_until, last_contact) as listed_on,
    days,
    spans
from catalyst_number
join catalyst using (catalyst_id)
left join placed using (catalyst_id)
left join catalyst_dated using (catalyst_no)
left join related using (catalyst_no)
left join newest using (catalyst_no)
left join listed using (catalyst_no)
order by catalyst_no;
