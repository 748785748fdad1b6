"""Files read by executors, each into rows of the store's tables (`etl/sql/store.sql`), in one pass.

The rows of all tables travel together. A record has a column `what`, the name of a table, and for every table a column
that holds one of its rows, or null where `what` names another.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl.extract import readings_of
from etl.inputs import shown_path
from etl.raw import TABLES, Entry, Read
from etl.statements import Row

BATCH = 200
"""Files whose rows are in memory at once."""

PROBLEM = "problem"
"""The table of files that could not be opened."""

Schemas = Mapping[str, pa.Schema]
"""Table -> its columns."""

_UNREADABLE = "{path}: cannot be read on {host} ({reason}); every executor needs the files under the same path"

_Rows = defaultdict[str, list[Row]]


def read_files(batches: Iterator[pa.RecordBatch], schemas: Schemas, loaded_at: datetime) -> Iterator[pa.RecordBatch]:
    """Read files, given as `path` and as the `name` that the driver knows them by, as bytes. `loaded_at`: UTC."""
    for batch in batches:
        files = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        for start in range(0, len(files), BATCH):
            rows = _rows_of(files[start : start + BATCH], loaded_at)
            yield from (_records(table, rows[table], schemas) for table in schemas if rows[table])


def _rows_of(files: Sequence[tuple[bytes, bytes]], loaded_at: datetime) -> _Rows:
    rows: _Rows = defaultdict(list)
    entries: dict[int, Entry] = {}

    def id_of(entry: Entry) -> int:
        number = entry_id(entry)
        entries[number] = entry
        return number

    for path, name in files:
        try:
            data = Path(os.fsdecode(path)).read_bytes()
        except OSError as error:
            words = _UNREADABLE.format(path=os.fsdecode(path), host=platform.node(), reason=error.strerror)
            rows[PROBLEM].append((words,))
            continue
        named = Path(os.fsdecode(name))
        pages = [page for reading in readings_of(data, named) for page in reading.pages]
        counts = {page.source_id: page.ledger.counts() for page in pages if page.part == 0}
        for page in pages:
            read = Read(page, shown_path(named), counts[page.source_id], loaded_at, id_of)
            for table, rows_of in TABLES.items():
                rows[table].extend(rows_of(read))
    rows["entry"] = [(number, *entry) for number, entry in entries.items()]
    return rows


def entry_id(entry: Entry) -> int:
    """Number an entry by what it says, since executors cannot agree on numbers in order."""
    return int.from_bytes(hashlib.sha256(json.dumps(entry).encode()).digest()[:8], "big", signed=True)


def _records(table: str, rows: Sequence[Row], schemas: Schemas) -> pa.RecordBatch:
    columns: dict[str, Any] = {"what": pa.array([table] * len(rows), pa.string())}
    for name, schema in schemas.items():
        row_type = pa.struct(list(schema))
        columns[name] = _structs(rows, schema) if name == table else pa.nulls(len(rows), row_type)
    return pa.RecordBatch.from_pydict(columns)


def _structs(rows: Sequence[Row], schema: pa.Schema) -> pa.StructArray:
    values = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)]
    return pa.StructArray.from_arrays(values, fields=list(schema))
