-- check: every line of a source is parsed, ignored or rejected
-- fr: chaque ligne d’une source est comprise, sans contenu ou rejetée
-- severity: error
select path, line_count, parsed_lines, ignored_lines, rejected_lines
from source
where line_count <> parsed_lines + ignored_lines + rejected_lines
order by path;
