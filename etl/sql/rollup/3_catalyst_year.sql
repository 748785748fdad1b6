delete from catalyst_year;

insert into catalyst_year by name
select distinct catalyst_no, year(engaged_on)::integer as year
from catalyst_day
order by catalyst_no, year;
