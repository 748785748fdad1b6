-- In the order of catalysts: what a kind lets through stands together. Days in order take least room. Those of
-- organisations that have not changed are kept under their new numbers.
create temp table numbered as
select
    numbered_engagement.* exclude (region_code) replace (
        kept_catalyst.catalyst_no as catalyst_no, kept_organisation.organisation_no as organisation_no
    )
from numbered_engagement
join kept_organisation on former_organisation_no = numbered_engagement.organisation_no
join kept_catalyst on former_catalyst_no = numbered_engagement.catalyst_no
union all by name
select catalyst_no, organisation_no, engaged_on, engaged_until, date_precision
from (from engagement semi join changed_organisation using (organisation_id)) as engagement
join catalyst_number using (catalyst_id)
join organisation_total using (organisation_id);

delete from numbered_engagement;

insert into numbered_engagement by name
select numbered.*, region_code
from numbered join organisation_total using (organisation_no)
order by catalyst_no, engaged_on, engaged_until, date_precision, organisation_no;
