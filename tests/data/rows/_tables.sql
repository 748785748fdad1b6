-- What questions in this folder ask: the tables that pages were read into, and none that rolls them up. They say what the
-- answers of analytics/queries must be (tests/test_rollups.py).

create or replace view coverage as
with current_page as (
    select source_organisation.organisation_id, source_id, page_number
    from source join source_organisation using (source_id)
    qualify row_number() over (
        partition by source_organisation.organisation_id, page_number, if(page_number = 0, source_id, null)
        order by captured_on desc nulls last, captured_on_is_inferred, path
    ) = 1
        and (page_number > 0 or max(page_number) over (partition by source_organisation.organisation_id) = 0)
),
captured as (
    select organisation_id, count(distinct catalyst_id)::integer as captured_catalysts
    from current_page join source_catalyst using (source_id, organisation_id)
    where page_number > 0
        or (organisation_id, catalyst_id) in (
            select (organisation_id, catalyst_id) from engagement where channel <> 'grant'
        )
    group by all
)
select
    organisation_id,
    declared_catalysts,
    coalesce(captured_catalysts, 0) as captured_catalysts,
    -- `greatest` passes over nulls, but how many are missing of an unknown number is unknown.
    if(declared_catalysts is null, null, greatest(declared_catalysts - coalesce(captured_catalysts, 0), 0))
        as missing_catalysts,
    coalesce(captured_catalysts >= declared_catalysts, false) as is_complete
from organisation left join captured using (organisation_id);

create or replace macro selected_engagement(
    date_from, date_to, organisations, catalysts, kinds, regions, sectors, sector_groups, relation_types, channels
) as table
select engagement.*, catalyst.name as catalyst, catalyst.kind, catalyst.region_code
from engagement join catalyst using (catalyst_id)
where (date_from::date is null or engaged_until >= date_from::date)
    and (date_to::date is null or engaged_on <= date_to::date)
    and (len(organisations::varchar[]) = 0 or list_contains(organisations::varchar[], organisation_id))
    and (len(catalysts::varchar[]) = 0 or list_contains(catalysts::varchar[], catalyst_id))
    and (len(kinds::varchar[]) = 0 or list_contains(kinds::varchar[], kind))
    and (len(regions::varchar[]) = 0 or coalesce(list_contains(regions::varchar[], region_code), false))
    and (len(relation_types::varchar[]) = 0 or list_contains(relation_types::varchar[], relation_type))
    and (len(channels::varchar[]) = 0 or list_contains(channels::varchar[], channel))
    and (len(sectors::varchar[]) = 0 or catalyst_id in (
        select catalyst_id from catalyst_sector where list_contains(sectors::varchar[], sector)
    ))
    and (len(sector_groups::varchar[]) = 0 or catalyst_id in (
        select catalyst_id from catalyst left join catalyst_sector using (catalyst_id)
        where list_contains(sector_groups::varchar[], coalesce(sector_group, 'none'))
    ));

create or replace view relation_capture as
select
    engagement.organisation_id,
    catalyst_id,
    arg_max(if(captured_on_is_inferred, last_captured_on, last_seen_on), (last_seen_on, not captured_on_is_inferred))
        filter (last_seen_on is not null) as known_until,
    coalesce(
        arg_max(captured_on_is_inferred, (last_seen_on, not captured_on_is_inferred)) filter (last_seen_on is not null),
        false
    ) as known_until_is_inferred
from engagement join source using (source_id) join organisation on organisation.organisation_id = engagement.organisation_id
group by all;

create or replace macro selected_trace(
    date_from, date_to, organisations, catalysts, kinds, regions, sectors, sector_groups, relation_types, channels
) as table
select
    selected.*,
    least(relation_capture.known_until, coalesce(date_to::date, relation_capture.known_until)) as known_until,
    known_until_is_inferred
        and relation_capture.known_until <= coalesce(date_to::date, relation_capture.known_until)
        as known_until_is_inferred,
    -- A tuple with a null in it would count as the greatest.
    (
        engaged_on is not null, engaged_until, engaged_on,
        relation_capture.known_until is not null, relation_capture.known_until, organisation_id
    ) as newness
from selected_engagement(
    date_from, date_to, organisations, catalysts, kinds, regions, sectors, sector_groups, relation_types, channels
) as selected
join relation_capture using (organisation_id, catalyst_id);
