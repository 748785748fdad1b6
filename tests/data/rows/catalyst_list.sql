select
    catalyst_id,
    any_value(catalyst) as catalyst,
    any_value(kind) as kind,
    count(distinct organisation_id) as organisations,
    count(*) as engagements,
    min(engaged_on) as first_contact,
    arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
    max(engaged_until) as last_contact,
    arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision
from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
group by catalyst_id
order by organisations desc, engagements desc, catalyst, catalyst_id
limit $row_limit
