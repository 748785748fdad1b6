-- What etl/sql/demo/draw.sql draws from.
create temp table word (
    list varchar,
    words varchar[]
);

create temp table city (
    place integer,
    from_share double,                     -- of all organisations, cities before it added up: between 0 and 1
    city varchar,
    region varchar,
    postcodes varchar[]
);

create temp table pool (
    place integer,                         -- -1: all of France
    from_share double,                     -- of the draws at this place
    entry_id integer,
    same varchar,                          -- what it is, however it is written
    text varchar,
    has_sectors boolean
);
