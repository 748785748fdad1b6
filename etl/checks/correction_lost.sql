-- check: no line of data/overrides.csv that was in force is gone or changed (the file is the record, only ever added to)
-- fr: aucune ligne de data/overrides.csv qui était en vigueur n’a disparu ni changé (le fichier fait foi : on ne fait qu’y ajouter)
-- severity: warning
select path, line_number, what, old, new, who, said_on
from lost_override
order by path, line_number, what, old, new, who, said_on;
