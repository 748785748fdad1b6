-- Why files could not be read for want of a package, each reason once.
select distinct words
from reading_note
where what = 'needs_package'
order by words;
