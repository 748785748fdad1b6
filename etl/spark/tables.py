"""Runs files of SQL on Spark (`etl/spark/translate.py`) and puts what they insert into the warehouse's tables.

What a statement makes for the next ones is a temporary view that Spark keeps; what it inserts is written as Parquet,
from where Spark's next statements and the warehouse read it. The large tables become views of these files; those that
people correct, and small ones, are filled from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from etl.spark.translate import NOT_RUN, Step, spark_type, steps, view_name

ATTACHED = ("engagement", "source_catalyst", "source_line", "rejected", "description")
"""The large tables: views of the lake."""

_NO_VALUE = "{table}.{column}: rows without a value came from Spark, the old warehouse stays. Please report this"


class Tables:
    """The tables of one build, on both sides: in Spark, and in the warehouse that is being filled."""

    def __init__(self, spark: SparkSession, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._spark = spark
        self._con = con
        self._folder = folder
        self._known: set[str] = set()

    def run(self, con: duckdb.DuckDBPyConnection, path: Path, parameters: Mapping[str, Any]) -> None:
        """Run every statement of a SQL file, as `etl.statements.run_file` does in DuckDB."""
        assert con is self._con
        for number, step in enumerate(steps(path.read_text(encoding="utf-8"), path.name), start=1):
            try:
                self._run(step, parameters)
            except PySparkException as error:
                problem = first_line(error)
                raise BuildError(NOT_RUN.format(where=path.name, number=number, problem=problem)) from error

    def register(self, table: str, rows: DataFrame) -> None:
        """Let statements read `rows` as `table`."""
        rows.createOrReplaceTempView(view_name(table))
        self._known.add(table)

    def _run(self, step: Step, parameters: Mapping[str, Any]) -> None:
        for table in sorted(step.tables - self._known):
            self._take_over(table)
        wanted = {name: value for name, value in parameters.items() if f":{name}" in step.query}
        rows = self._spark.sql(step.query, args=wanted)
        if step.is_temporary:
            self.register(step.target, rows.persist(StorageLevel.MEMORY_AND_DISK))
        else:
            self._insert(step, rows)

    def _take_over(self, table: str) -> None:
        """Give Spark a table that only DuckDB has: what was looked up, the reference."""
        file = self._folder / WORK / "taken_over" / f"{view_name(table)}.parquet"
        file.parent.mkdir(exist_ok=True)
        self._con.table(table).write_parquet(str(file))
        self.register(table, self._spark.read.parquet(str(file)))

    def _insert(self, step: Step, rows: DataFrame) -> None:
        is_attached = step.target in ATTACHED
        folder = (self._folder if is_attached else self._folder / WORK) / step.target
        target = self._con.table(step.target)
        given = rows.columns if step.by_name else target.columns
        columns = zip(target.columns, map(str, target.types), strict=True)
        rows.toDF(*given).select(*(_column(*column, given) for column in columns)).write.parquet(str(folder))
        self.register(step.target, self._spark.read.parquet(str(folder)))
        files = self._con.read_parquet(f"{folder}/*.parquet")
        if is_attached:
            self._attach(step.target, files, target)
        else:
            files.insert_into(step.target)

    def _attach(self, table: str, files: duckdb.DuckDBPyRelation, declared: duckdb.DuckDBPyRelation) -> None:
        """Make a view in the place of a table, having looked after what the table would not have let in."""
        required = [name for name, _, null, *_ in self._con.execute(f"describe {table}").fetchall() if null == "NO"]
        for name in required:
            if files.filter(duckdb.ColumnExpression(name).isnull()).limit(1).fetchall():
                raise BuildError(_NO_VALUE.format(table=table, column=name))
        columns = zip(declared.columns, declared.types, strict=True)
        typed = files.select(*(duckdb.ColumnExpression(name).cast(type_).alias(name) for name, type_ in columns))
        self._con.execute(f"drop table {table}").fetchall()
        typed.create_view(table)


def _column(name: str, duckdb_type: str, given: Sequence[str]) -> Column:
    value = sf.col(name) if name in given else sf.lit(None)
    return value.cast(spark_type(duckdb_type)).alias(name)
