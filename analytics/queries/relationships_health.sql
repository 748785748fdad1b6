-- question: With whom is there still contact, who has fallen silent, and who deserves a call first?
-- fr: Avec qui y a-t-il encore contact, qui se tait, et qui mérite d’abord un appel ?
-- columns:
--   catalyst_id              identity of the catalyst
--   catalyst                 name
--   kind                     of the catalyst
--   health                   'active', 'cooling' or 'lapsed' by months of silence, 'unknown' where no date or no capture is known
--   first_contact            first day of the oldest date; empty where no date is given
--   first_until              last day that this date allows
--   first_precision          how finely that date is known: day, month or year
--   last_from                first day that the newest date allows
--   last_contact             last day of the newest date
--   last_precision           how finely that date is known
--   silent_months            whole months from last_contact to known_until, so at least so many
--   known_until              the capture that applies to the newest trace, or the end of the period if that is earlier
--   known_until_is_inferred  whether the day of that capture is inferred from the dates on the page
--   engagements              traces, dated and undated together
--   organisations            distinct organisations engaged with
--   last_organisation        name of the organisation of the newest trace
--   cools_on                 day from which it is cooling, if no newer trace is found
--   lapses_on                day from which it has lapsed
--   call_score               of the silent: engagements, halved for every $lapsed months of silence
with judged as (
    select
        *,
        silence_state(last_contact, known_until, $cooling, $lapsed) as health,
        -- `greatest` passes over nulls, but an unknown silence has no length.
        if(health = 'unknown', null, greatest(date_sub('month', last_contact, known_until), 0)) as silent_months
    from selected_relationship(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
),
scored as (
    select *, case when health in ('cooling', 'lapsed')
        then round(engagements * pow(0.5, silent_months / $lapsed::double), 2)
    end as call_score
    from judged
)
select
    catalyst_id, catalyst, kind, health, first_contact, first_until, first_precision, newest_on as last_from, last_contact,
    last_precision, silent_months, known_until, known_until_is_inferred, engagements, organisations,
    organisation as last_organisation,
    (last_contact + to_months($cooling::integer))::date as cools_on,
    (last_contact + to_months($lapsed::integer))::date as lapses_on,
    call_score
from scored
order by
    call_score desc nulls last,
    health = 'unknown',
    if(health = 'active', cools_on, null) nulls last,
    last_contact desc nulls last,
    engagements desc,
    catalyst,
    catalyst_id
