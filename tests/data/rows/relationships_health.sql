with relationship as (
    select
        catalyst_id,
        any_value(catalyst) as catalyst,
        any_value(kind) as kind,
        min(engaged_on) as first_contact,
        arg_min(engaged_until, (engaged_on, engaged_until)) filter (engaged_on is not null) as first_until,
        arg_min(date_precision, (engaged_on, engaged_until, date_precision)) filter (engaged_on is not null) as first_precision,
        arg_max(engaged_on, newness) as last_from,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null)
            as last_precision,
        arg_max(known_until, newness) as known_until,
        arg_max(known_until_is_inferred, newness) as known_until_is_inferred,
        count(*) as engagements,
        count(distinct organisation_id) as organisations,
        arg_max(organisation_id, newness) as organisation_id
    from selected_trace(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    group by catalyst_id
),
judged as (
    select
        *,
        silence_state(last_contact, known_until, $cooling, $lapsed) as health,
        -- `greatest` passes over nulls, but an unknown silence has no length.
        if(health = 'unknown', null, greatest(date_sub('month', last_contact, known_until), 0)) as silent_months
    from relationship
),
scored as (
    select *, case when health in ('cooling', 'lapsed')
        then round(engagements * pow(0.5, silent_months / $lapsed::double), 2)
    end as call_score
    from judged
)
select
    catalyst_id, catalyst, kind, health, first_contact, first_until, first_precision, last_from, last_contact,
    last_precision, silent_months, known_until, known_until_is_inferred, engagements, organisations,
    organisation.name as last_organisation,
    (last_contact + to_months($cooling::integer))::date as cools_on,
    (last_contact + to_months($lapsed::integer))::date as lapses_on,
    call_score
from scored join organisation using (organisation_id)
order by
    call_score desc nulls last,
    health = 'unknown',
    if(health = 'active', cools_on, null) nulls last,
    last_contact desc nulls last,
    engagements desc,
    catalyst,
    catalyst_id
