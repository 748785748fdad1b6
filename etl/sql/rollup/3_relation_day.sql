delete from relation_day;

insert into relation_day by name
select catalyst_no, last_until, count(*)::integer as organisations
from relation
where last_until is not null
group by catalyst_no, last_until
order by catalyst_no, last_until;
