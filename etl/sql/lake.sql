-- Where the large tables of this warehouse are: its views read Parquet files in this folder (etl/lake.py). Only there in
-- a warehouse that was built on Spark.
create table lake (
    folder varchar not null
);

insert into lake
values ($folder);

-- Files have no places that stay; there, engagements are found by their numbers, and lines by those of their sources.
create or replace view placed_engagement as
select *, engagement_id as place
from engagement;

create or replace view placed_line as
select source_no, line_number, raw_text, (source_no, line_number) as place
from source_line;
