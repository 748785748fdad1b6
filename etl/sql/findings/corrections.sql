-- Lines of data/overrides.csv by what became of them.
select state, count(*) as lines
from override
group by state
order by state;
