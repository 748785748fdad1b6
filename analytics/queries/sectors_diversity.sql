-- question: How many sectors are the catalysts spread over, and how evenly, from year to year?
-- fr: Sur combien de secteurs les catalyseurs se répartissent-ils, et avec quel équilibre, d’année en année ?
-- columns:
--   scope       'view', or 'portfolio': all organisations under the other filters, where the view is of some of them
--   year        of the engagement's date; empty for all of the view, with and without a date
--   catalysts   distinct catalysts; those without a sector, about whose spread nothing is known, are left out
--   categories  sectors, or sector groups, as $level says, that have at least one of them
--   shannon     Shannon diversity in nats, -sum(p ln p) over the shares p (Shannon 1948); 0 where all are in one
--   effective   exp(shannon): as many equally large ones would be as diverse (Jost 2006)
--   hhi         concentration, sum(p * p), between 1 / categories and 1 (Hirschman 1945, Herfindahl 1950)
with selected as (
    select 'view' as scope, catalyst_no, year
    from selected_year(
        $date_from, $date_to, $organisation, $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    union all
    select 'portfolio', catalyst_no, year
    from selected_year(
        $date_from, $date_to, [], $catalyst, $kind, $region, $sector, $sector_group, $relation_type, $channel
    )
    where len($organisation::varchar[]) > 0
),
active as (
    select distinct scope, unnest([null, year]) as year, catalyst_id
    from selected join numbered_catalyst using (catalyst_no)
),
placed as (
    select distinct
        scope, year, catalyst_id,
        case $level when 'sector' then sector else sector_group end as category
    from active join catalyst_sector using (catalyst_id)
),
weighted as (
    select
        scope, year, catalyst_id, category,
        case $counting
            when 'split' then 1 / count(*) over (partition by scope, year, catalyst_id) else 1.0
        end as weight
    from placed
),
share as (
    select scope, year, category, sum(weight) / sum(sum(weight)) over (partition by scope, year) as share
    from weighted
    group by scope, year, category
),
measured as (
    select scope, year, count(*) as categories, abs(sum(-share * ln(share))) as entropy, sum(share * share) as hhi
    from share
    group by scope, year
),
counted as (
    select scope, year, count(distinct catalyst_id) as catalysts
    from placed
    group by scope, year
)
select
    measured.scope,
    measured.year,
    catalysts,
    categories,
    -- rounded: the order of the sums is left to chance
    round(entropy::double, 9) as shannon,
    round(exp(entropy)::double, 9) as effective,
    round(hhi::double, 9) as hhi
from measured join counted on counted.scope = measured.scope and counted.year is not distinct from measured.year
order by measured.scope desc, measured.year nulls first
