select 'kind' as dimension, kind as code, null as label from catalyst group by kind
union all select 'region', region_code, name from region
union all
select 'sector_group', sector_group, case $language when 'fr' then group_fr else group_en end
from sector group by all
union all select 'sector_group', sector_group, null from catalyst_sector where sector_group = 'unrecognised' group by all
union all select 'sector_group', 'none', null
union all
select 'sector', sector, case $language when 'fr' then any_value(sector_fr) end
from catalyst_sector left join sector using (sector)
group by sector
union all select 'relation_type', relation_type, null from engagement group by all
union all select 'channel', channel, null from engagement group by all
order by dimension, label, code
