"""What the last warehouse has and the next one may not: corrections that were in force, engagements that disappear.

Nothing of it stops a build, and a last warehouse that cannot be read is as good as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from etl.publish import versions_folder
from etl.statements import SQL, Row


class Vanished(NamedTuple):
    """Engagements that no source shows any more, since the one that did is gone or has another content."""

    engagements: int
    path: str | None
    """Of the first such source."""


def former_corrections(last: Path) -> list[Row]:
    """Return the rows of `lost_override` that the corrections of the last warehouse become if they are gone."""
    return _asked("former_corrections", last=last)


def vanished(last: Path, path: Path) -> Vanished:
    """Compare the last warehouse with the one at `path`."""
    rows = _asked("vanished", last=last, next=path)
    return Vanished(*rows[0]) if rows else Vanished(0, None)


def _asked(name: str, **warehouses: Path) -> list[Row]:
    """Run `etl/sql/<name>.sql` on warehouses, each attached under its name; no rows where one cannot be read."""
    if not all(path.exists() for path in warehouses.values()):
        return []
    try:
        with duckdb.connect() as con:
            for alias, path in warehouses.items():
                con.execute(_ATTACH[alias], {"path": os.path.realpath(path)}).fetchall()
            return con.execute((SQL / f"{name}.sql").read_text(encoding="utf-8")).fetchall()
    except duckdb.Error:
        return []


_ATTACH = {
    "last": "attach $path as last (read_only)",
    "next": "attach $path as next (read_only)",
}


def remember_inputs(inputs: Sequence[Path | str], warehouse: Path) -> None:
    """Keep what a warehouse is built of, for a build that adds to it."""
    absolute = [os.path.abspath(given) for given in inputs]  # noqa: PTH100 - it may be a glob
    place = _remembered(warehouse)
    written = place.with_name(f"{place.name}.building")  # removed by the next build where this one is killed
    written.write_text(json.dumps(absolute), encoding="utf-8", errors="surrogateescape")
    written.replace(place)


def remembered_inputs(warehouse: Path) -> list[str]:
    """Return what the last build was given; nothing where there was none."""
    try:
        return [str(given) for given in json.loads(_remembered(warehouse).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []


def _remembered(warehouse: Path) -> Path:
    return versions_folder(warehouse) / "inputs.json"
