-- question: What do the engagements of this view come to?
-- fr: À quoi reviennent les engagements de cette vue ?
-- columns:
--   engagements            engagements in the view, counts without a date included
--   dated_engagements      of these, dated
--   catalysts              distinct catalysts in the view
--   regional_authorities   distinct regional authorities in the view
--   engaging_organisations distinct organisations in the view
--   first_contact          first day of the oldest dated engagement
--   first_precision        how finely that date is known: day, month or year
--   last_contact           last day of the newest
--   last_precision         how finely that date is known: day, month or year
with engagements as (
    select
        coalesce(sum(dated.engagements), 0)::bigint as engagements,
        coalesce(sum(dated.dated_engagements), 0)::bigint as dated_engagements,
        count(*) as catalysts,
        count(distinct region_code) filter (kind = 'regional_authority') as regional_authorities,
        min(dated.first_contact) as first_contact,
        arg_min(dated.first_precision, as_order(dated.first_contact, dated.first_until, dated.first_precision)) as first_precision,
        max(dated.last_contact) as last_contact,
        arg_max(dated.last_precision, as_order(dated.last_contact, dated.newest_on, dated.last_precision)) as last_precision
    from selected_dated(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    ) as dated
    join numbered_catalyst using (catalyst_no)
),
engaging as (
    from engaging_organisations(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
)
select
    engagements, dated_engagements, catalysts, regional_authorities, engaging_organisations,
    first_contact, first_precision, last_contact, last_precision
from engagements, engaging
