"""Builds a warehouse on a Spark cluster; up to its publication this is what `etl.load` does on one machine.

Executors read the files into Parquet, which takes the place of the store (etl/store.py). The driver looks up whose each
page is and what the entries of the tables stand for, as ever; Spark runs `etl/sql/transform`. Corrections, search and
checks follow in DuckDB, over the files of the lake.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession

from etl import overrides
from etl.errors import BuildError
from etl.former import Vanished, former_corrections
from etl.inputs import Input, find_inputs
from etl.load import Filled, Summary, complete, lay_out, now, refuse_nothing, summary
from etl.overrides import Override, read_overrides
from etl.publish import publication
from etl.spark.folders import WORK, lake_for, new_folder, remove_outdated
from etl.spark.raw import attach, read_all
from etl.spark.session import spark_session
from etl.spark.tables import Tables
from etl.statements import SQL, Row, run_file, transaction
from etl.store import FINGERPRINT, Changes, look_at_all
from etl.transform import Derivation

_FINGERPRINT = f"{FINGERPRINT}-spark"
"""A build on one machine does not go on from a warehouse whose tables are not in its file."""


def build(inputs: Sequence[Path | str], warehouse: Path, master: str, lake: Path | None) -> Summary:
    """See `etl.spark.build_on_spark`."""
    started = time.monotonic()
    files = find_inputs(inputs)
    look_at_all(files)  # all that can be found wrong with them before a cluster is bothered
    corrections = read_overrides(overrides.FILE)
    _refuse_corrected_engagements(corrections)
    expected_in = ", ".join(str(given) for given in inputs)
    former = former_corrections(warehouse)
    folders = lake_for(warehouse, lake)
    with publication(warehouse) as path, new_folder(folders, path) as folder, spark_session(master) as spark:
        filled = _fill(path, folder, spark, files, corrections, former, expected_in)
    remove_outdated(folders, warehouse)
    return summary(*filled, Changes(len(files), 0, 0), Vanished(0, None), started)


def _refuse_corrected_engagements(corrections: Sequence[Override]) -> None:
    line = next((one.line_number for one in corrections if one.subject == "engagement"), None)
    if line is not None:
        raise BuildError(
            f"{overrides.FILE}, line {line}: engagements in a lake cannot be corrected; build on one machine, or take "
            "the lines about engagements out"
        )


def _fill(
    path: Path,
    folder: Path,
    spark: SparkSession,
    files: Sequence[Input],
    corrections: Sequence[Override],
    former: Sequence[Row],
    expected_in: str,
) -> Filled:
    built_at = now()
    read = folder / WORK / "read"
    raw = read_all(spark, files, read, built_at)
    with duckdb.connect(path) as con:
        lay_out(con)
        with transaction(con):
            run_file(con, SQL / "lake.sql", {"folder": str(folder)})
        con.execute("attach ':memory:' as store").fetchall()
        attach(con, read)
        with con.cursor() as store:
            store.execute("use store").fetchall()
            refuse_nothing(store, expected_in, len(files))
        derivation = Derivation(con, {one.subject_id for one in corrections if one.subject == "organisation"}, ())
        tables = Tables(spark, con, folder)
        for table, rows in raw.items():
            tables.register(f"store.{table}", rows)
        return complete(con, derivation, corrections, former, built_at, _FINGERPRINT, tables.run)
