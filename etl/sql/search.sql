-- What a search looks through, corrections by people included. Organisations that have not changed stay as they are;
-- catalysts are few beside them, and any source may change how one is written.
delete from search_entry
where what = 'catalyst' or id in (from changed_organisation);

insert into search_entry by name
with tagged as (
    select organisation_id, string_agg(array_to_string(tags, ' '), ' ' order by language) as tags
    from description semi join changed_organisation using (organisation_id)
    group by organisation_id
),
engaged as (
    select organisation_id, count(*) as engagements
    from engagement semi join changed_organisation using (organisation_id)
    group by organisation_id
)
select
    'organisation' as what,
    organisation_id as id,
    organisation.name,
    searched(
        organisation.name,
        organisation_id,
        concat_ws(' ', slug, organisation.siren, postcode, city, departement.name, region.name, country, tags)
    ) as words,
    beginnings(words) as beginnings,
    coalesce(engagements, 0) as engagements
from organisation
semi join changed_organisation using (organisation_id)
left join region using (region_code)
-- The postcode tells of the département, nearly always; that it is a French one, its region does.
left join departement on region_code is not null and departement_code = case
    when starts_with(postcode, '97') then postcode[:3]
    when postcode < '202' and starts_with(postcode, '20') then '2A'
    when starts_with(postcode, '20') then '2B'
    else postcode[:2]
end
left join tagged using (organisation_id)
left join engaged using (organisation_id)
order by organisation_id;

insert into search_entry by name
with spelt as (
    select catalyst_id, string_agg(distinct name, ' ' order by name) as spellings
    from source_catalyst
    group by catalyst_id
)
select
    'catalyst' as what,
    catalyst_id as id,
    catalyst.name,
    searched(catalyst.name, catalyst_id, spellings) as words,
    beginnings(words) as beginnings,
    engagements
from catalyst
join catalyst_total using (catalyst_id)
left join spelt using (catalyst_id)
order by catalyst_id;
