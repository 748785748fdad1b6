-- check: no other amount of an older source stands behind one that counts (amounts of several sources are not added up)
-- fr: aucun montant différent d’une source plus ancienne ne reste derrière celui qui compte (les montants de plusieurs sources ne s’additionnent pas)
-- severity: warning
with amount as (
    select engagement_id, source_id, captured_on, is_counted, sum(amount_eur) as amount_eur
    from several_lines
    group by all
)
select path, engagement.organisation_id, catalyst_id, engaged_on, older.amount_eur as left_out, counted.amount_eur as counted
from amount as older
join amount as counted using (engagement_id)
join engagement using (engagement_id)
join source on source.source_id = older.source_id
where counted.is_counted and not older.is_counted and older.amount_eur <> coalesce(counted.amount_eur, 0)
order by path, engagement.organisation_id, catalyst_id, engaged_on;
