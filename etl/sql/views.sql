-- Catalysts captured per organisation: those on the latest capture of each page of its table. A catalyst that only an
-- older capture shows stays in `engagement`, but cannot make the current table complete. Tables of data only stand in
-- where no page was saved, and the grants in them never: whom the platform has seen says nothing of who gave money.
create view coverage as
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

-- The sources that tell of any of the organisations; all sources where none is given.
create macro selected_source(organisations) as table
select *
from source
where len(organisations::varchar[]) = 0 or source_id in (
    select source_id from source_organisation
    where list_contains(organisations::varchar[], source_organisation.organisation_id)
);

-- What every filter means, once: analytics/queries call this instead of repeating it. An empty list filters nothing.
-- A date known to the month or year is inside a period when any of its days is; an undated count is inside none.
create macro selected_engagement(
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

-- Up to which day the silence of each relation is known: the newest capture that lists the catalyst. Where that day is
-- inferred from the dates of one page, it is that of the organisation, inferred from all of them.
create view relation_capture as
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

-- What a silence is called. A date known to the month or year counts from the last day that it allows.
create macro silence_state(last_contact, known_until, cooling, lapsed) as case
    when last_contact is null or known_until is null then 'unknown'
    when known_until >= last_contact + to_months(lapsed::integer) then 'lapsed'
    when known_until >= last_contact + to_months(cooling::integer) then 'cooling'
    else 'active'
end;

-- The engagements that `selected_engagement` gives, each with the day up to which silence after it is known: that of the
-- capture, or the end of the period if it is earlier. The greatest `newness` of several is that of the newest trace.
create macro selected_trace(
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

-- The sectors of each catalyst, as people call them in that language.
create macro catalyst_sectors(language) as table
select
    catalyst_id,
    list(case when language = 'fr' and sector_fr is not null then sector_fr else sector end order by sector) as sectors
from catalyst_sector left join sector using (sector)
group by catalyst_id;

-- The fields of each organisation and catalyst that people corrected.
create view correction as
select subject, subject_id, list(field order by field) as corrected
from override
where state = 'applied'
group by subject, subject_id;

create view catalyst_correction as
select subject_id as catalyst_id, corrected from correction where subject = 'catalyst';

create view organisation_correction as
select subject_id as organisation_id, corrected from correction where subject = 'organisation';

-- Whether the filters ask for the regional authority of a region: of what they leave out, no absence can be told.
create macro is_asked_for(region_code, catalysts, regions, kinds) as
    (len(catalysts::varchar[]) = 0 or list_contains(catalysts::varchar[], 'region-' || region_code))
    and (len(regions::varchar[]) = 0 or list_contains(regions::varchar[], region_code))
    and (len(kinds::varchar[]) = 0 or list_contains(kinds::varchar[], 'regional_authority'));

-- Text for searching: lower-case words without accents, one space between them.
create macro folded(words) as trim(regexp_replace(
    strip_accents(replace(replace(lower(words), 'œ', 'oe'), 'æ', 'ae')), '[^\p{L}\p{N}]+', ' ', 'g'
));
