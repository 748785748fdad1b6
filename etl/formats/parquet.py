"""Parquet, read by DuckDB. A record's line is its row, counted from 1; its raw text is the row as JSON."""

from __future__ import annotations

import json
import tempfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from etl.formats.json_tables import cell_text
from etl.formats.table import MAX_COLUMNS, MAX_RECORDS, Record, Table, UnreadableError, number_text
from etl.page.ledger import Ledger

_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "threads": 1,
    "autoinstall_known_extensions": False,
}


def read_parquet(data: bytes) -> Table:
    """Read every row. Raises UnreadableError for a damaged file, and for one of too many rows or columns."""
    with tempfile.TemporaryDirectory(prefix="catalyst-atlas-") as folder:
        # A copy under a name of ours: DuckDB would take `*` and `[` in a name for a pattern.
        path = Path(folder) / "table.parquet"
        path.write_bytes(data)
        try:
            with duckdb.connect(config=_LIMITS) as con:
                return _read(con, str(path))
        except (duckdb.Error, ValueError, OverflowError) as error:
            raise UnreadableError(f"a damaged Parquet file: {error}".replace(folder, "")[:300]) from error


def _read(con: duckdb.DuckDBPyConnection, path: str) -> Table:
    ((rows,),) = con.execute("select num_rows from parquet_file_metadata($path)", {"path": path}).fetchall()
    if rows > MAX_RECORDS:
        raise UnreadableError(f"a Parquet file of {rows:,} rows; {MAX_RECORDS:,} are the most")
    cursor = con.execute("select * from read_parquet($path)", {"path": path})
    header = [column[0] for column in cursor.description or []]
    if len(header) > MAX_COLUMNS:
        raise UnreadableError(f"a Parquet file of {len(header):,} columns; {MAX_COLUMNS} are the most")
    records = [Record(number, [_text(value) for value in row]) for number, row in enumerate(cursor.fetchall(), start=1)]
    raw = (dict(zip(header, record.cells, strict=True)) for record in records)
    return Table(header, records, Ledger([json.dumps(row, ensure_ascii=False) for row in raw]))


def _text(value: Any) -> str:
    match value:
        case bool() | None | str() | list():
            return cell_text(value)
        case int():
            return str(value)
        case float():
            return number_text(value)
        case Decimal():
            return f"{value:f}0" if value.as_tuple().exponent == -3 else f"{value:f}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
