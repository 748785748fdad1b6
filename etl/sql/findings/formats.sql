-- Sources by format, the most first.
select format, count(*) as sources
from source
group by format
order by sources desc, format;
