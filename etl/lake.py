"""Where a warehouse has its large tables when they are not in its file: Parquet files in a folder, the lake.

Such a warehouse (etl/spark makes them) says so in its table `lake`, and its large tables are views of those files.
"""

from __future__ import annotations

import duckdb


def lake_of(con: duckdb.DuckDBPyConnection) -> str | None:
    """Return the folder that the warehouse's views read, None where everything is in its file."""
    try:
        rows = con.execute("select folder from lake").fetchall()
    except duckdb.CatalogException:
        return None
    return str(rows[0][0])


def keep_within(con: duckdb.DuckDBPyConnection, folder: str) -> None:
    """Leave this connection's database nothing to reach but its own file and the lake, for good."""
    con.execute("set allowed_directories = $folders", {"folders": [folder]}).fetchall()
    con.execute("set enable_external_access = false").fetchall()
    con.execute("set lock_configuration = true").fetchall()
