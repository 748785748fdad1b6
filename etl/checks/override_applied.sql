-- check: every correction in data/overrides.csv that is not replaced by a later one is applied, or so already
-- fr: chaque correction de data/overrides.csv qu’aucune plus récente ne remplace est appliquée, ou déjà vraie
-- severity: warning
select path, line_number, what, state, reason
from override
where state in ('not_applied', 'rejected')
    -- Synthetic organisations are not those that people correct.
    and exists (select 1 from organisation where not is_synthetic)
order by path, line_number;
