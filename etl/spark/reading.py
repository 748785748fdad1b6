"""Files read by executors, each into rows of the store's tables (`etl/sql/store.sql`), in one pass.

The rows of all tables travel together. A record has a column `what`, the name of a table, and for every table a column
that holds one of its rows, or null where `what` names another.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from etl.arrow import as_arrow, schemas
from etl.collector import paused_collector
from etl.errors import SourceError
from etl.raw import TABLES
from etl.reading import Asked, read_batch

BATCH = 200
"""Files whose rows are in memory at once."""

PROBLEM = "problem"
"""The table of files that could not be opened, in words."""

_UNREADABLE = "{problem} on {host}: every executor needs the files under the same path"


def record_schemas() -> Mapping[str, pa.Schema]:
    """Table -> the columns of its rows, for every table that a record has a column for."""
    return {**{table: schemas()[table] for table in (*TABLES, "entry")}, PROBLEM: pa.schema({"words": pa.string()})}


def read_files(batches: Iterator[pa.RecordBatch], loaded_at: datetime) -> Iterator[pa.RecordBatch]:
    """Read files, given as `path`, in bytes, and the name they are `shown` by. `loaded_at`: when that is (UTC)."""
    for batch in batches:
        files = [Asked(os.fsdecode(path), shown, "") for path, shown in zip(*batch.to_pydict().values(), strict=True)]
        for start in range(0, len(files), BATCH):
            with paused_collector():
                tables = _read(files[start : start + BATCH], loaded_at)
            yield from (_records(table, rows) for table, rows in tables.items() if rows.num_rows)


def _read(files: Sequence[Asked], loaded_at: datetime) -> Mapping[str, pa.Table]:
    try:
        batch = read_batch(files, loaded_at)
    except SourceError as error:
        words = _UNREADABLE.format(problem=error, host=platform.node())
        return {PROBLEM: pa.table({"words": [words]})}
    entries = [(number, *entry) for entry, number in batch.entries.items()]
    return {table: as_arrow(table, rows) for table, rows in {**batch.tables, "entry": entries}.items()}


def _records(table: str, rows: pa.Table) -> pa.RecordBatch:
    columns = {"what": pa.array([table] * rows.num_rows, pa.string())}
    for name, schema in record_schemas().items():
        is_its = name == table
        columns[name] = (
            rows.to_struct_array().combine_chunks() if is_its else pa.nulls(rows.num_rows, pa.struct(schema))
        )
    return pa.RecordBatch.from_pydict(columns)
