delete from organisation_kind;

insert into organisation_kind by name
select kind, organisation_no, sum(engagements)::integer as engagements
from (
    select kind, organisation_no, relation.engagements
    from relation join numbered_catalyst using (catalyst_no)
)
group by kind, organisation_no
order by kind, engagements desc, organisation_no;
