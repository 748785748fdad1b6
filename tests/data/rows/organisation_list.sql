with known as (
    select
        organisation_id,
        count(*) as engagements,
        count(distinct catalyst_id) as catalysts,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision
    from selected_engagement(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    group by organisation_id
)
select
    organisation_id, name, city,
    coalesce(engagements, 0) as engagements,
    coalesce(catalysts, 0) as catalysts,
    last_contact, last_precision,
    captured_catalysts as captured,
    organisation.declared_catalysts as declared
from organisation
join coverage using (organisation_id)
left join known using (organisation_id)
where len($organisation::varchar[]) = 0 or list_contains($organisation::varchar[], organisation_id)
order by engagements desc, name, organisation_id
limit $row_limit
