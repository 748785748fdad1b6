with lane as (
    select
        catalyst_id,
        any_value(catalyst) as catalyst,
        any_value(kind) as kind,
        min(engaged_on) as first_contact,
        max(engaged_on) as newest,
        max(engaged_until) as last_contact,
        arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision,
        count(*) as engagements,
        count(distinct organisation_id) as organisations,
        list_sort(list(distinct engaged_on::varchar) filter (date_precision = 'day'), 'desc') as days,
        list_sort(
            list(distinct engaged_on || '/' || engaged_until) filter (date_precision in ('month', 'year')), 'desc'
        ) as spans
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    group by catalyst_id
)
select
    catalyst_id, catalyst, kind, first_contact, first_precision, last_contact, last_precision, engagements,
    organisations,
    case when len(days) > 12 then list_append(days[1:11], days[-1]) else days end as days,
    spans[1:12] as spans,
    greatest(date_diff('day', last_contact, least($as_of::date, $date_to::date)), 0) as silent_days
from lane
order by newest desc nulls last, first_contact desc, catalyst, catalyst_id
