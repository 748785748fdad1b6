-- A warehouse of some organisations out of one of all (attached as `whole`): nothing in it tells of any other. What all
-- organisations make together (roll-ups, search, checks) is made anew from what is here.
create temp table changed_organisation as
select organisation_id
from whole.organisation
where list_contains($organisations::varchar[], organisation_id);

-- There is nothing from before that roll-ups would take off.
create temp table outdated_day as
select catalyst_id, engaged_on, engaged_until, date_precision, 0::bigint as engagements
from engagement
where false;

-- The sources that tell of them, and whether they tell of others too.
create temp table portion_source as
select source_id, bool_or(changed_organisation.organisation_id is null) as is_shared
from whole.source_organisation left join changed_organisation using (organisation_id)
group by source_id
having bool_or(changed_organisation.organisation_id is not null);

insert into build select * from whole.build;

insert into source_organisation
select * from whole.source_organisation semi join changed_organisation using (organisation_id);

insert into engagement
select * from whole.engagement semi join changed_organisation using (organisation_id)
order by organisation_id, catalyst_id, engagement_id;

insert into several_lines
select * from whole.several_lines semi join engagement using (engagement_id)
order by engagement_id;

insert into source_line
select * from whole.source_line
where (source_id, line_number) in (select (source_id, line_number) from engagement_line)
order by source_no, line_number;

-- Of a file that tells of others too, only the lines that these engagements come from are accounted for.
insert into source by name
with own as (
    select source_id, count(*)::integer as lines
    from source_line semi join (from portion_source where is_shared) using (source_id)
    group by source_id
)
select
    source.* replace (
        if(is_shared, coalesce(lines, 0), line_count) as line_count,
        if(is_shared, coalesce(lines, 0), parsed_lines) as parsed_lines,
        if(is_shared, 0, ignored_lines) as ignored_lines,
        if(is_shared, 0, rejected_lines) as rejected_lines
    )
from whole.source join portion_source using (source_id) left join own using (source_id)
order by source_id;

insert into rejected
select * from whole.rejected semi join (from portion_source where not is_shared) using (source_id);

insert into reading_note
select * from whole.reading_note semi join (from portion_source where not is_shared) using (source_id);

insert into organisation
select * from whole.organisation semi join changed_organisation using (organisation_id);

insert into description
select * from whole.description semi join changed_organisation using (organisation_id);

insert into source_catalyst
select * from whole.source_catalyst semi join changed_organisation using (organisation_id);

insert into catalyst
select * from whole.catalyst
where catalyst_id in (select catalyst_id from engagement union select catalyst_id from source_catalyst);

insert into catalyst_sector
select * from whole.catalyst_sector semi join catalyst using (catalyst_id);

insert into conflict
select * from whole.conflict
where list_has_all((select list(organisation_id) from changed_organisation), organisations);

insert into joined_by_name
select * from whole.joined_by_name semi join changed_organisation using (organisation_id);

insert into override
select * from whole.override
where organisation_id in (from changed_organisation)
    or (subject = 'catalyst' and subject_id in (select catalyst_id from catalyst));
