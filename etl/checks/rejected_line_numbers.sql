-- check: a source counts as many rejected lines as stand in rejected, all within the file
-- fr: une source compte autant de lignes rejetées qu’il y en a dans la table des rejets, toutes dans le fichier
-- severity: error
select path, rejected_lines, count(distinct line_number) as listed, max(line_number) as last_listed, line_count
from source left join rejected using (source_id)
group by all
having rejected_lines <> listed or coalesce(last_listed, 0) > line_count or coalesce(min(line_number), 1) < 1
order by path;
