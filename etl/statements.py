"""Running files of SQL and adding rows: all the SQL of `etl` stands in files under `etl/sql`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

SQL = Path(__file__).resolve().parent / "sql"
_BATCH = 20_000

Row = tuple[Any, ...]
Runner = Callable[[duckdb.DuckDBPyConnection, Path, dict[str, Any]], None]
"""Runs a file of SQL, as `run_file` does."""


def run_file(con: duckdb.DuckDBPyConnection, path: Path, parameters: dict[str, Any] | None = None) -> None:
    """Run every statement of a SQL file, passing each the parameters it names."""
    for statement in con.extract_statements(path.read_text(encoding="utf-8")):
        wanted = {name: (parameters or {})[name] for name in statement.named_parameters}
        con.execute(statement, wanted).fetchall()


def append(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row] | pa.Table) -> None:
    """Add rows, or an Arrow table, whose values stand in the order of the table's columns."""
    if not isinstance(rows, Iterable):
        con.from_arrow(rows).insert_into(table)
        return
    with con.appender(table) as appender:
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                appender.append_rows(batch)
                batch = []
        appender.append_rows(batch)


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the block does, or nothing of it."""
    con.execute("begin").fetchall()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # where the disk is full there may be nothing left to roll back
            con.execute("rollback").fetchall()
        raise
    con.execute("commit").fetchall()
