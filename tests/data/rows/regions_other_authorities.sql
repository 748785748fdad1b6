select
    catalyst_id,
    any_value(catalyst) as catalyst,
    any_value(kind) as kind,
    count(*) as engagements,
    count(distinct organisation_id) as organisations,
    min(engaged_on) as first_contact,
    arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
    max(engaged_until) as last_contact,
    arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision
from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
where kind in ('state', 'departement', 'city_metropolis', 'eu_international')
group by catalyst_id
order by engagements desc, last_contact desc nulls last, catalyst
