-- In the order of catalysts: what a kind lets through stands together. Days in order take least room.
delete from numbered_engagement;

insert into numbered_engagement by name
select catalyst_no, organisation_no, engaged_on, engaged_until, date_precision
from engagement join catalyst_number using (catalyst_id) join organisation_total using (organisation_id)
order by catalyst_no, engaged_on, engaged_until, date_precision, organisation_no;

-- Engagements of each catalyst by date: there are never more of these than days.
delete from catalyst_day;

insert into catalyst_day by name
select catalyst_no, engaged_on, engaged_until, date_precision, count(*)::integer as engagements
from numbered_engagement
group by catalyst_no, engaged_on, engaged_until, date_precision
order by catalyst_no, engaged_on, engaged_until, date_precision;

delete from catalyst_year;

insert into catalyst_year by name
select distinct catalyst_no, year(engaged_on)::integer as year
from catalyst_day
order by catalyst_no, year;
