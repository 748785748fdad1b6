"""Runs files of SQL on Spark (`etl/spark/translate.py`) and puts what they insert into the warehouse's tables.

What a statement makes for the next ones is a temporary view that Spark keeps; what it inserts is written as Parquet, from
where Spark's next statements and the warehouse read it. A table that people correct, or that the rest of the build goes on
with, is filled from there; the large ones become views of the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as sf

from etl.errors import BuildError
from etl.spark.folders import WORK
from etl.spark.session import first_line
from etl.spark.translate import NOT_TRANSLATED, Step, spark_type, steps, view_name

ATTACHED = ("engagement", "source_catalyst", "source_line", "rejected", "description")
"""The large tables: views of the lake."""


class Tables:
    """The tables of one build, on both sides: in Spark, and in the warehouse that is being filled."""

    def __init__(self, spark: SparkSession, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._spark = spark
        self._con = con
        self._folder = folder
        self._known: set[str] = set()
        self._kept: list[DataFrame] = []
        self._inserted: set[str] = set()

    def run(self, con: duckdb.DuckDBPyConnection, path: Path, parameters: Mapping[str, Any]) -> None:
        """Run every statement of a SQL file, as `etl.statements.run_file` does in DuckDB."""
        assert con is self._con
        for number, step in enumerate(steps(path.read_text(encoding="utf-8"), path.name), start=1):
            try:
                self._run(step, parameters)
            except PySparkException as error:
                problem = first_line(error)
                raise BuildError(NOT_TRANSLATED.format(where=path.name, number=number, problem=problem)) from error

    def register(self, table: str, rows: DataFrame) -> None:
        """Let statements read `rows` as `table`."""
        rows.createOrReplaceTempView(view_name(table))
        self._known.add(table)

    def free(self) -> None:
        """Let go of what Spark keeps."""
        for rows in self._kept:
            rows.unpersist()

    def _run(self, step: Step, parameters: Mapping[str, Any]) -> None:
        for table in sorted(step.tables - self._known):
            self._take_over(table)
        wanted = {name: value for name, value in parameters.items() if f":{name}" in step.query}
        rows = self._spark.sql(step.query, args=wanted)
        if step.is_temporary:
            self._kept.append(rows.persist(StorageLevel.MEMORY_AND_DISK))
            self.register(step.target, rows)
        else:
            self._insert(step, rows)

    def _take_over(self, table: str) -> None:
        """Give Spark a table that only DuckDB has: what was looked up, the reference."""
        file = self._folder / WORK / "taken_over" / f"{view_name(table)}.parquet"
        file.parent.mkdir(exist_ok=True)
        self._con.table(table).write_parquet(str(file))
        self.register(table, self._spark.read.parquet(str(file)))

    def _insert(self, step: Step, rows: DataFrame) -> None:
        folder = self._folder / step.target
        columns = self._con.execute(f"describe {step.target}").fetchall()
        types = {name: kind for name, kind, *_ in columns}
        given = rows.columns if step.by_name else list(types)
        rows = rows.toDF(*given) if len(given) == len(rows.columns) else rows
        rows.select(*(_column(name, kind, given) for name, kind in types.items())).write.parquet(
            str(folder), mode="append" if step.target in self._inserted else "error"
        )
        self._inserted.add(step.target)
        self.register(step.target, self._spark.read.parquet(str(folder)))
        self._attach(step.target, folder)

    def _attach(self, table: str, folder: Path) -> None:
        files = self._con.read_parquet(f"{folder}/*.parquet")
        if table in ATTACHED:
            self._con.execute(f"drop table if exists {table}").fetchall()
            files.create_view(table, replace=True)
        else:
            files.insert_into(table)


def _column(name: str, duckdb_type: str, given: list[str]) -> Column:
    value = sf.col(name) if name in given else sf.lit(None)
    return value.cast(spark_type(duckdb_type)).alias(name)
