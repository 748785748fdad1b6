-- Engagements of each catalyst by date: there are never more of these than days. What was counted for organisations that
-- have changed is taken off, what they have now is added, and all else is kept under new numbers.
create temp table day_change as
select catalyst_no, engaged_on, engaged_until, date_precision, sum(engagements)::integer as engagements
from (
    select catalyst_id, engaged_on, engaged_until, date_precision, -engagements as engagements
    from outdated_day
    union all
    select catalyst_id, engaged_on, engaged_until, date_precision, count(*)
    from engagement semi join changed_organisation using (organisation_id)
    group by catalyst_id, engaged_on, engaged_until, date_precision
)
join catalyst_number using (catalyst_id)
group by catalyst_no, engaged_on, engaged_until, date_precision
having sum(engagements) <> 0;

create temp table kept_day as
select catalyst_day.* replace (kept_catalyst.catalyst_no as catalyst_no)
from catalyst_day join kept_catalyst on former_catalyst_no = catalyst_day.catalyst_no;

delete from catalyst_day;

insert into catalyst_day by name
select
    coalesce(kept.catalyst_no, change.catalyst_no) as catalyst_no,
    coalesce(kept.engaged_on, change.engaged_on) as engaged_on,
    coalesce(kept.engaged_until, change.engaged_until) as engaged_until,
    coalesce(kept.date_precision, change.date_precision) as date_precision,
    coalesce(kept.engagements, 0) + coalesce(change.engagements, 0) as engagements
from kept_day as kept full join day_change as change
    on kept.catalyst_no = change.catalyst_no
    and kept.engaged_on is not distinct from change.engaged_on
    and kept.engaged_until is not distinct from change.engaged_until
    and kept.date_precision is not distinct from change.date_precision
where coalesce(kept.engagements, 0) + coalesce(change.engagements, 0) > 0
order by all;
