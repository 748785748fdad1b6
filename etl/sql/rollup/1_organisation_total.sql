-- What each organisation's sources and engagements come to: counted of those that have changed, kept of the others, and
-- all numbered anew in the order of their names.

create temp table organisation_summed as
-- Catalysts captured are those on the latest capture of each page of its table. A catalyst that only an older capture shows
-- stays in `engagement`, but cannot make the current table complete. Tables of data only stand in where no page was saved,
-- and the grants in them never: whom the platform has seen says nothing of who gave money.
with told as (
    select source_organisation.organisation_id, source_id, page_number, captured_on, captured_on_is_inferred, path
    from source_organisation semi join changed_organisation using (organisation_id) join source using (source_id)
),
current_page as (
    select organisation_id, source_id, page_number
    from told
    qualify row_number() over (
        partition by organisation_id, page_number, if(page_number = 0, source_id, null)
        order by captured_on desc nulls last, captured_on_is_inferred, path
    ) = 1
        and (page_number > 0 or max(page_number) over (partition by organisation_id) = 0)
),
listed as (
    select organisation_id, catalyst_id, page_number
    from current_page join source_catalyst using (source_id, organisation_id)
),
seen as (
    select distinct organisation_id, catalyst_id
    from engagement semi join (select organisation_id from listed where page_number = 0) using (organisation_id)
    where channel <> 'grant'
),
captured as (
    select organisation_id, count(distinct catalyst_id)::integer as captured_catalysts
    from listed left join seen using (organisation_id, catalyst_id)
    where page_number > 0 or seen.catalyst_id is not null
    group by organisation_id
),
engaged as (
    select
        organisation_id,
        count(*) as engagements,
        count(distinct catalyst_id) as catalysts,
        max(engaged_until) as last_contact,
        arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as last_precision
    from engagement semi join changed_organisation using (organisation_id)
    group by organisation_id
)
select
    organisation_id,
    captured_catalysts,                    -- null where nothing of a table was captured
    coalesce(engagements, 0)::integer as engagements,
    coalesce(catalysts, 0)::integer as catalysts,
    last_contact,
    last_precision
from changed_organisation left join captured using (organisation_id) left join engaged using (organisation_id)
union all
select
    organisation_id, if(is_captured, captured_catalysts, null), engagements, catalysts, last_contact, last_precision
from organisation_total anti join changed_organisation using (organisation_id);

-- The numbers by which other roll-ups know organisations that have not changed.
create temp table former_organisation as
select organisation_no as former_organisation_no, organisation_id
from organisation_total anti join changed_organisation using (organisation_id);

delete from organisation_total;

insert into organisation_total by name
select
    row_number() over (order by name, organisation_id)::integer as organisation_no,
    organisation_id,
    name,
    city,
    region_code,
    declared_catalysts,
    coalesce(captured_catalysts, 0) as captured_catalysts,
    captured_catalysts is not null as is_captured,
    coalesce(captured_catalysts >= declared_catalysts, false) as is_complete,
    last_captured_on,
    last_capture_is_inferred,
    is_synthetic,
    engagements,
    catalysts,
    last_contact,
    last_precision
from organisation join organisation_summed using (organisation_id)
order by organisation_id;
