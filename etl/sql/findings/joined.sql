-- Organisations that rows of tables were joined to by name alone: how many, and the first of them in words.
select count(*) over () as joined, words
from joined_by_name
order by name, organisation_id
limit $most;
