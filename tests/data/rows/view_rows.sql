select
    engaged_on, date_precision, organisation.name as organisation, catalyst, kind, relation_type, channel, mentions,
    amount_eur, source.path as file, format, line_number as line, raw_text,
    nullif(
        coalesce(organisation_correction.corrected, []) || coalesce(catalyst_correction.corrected, []), []::varchar[]
    ) as corrected
from selected_engagement(
    $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
)
join organisation using (organisation_id)
join source using (source_id)
left join source_line using (source_id, line_number)
left join organisation_correction using (organisation_id)
left join catalyst_correction using (catalyst_id)
order by engaged_on desc nulls last, organisation.name, catalyst, engagement_id
limit $row_limit
