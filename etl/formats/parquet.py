"""Parquet, read by DuckDB. A record's line is its row, counted from 1; its raw text is the row as JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from etl.formats.budget import Budget
from etl.formats.json_tables import cell_text
from etl.formats.table import MAX_COLUMNS, Record, Table, UnreadableError, number_text
from etl.page.ledger import Ledger

_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "threads": 1,
    "autoinstall_known_extensions": False,
}
_MOST_SHARED = 100_000


def read_parquet(data: bytes, budget: Budget) -> Table:
    """Read every row. Raises UnreadableError for a damaged file, and for one of too many rows or columns."""
    with tempfile.TemporaryDirectory(prefix="catalyst-atlas-") as folder:
        # A copy under a name of ours: DuckDB would take `*` and `[` in a name for a pattern.
        path = Path(folder) / "table.parquet"
        path.write_bytes(data)
        try:
            with duckdb.connect(config=_LIMITS) as con:
                return _read(con, str(path), budget)
        except (duckdb.Error, ValueError, OverflowError) as error:
            raise UnreadableError(f"a damaged Parquet file: {error}".replace(folder, "")[:300]) from error


def _read(con: duckdb.DuckDBPyConnection, path: str, budget: Budget) -> Table:
    ((rows,),) = con.execute("select num_rows from parquet_file_metadata($path)", {"path": path}).fetchall()
    cursor = con.execute("select * from read_parquet($path)", {"path": path})
    header = [column[0] for column in cursor.description or []]
    if len(header) > MAX_COLUMNS:
        raise UnreadableError(f"a Parquet file of {len(header):,} columns; {MAX_COLUMNS} are the most")
    if rows * len(header) > budget.cells:
        raise UnreadableError(f"a Parquet file of {rows:,} rows of {len(header)} cells: divide it")
    records, lines = [], []
    shared: dict[str, str] = {}
    for number, row in enumerate(_rows(cursor), start=1):
        budget.take_cells(len(row))  # the number of rows that the file states need not be true
        cells = [_shared(_text(value), shared) for value in row]
        line = json.dumps(dict(zip(header, cells, strict=True)), ensure_ascii=False)
        budget.take_characters(len(line))
        records.append(Record(number, cells))
        lines.append(line)
    return Table(header, records, Ledger(lines))


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """Fetch row by row: a long value that the file holds once would be copied for each row of a batch."""
    while row := cursor.fetchone():
        yield row


def _shared(text: str, known: dict[str, str]) -> str:
    """Keep a text that stands in many rows once, as the file does."""
    return known.setdefault(text, text) if len(known) < _MOST_SHARED else known.get(text, text)


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
