-- The catalysts that a network of the whole portfolio compares: finding which organisations they share takes longer the more
-- organisations there are.
delete from catalyst_pair;

insert into catalyst_pair by name
with met as (
    select organisation_no, catalyst_no, last_until from relation semi join paired_catalyst using (catalyst_no)
)
select
    one.catalyst_no,
    two.catalyst_no as other_no,
    date_trunc(
        'month', if(one.last_until is null or two.last_until is null, null, least(one.last_until, two.last_until))
    )::date as month,
    count(*) as shared
from met as one join met as two using (organisation_no)
where one.catalyst_no < two.catalyst_no
group by one.catalyst_no, two.catalyst_no, month
order by one.catalyst_no, two.catalyst_no, month;
