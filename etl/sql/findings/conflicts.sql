-- Identifiers that several organisations share: how many, and the first of them in words.
select count(*) over () as conflicts, words
from conflict
order by what, identifier
limit $most;
