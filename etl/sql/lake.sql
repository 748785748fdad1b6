-- Where the large tables of this warehouse are: its views read Parquet files in this folder (etl/lake.py). Only there in
-- a warehouse that was built on Spark.
create table lake (
    folder varchar not null
);

insert into lake
values ($folder);
