"""What a warehouse holds, for tests that compare two of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

_WHEN = {"build": "built_at", "source": "loaded_at"}


def tables(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in order, but for when it was built and when its sources were loaded."""
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        names = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        return {
            table: con.execute(
                f"select {f'* exclude ({_WHEN[table]})' if table in _WHEN else '*'} from {schema}.{table} order by all"
            ).fetchall()
            for schema, table in names
        }
