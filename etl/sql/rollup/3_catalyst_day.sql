-- Engagements of each catalyst by date: there are never more of these than days.
delete from catalyst_day;

insert into catalyst_day by name
select catalyst_no, engaged_on, engaged_until, date_precision, count(*)::integer as engagements
from engagement join catalyst_number using (catalyst_id)
group by catalyst_no, engaged_on, engaged_until, date_precision
order by catalyst_no, engaged_on, engaged_until, date_precision;
