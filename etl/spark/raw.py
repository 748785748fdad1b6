"""All files as rows of the store's tables (`etl/sql/store.sql`), read by executors into Parquet."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from etl.errors import SourceError
from etl.inputs import Input
from etl.raw import TABLES
from etl.spark.reading import PROBLEM, record_schemas
from etl.spark.session import in_executor
from etl.statements import SQL, run_file

FILES_A_TASK = 1000
TASKS_A_CORE = 4
"""With fewer, all wait for the last."""


def read_all(spark: SparkSession, files: Sequence[Input], folder: Path, now: datetime) -> Mapping[str, DataFrame]:
    """Read the files into `folder`; return the tables. `now` (UTC) is when they are read.

    Raises SourceError where a file cannot be opened.
    """
    rows = {table: _row_type(schema) for table, schema in record_schemas().items()}
    record = ", ".join(map(" ".join, {"what": "string", **rows}.items()))
    read = in_executor("etl.spark.reading", "read_files", now)
    _paths(spark, files).mapInArrow(read, record).write.partitionBy("what").parquet(str(folder))
    records = spark.read.schema(record).parquet(str(folder))
    tables = {table: records.where(records.what == table).select(f"{table}.*") for table in rows}
    for words in tables.pop(PROBLEM).limit(1).collect():
        raise SourceError(words[0])
    return tables


def attach(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make what was read the tables of the empty database `store` of `con`."""
    with con.cursor() as store:
        store.execute("use store").fetchall()
        run_file(store, SQL / "store.sql")
        for table in (*TABLES, "entry"):
            if (folder / f"what={table}").is_dir():  # no page may have had anything for it
                store.execute(f"drop table {table}").fetchall()
                rows = store.read_parquet(f"{folder}/what={table}/*.parquet").select(f"{table}.*")
                (rows.distinct() if table == "entry" else rows).create_view(table)


def _row_type(schema: pa.Schema) -> str:
    return from_arrow_schema(schema, prefer_timestamp_ntz=True).simpleString()


def _paths(spark: SparkSession, files: Sequence[Input]) -> DataFrame:
    paths = pa.table(
        {
            "path": pa.array([os.fsencode(os.path.abspath(file.path)) for file in files], pa.binary()),  # noqa: PTH100
            "shown": pa.array([file.shown() for file in files], pa.string()),
        }
    )
    tasks = max(spark.sparkContext.defaultParallelism * TASKS_A_CORE, len(files) // FILES_A_TASK)
    return spark.createDataFrame(paths).repartition(max(1, min(tasks, len(files))))
