"""Data checks: each file in `etl/checks` is a query that returns bad rows. They run after every build.

-- check: what is true of good data
-- fr: the same in French
-- severity: error (such a warehouse is never published) or warning
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

FOLDER = Path(__file__).resolve().parent / "checks"
_HEADER = re.compile(
    r"-- check: (?P<description>.+)\n-- fr: (?P<description_fr>.+)\n-- severity: (?P<severity>error|warning)\n"
)
_SAMPLE_LENGTH = 500


class Check(NamedTuple):
    name: str
    description: str
    description_fr: str
    severity: str
    sql: str


class Result(NamedTuple):
    """One row of the table `data_check`."""

    check_name: str
    description: str
    description_fr: str
    severity: str
    bad_rows: int
    sample: str | None


def all_checks() -> Sequence[Check]:
    return [_read(path) for path in sorted(FOLDER.glob("*.sql"))]


def _read(path: Path) -> Check:
    sql = path.read_text(encoding="utf-8")
    header = _HEADER.match(sql)
    assert header, f"{path.name} does not begin with its check, in English and French, and severity"
    return Check(path.stem, **header.groupdict(), sql=sql)


def run_checks(con: duckdb.DuckDBPyConnection) -> list[Result]:
    """Run every check on the warehouse this connection is open on."""
    return [_run(con, check) for check in all_checks()]


def _run(con: duckdb.DuckDBPyConnection, check: Check) -> Result:
    cursor = con.execute(check.sql)
    columns = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    sample = ", ".join(f"{name} = {value}" for name, value in zip(columns, rows[0], strict=True)) if rows else None
    return Result(*check[:4], len(rows), sample and sample[:_SAMPLE_LENGTH])
