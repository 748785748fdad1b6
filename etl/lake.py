"""Where a warehouse has its large tables when they are not in its file: Parquet files in a folder, the lake.

Such a warehouse (etl/spark makes them) says so in its table `lake`, and its large tables are views of those files. It
is opened like any other, with access to nothing but its own file, and to that folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

import duckdb

from etl.errors import WarehouseError

Config = Mapping[str, str | bool | int | float | list[str]]

_SHUT = ("enable_external_access", "lock_configuration")
"""Settings that have to wait until the lake is allowed."""
_GONE = "{path}: its large tables are in {folder}, which is not there; mount that folder, or build again"
_opening = Lock()


def open_read_only(path: str, config: Config) -> tuple[duckdb.DuckDBPyConnection, Config]:
    """Open a warehouse with a `config` that shuts everything else off; let it reach its lake if it has one.

    Returns the connection, and the configuration of further ones that this process opens while that one is open.
    Raises WarehouseError where the lake is gone.
    """
    ajar = {name: value for name, value in config.items() if name not in _SHUT}
    with _opening:  # a file has one configuration in a process
        try:
            con = duckdb.connect(path, read_only=True, config=dict(config))
        except duckdb.ConnectionException:  # open already, and shut but for its lake
            return duckdb.connect(path, read_only=True, config=ajar), ajar
        folder = lake_of(con)
        if folder is None:
            return con, config
        con.close()
        if not Path(folder).is_dir():
            raise WarehouseError(_GONE.format(path=path, folder=folder))
        con = duckdb.connect(path, read_only=True, config=ajar)
        con.execute("set allowed_directories = $folders", {"folders": [folder]}).fetchall()
        con.execute("set enable_external_access = false").fetchall()
        con.execute("set lock_configuration = true").fetchall()
        return con, ajar


def lake_of(con: duckdb.DuckDBPyConnection) -> str | None:
    """Return the folder that the warehouse's views read, None where everything is in its file."""
    try:
        rows = con.execute("select folder from lake").fetchall()
    except duckdb.CatalogException:
        return None
    return str(rows[0][0])


def is_damage(error: BaseException | None) -> bool:
    """Whether an error of DuckDB means that a file does not hold what was written to it, rather than a full disk."""
    damaged = isinstance(error, duckdb.SerializationException | duckdb.InternalException | UnicodeDecodeError)
    return damaged or (isinstance(error, duckdb.Error) and "corrupt" in str(error).lower())
