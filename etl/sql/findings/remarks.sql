-- What somebody should look at of how sources were read: each remark once, how many sources it is about, and the first.
select count(*) over () as remarks, words, count(*) as sources, min(path) as first
from reading_note join source using (source_id)
where what in ('needs_package', 'near_column', 'guessed_encoding') or ($all and what = 'ignored_column')
group by what, words
order by list_position(['needs_package', 'near_column', 'guessed_encoding', 'ignored_column'], what), words
limit $most;
