"""Statements in which DuckDB and Spark could differ, run by both: `python -m tests.spark_dialect` says which ones do.

A program of its own, since a Spark session stays with the process that had one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from etl.spark.session import spark_session
from etl.spark.tables import Tables
from etl.statements import Runner, run_file

ROWS = """
create table edge (g integer, n integer, s varchar, d date, b boolean, l varchar[], a decimal(18, 2));
insert into edge values
    (1, 1, 'b', '2024-01-01', true, ['x', 'y'], 0.10), (1, 2, null, '2024-02-29', null, [], 0.20),
    (1, null, 'é', null, false, null, null), (2, null, null, null, null, ['z'], null),
    (2, 3, 'B', '2023-12-31', false, ['y', 'x', 'y'], -1.05), (2, 3, 'a/"\\', '1999-01-01', true, ['z'], 2.00),
    (null, 5, 'œ 👩', '2024-01-01', true, ['', 'é'], 9999999999.99);
create table mark (g integer, s varchar);
insert into mark values (1, 'one'), (null, 'none'), (7, 'seven');
create macro numbered(source_id) as ('0x' || source_id)::ubigint;
create table letter as select chr(range::integer) as s from range(1, 9000);
"""
QUERIES = {
    "arg_max": "select g, arg_max(s, n) as x from edge where n is distinct from 3 group by g",
    "arg_max of a tuple": "select g, arg_max(s, (d, n)) filter (where d is not null) as x from edge group by g",
    "arg_max filtered": "select g, arg_max(l, n) filter (len(l) > 0 and n < 3) as x from edge group by g",
    "arg_max_null": "select g, arg_max_null(s, n) filter (where n < 3) as x from edge group by g",
    "arg_min": "select g, arg_min(s, d) as x from edge group by g",
    "any_value": "select g, any_value(s) filter (where n = 1 or n = 5 or s = 'B') as x from edge group by g",
    "list_position": "select s, list_position(['b', 'a'], s) as x from edge",
    "len of a list": "select n, s, len(l) as x from edge",
    "lists": "select g, list_sort(list_distinct(flatten(list(l)))) as x from edge where l is not null group by g",
    "list of distinct": "select g, list_sort(list(distinct s)) as x from edge where s is not null group by g",
    "least, greatest": "select n, s, least(n, 2, null) as x, greatest(d, date '2024-01-15', null) as y from edge",
    "sums": "select g, sum(a) filter (where b) as x, least(sum(n), 2_000)::integer as y, count(distinct s) as z "
    "from edge group by all",
    "distinct over a window": "select distinct g, count(distinct s) over (partition by g) as x from edge",
    "qualify": "select g, s from edge qualify row_number() over (partition by g order by n desc nulls last, s) = 1",
    "order of nulls": "select g, s, row_number() over (order by n, s desc, d) as x from edge",
    "replace": "select * replace (n + 1 as n, coalesce(l, []) as l) from edge",
    "exclude": "select edge.* exclude (l, a), mark.s as t from edge join mark on edge.g = mark.g",
    "semi and anti": "select g, s from edge semi join mark using (g) "
    "union all select g, s from mark anti join edge using (g)",
    "is not distinct": "select g, s, d is not distinct from null as x, (g = 1) is distinct from b as y from edge",
    "in": "select g, s from edge where g in (select g from mark where g is not null) or s in (select s from mark)",
    "if": "select n, s, if(b, 'yes', null) as x, case g when 1 then 'one' else s end as y, not b as z from edge",
    "bool_or": "select g, bool_or(b) as x, max(d) filter (where n is null) as y from edge group by g",
    "unsigned numbers": "select s, numbered(substr(md5(s), 1, 16)) as x from letter",
    "days between": "select n, s, date_diff('day', date '1900-01-01', d) * 100000 as x from edge",
    "huge numbers": "select g, arg_max(s, n::hugeint * 1152921504606846976 - g) as x from edge "
    "where s <> 'B' group by g",
    "materialized": "with known as materialized (select g from mark where g is not null), "
    "rest as not materialized (select g, n from edge) select g, n from rest semi join known using (g)",
    "dates as text": "select n, s, d::varchar as x from edge",
    "number of an engagement": "select n, s, "
    "(md5_number_lower(to_json([s, g::varchar, d::varchar])) >> 1)::bigint as x from edge",
    "number of a text": "select s, (md5_number_lower(to_json([s, null, s || s])) >> 1)::bigint as x from letter",
    "nested": "with a as (select g, n as m from edge), b as (from a where m > 1) "
    "select g, count(*) as x from b group by all",
}
"""What it is about -> a query that both must answer alike."""


def main() -> int:
    with spark_session("local[1]") as spark, tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "work").mkdir()
        with duckdb.connect() as here, duckdb.connect() as there:
            expected = _answers(here, work, run_file)
            found = _answers(there, work, Tables(spark, there, work).run)
    for about in QUERIES:
        if found[about] != expected[about]:
            sys.stdout.write(f"{about}: {found[about]} is not {expected[about]}\n")
    sys.stdout.write(f"{len(QUERIES)} compared\n")
    return 0 if found == expected else 1


def _answers(con: duckdb.DuckDBPyConnection, folder: Path, run: Runner) -> dict[str, list[Any]]:
    """Run all queries as one file that fills a table with the answer of each."""
    con.execute(ROWS).fetchall()
    file = folder / "queries.sql"
    tables = {about: f"answer_{number}" for number, about in enumerate(QUERIES)}
    file.write_text("".join(f"insert into {tables[about]} by name {query};\n" for about, query in QUERIES.items()))
    for about, query in QUERIES.items():
        con.execute(f"create table {tables[about]} as select * from ({query}) limit 0").fetchall()
    run(con, file, {})
    return {about: sorted(con.table(table).fetchall(), key=repr) for about, table in tables.items()}


if __name__ == "__main__":
    sys.exit(main())
