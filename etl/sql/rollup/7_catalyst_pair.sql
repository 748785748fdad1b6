-- The catalysts that a network of the whole portfolio compares: finding which organisations they share takes longer the more
-- organisations there are.
delete from catalyst_pair;

insert into catalyst_pair by name
with node as (
    select catalyst_no
    from catalyst_total
    order by organisations desc, catalyst_id
    limit 200
),
met as (
    select organisation_no, catalyst_no from relation semi join node using (catalyst_no)
)
select one.catalyst_no, two.catalyst_no as other_no, count(*) as shared
from met as one join met as two using (organisation_no)
where one.catalyst_no < two.catalyst_no
group by one.catalyst_no, two.catalyst_no
order by one.catalyst_no, two.catalyst_no;
