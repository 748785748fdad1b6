-- Who engages with whom, from when and until when: the pairs that every count of distinct organisations counts. Those of
-- organisations that have not changed are kept under their new numbers.

-- Numbered by kind, since that is what is filtered by most: what a kind lets through then stands together.
create temp table catalyst_number as
select row_number() over (order by kind, catalyst_id)::integer as catalyst_no, catalyst_id
from catalyst;

create temp table kept_catalyst as
select catalyst_total.catalyst_no as former_catalyst_no, catalyst_number.catalyst_no
from catalyst_total join catalyst_number using (catalyst_id);

create temp table kept_organisation as
select former_organisation_no, organisation_no
from former_organisation join organisation_total using (organisation_id);

create temp table related as
select
    relation.* replace (kept_catalyst.catalyst_no as catalyst_no, kept_organisation.organisation_no as organisation_no)
from relation
join kept_organisation on former_organisation_no = relation.organisation_no
join kept_catalyst on former_catalyst_no = relation.catalyst_no
union all by name
select
    catalyst_no,
    organisation_no,
    count(*)::integer as engagements,
    min(engaged_on) as first_on,
    min(engaged_until) as first_until,
    max(engaged_on) as last_on,
    max(engaged_until) as last_until,
    arg_max(engaged_on, (engaged_until, engaged_on)) filter (engaged_on is not null) as newest_on,
    arg_max(date_precision, (engaged_until, engaged_on, date_precision)) filter (engaged_on is not null) as newest_precision,
    -- Up to which day its silence is known: the newest capture that lists the catalyst. Where that day is inferred from
    -- the dates of one page, it is that of the organisation, inferred from all of them.
    arg_max(if(captured_on_is_inferred, last_captured_on, last_seen_on), (last_seen_on, not captured_on_is_inferred))
        filter (last_seen_on is not null) as known_until,
    coalesce(
        arg_max(captured_on_is_inferred, (last_seen_on, not captured_on_is_inferred)) filter (last_seen_on is not null),
        false
    ) as known_until_is_inferred
from (from engagement semi join changed_organisation using (organisation_id)) as engagement
join source using (source_id)
join organisation_total on organisation_total.organisation_id = engagement.organisation_id
join catalyst_number using (catalyst_id)
group by catalyst_no, organisation_no;

delete from relation;

insert into relation by name
select *
from related
order by catalyst_no, last_until, organisation_no;
