with engagements as (
    select
        count(*) as engagements,
        count(engaged_on) as dated_engagements,
        count(distinct catalyst_id) as catalysts,
        count(distinct region_code) filter (kind = 'regional_authority') as regional_authorities,
        count(distinct organisation_id) as engaging_organisations,
        min(engaged_on) as first_contact,
        arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision
    from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
)
select * from engagements
