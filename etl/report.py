"""What `status` and `rejected` print: plain facts and CSV from a published warehouse."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import duckdb

from etl.cells import safe_cell
from etl.config import SCHEMA_VERSION
from etl.errors import WarehouseError
from etl.findings import finding_lines
from etl.i18n import told
from etl.lake import open_read_only
from etl.statements import SQL


@contextmanager
def opened(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published warehouse read-only. Raises WarehouseError where there is none that can be read."""
    if not warehouse.exists():
        raise WarehouseError(f"{warehouse}: no warehouse there; run `python -m etl build` first")
    try:
        with open_read_only(str(warehouse.resolve()), {"enable_external_access": False})[0] as con:
            _refuse_other_versions(con, warehouse)
            yield con
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise WarehouseError(f"{warehouse}: is not a readable warehouse; run `python -m etl build --full`") from error


def _refuse_other_versions(con: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    try:
        ((version,),) = con.execute("select schema_version from build").fetchall()
    except (duckdb.CatalogException, ValueError):
        version = None
    if version != SCHEMA_VERSION:
        raise WarehouseError(f"{warehouse}: is of another version; run `python -m etl build` again")


def _one(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    """Run `etl/sql/<name>.sql`, which returns one row."""
    cursor = con.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))
    columns = [column[0] for column in cursor.description or []]
    (row,) = cursor.fetchall()
    return dict(zip(columns, row, strict=True))


def status_lines(warehouse: Path, now: datetime | None = None) -> list[str]:
    """Return one fact per line: sources, rows, coverage, rejected lines, age of the data; then what to look at."""
    with opened(warehouse) as con:
        facts, findings = _one(con, "status"), list(finding_lines(con))
    today = (now or datetime.now(UTC)).date()
    return [
        f"warehouse: {warehouse}",
        f"built: {facts['built_at']} UTC",
        f"sources: {facts['sources']} ({facts['lines']} lines)",
        f"organisations: {facts['organisations']} ({facts['synthetic']} synthetic)",
        f"catalysts: {facts['catalysts']} ({facts['regional_authorities']} of 18 regional authorities)",
        f"engagements: {facts['engagements']} ({facts['dated']} dated{_span(facts)})",
        f"coverage: {facts['captured']} of {facts['declared']} declared catalysts captured; "
        f"{facts['complete']} of {facts['organisations']} organisations complete",
        f"rejected lines: {facts['rejected_lines']}",
        f"check warnings: {facts['warnings'] or 'none'}",
        f"latest capture: {_age(facts, today)}",
        *findings,
    ]


def _span(facts: dict[str, Any]) -> str:
    return f", from {facts['first_engaged']} to {facts['last_engaged']}" if facts["dated"] else ""


def _age(facts: dict[str, Any], today: Any) -> str:
    captured = facts["last_captured"]
    if captured is None:
        return "unknown"
    inferred = ", inferred from the newest date on the page" if facts["last_is_inferred"] else ""
    if captured > today:
        return f"{captured} (later than today: some clock was wrong{inferred})"
    return f"{captured} ({(today - captured).days} days ago{inferred})"


def write_rejected(warehouse: Path, out: TextIO) -> bool:
    """Write what could not be understood as CSV: file, line, raw text, reason.

    Return whether some of it is of HTML, whose lines are those of the text that is made of it.
    """
    with opened(warehouse) as con:
        rows = con.execute((SQL / "rejected.sql").read_text(encoding="utf-8")).fetchall()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file", "line", "raw text", "reason"])
    for path, line, raw, reason, _ in rows:
        writer.writerow([safe_cell(path), line, safe_cell(raw), safe_cell(told(reason))])
    return any(is_html for *_, is_html in rows)
