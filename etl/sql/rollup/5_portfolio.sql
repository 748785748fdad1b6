-- What all organisations and their sources come to.
delete from portfolio;

insert into portfolio by name
with told as (
    select count(*) as sources, if(count(*) = 1, any_value(path), null) as source_path
    from source semi join source_organisation using (source_id)
)
select
    count(*) as organisations,
    count(*) filter (is_complete) as complete_organisations,
    count(*) filter (declared_catalysts is null) as undeclared_organisations,
    coalesce(sum(declared_catalysts), 0)::bigint as declared_catalysts,
    coalesce(
        sum(least(captured_catalysts, declared_catalysts)) filter (declared_catalysts is not null), 0
    )::bigint as captured_catalysts,
    max(last_captured_on) as last_captured_on,
    min(last_captured_on) as oldest_captured_on,
    count(*) filter (last_capture_is_inferred) as inferred_captures,
    count(*) filter (is_synthetic) as synthetic_organisations,
    -- Told where there is one organisation only, as if it were chosen.
    if(count(*) = 1, coalesce(list(region_code) filter (region_code is not null), []), []) as home_regions,
    count(*) filter (engagements > 0) as engaging_organisations,
    (select count(distinct organisation_id) from source_organisation) as described_organisations,
    (select sources from told) as sources,
    (select source_path from told) as source_path
from organisation_total;

delete from engagement_type;

insert into engagement_type by name
select relation_type, channel, count(*) as engagements
from engagement
group by relation_type, channel
order by relation_type, channel;
