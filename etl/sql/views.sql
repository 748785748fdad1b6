-- Catalysts captured per organisation, of those that its page announces (counted in etl/sql/rollup).
create view coverage as
select
    organisation_id,
    declared_catalysts,
    captured_catalysts,
    -- `greatest` passes over nulls, but how many are missing of an unknown number is unknown.
    if(declared_catalysts is null, null, greatest(declared_catalysts - captured_catalysts, 0)) as missing_catalysts,
    is_complete
from organisation_total;

-- The number that a source_id writes.
create macro numbered(source_id) as ('0x' || source_id)::ubigint;

-- The sources that tell of any of the organisations; all sources where none is given.
create macro selected_source(organisations) as table
select *
from source
where len(organisations::varchar[]) = 0 or source_id in (
    select source_id from source_organisation
    where list_contains(organisations::varchar[], source_organisation.organisation_id)
);

-- What a silence is called. A date known to the month or year counts from the last day that it allows.
create macro silence_state(last_contact, known_until, cooling, lapsed) as case
    when last_contact is null or known_until is null then 'unknown'
    when known_until >= last_contact + to_months(lapsed::integer) then 'lapsed'
    when known_until >= last_contact + to_months(cooling::integer) then 'cooling'
    else 'active'
end;

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

-- What a search looks through, in folded words, each behind a space: those of the name, of the identifier and of the rest,
-- with a stroke between them.
create macro searched(name, id, rest) as
    ' ' || folded(name) || ' / ' || folded(id) || ' / ' || folded(coalesce(rest, ''));

-- What is looked for of folded words, with one space between them. Numbers are written in groups: 775 694 524.
create macro sought(words) as if(regexp_full_match(words, '[0-9 ]+'), replace(words, ' ', ''), words);

-- The first three letters of every word that has as many, each as one of 61 bits: words that lack one of the bits of those
-- looked for cannot begin with these, which is sooner found than words are read.
create macro beginnings(words) as coalesce(
    list_bit_or(list_transform(
        list_filter(string_split(words, ' '), lambda word: len(word) >= 3),
        lambda word: 1::ubigint << ((ord(word[1]) * 36 + ord(word[2]) * 6 + ord(word[3])) % 61)
    )),
    0
)::ubigint;

create view engagement_correction as
select try_cast(subject_id as bigint) as engagement_id, corrected from correction where subject = 'engagement';

-- Every line that an engagement was read from. Where there are several, those of the latest source and capture count.
create view engagement_line as
select engagement_id, source_id, line_number, captured_on, is_counted, mentions, amount_eur
from several_lines
union all
select engagement_id, source_id, line_number, last_seen_on, true, mentions, amount_eur
from engagement anti join several_lines using (engagement_id);
