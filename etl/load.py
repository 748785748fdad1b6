"""Builds a warehouse beside the old one, checks it, and only then puts it in the old one's place."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl import overrides
from etl.checks import Result, run_checks
from etl.config import SCHEMA_VERSION
from etl.errors import BuildError, SourceError
from etl.extract import find_files
from etl.overrides import apply_overrides, read_overrides
from etl.publish import publication, store_beside
from etl.statements import SQL, append, run_file
from etl.store import Changes, Progress, opened_store, refresh
from etl.transform import load_reference, transform


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, for the words at its end."""

    pages: int
    organisations: int
    catalysts: int
    engagements: int
    declared_catalysts: int
    captured_catalysts: int
    rejected_lines: int
    warnings: tuple[Result, ...]
    changes: Changes
    seconds: float


def build(inputs: Sequence[Path | str], warehouse: Path, progress: Progress = iter, *, full: bool = False) -> Summary:
    """Bring `warehouse` up to date with files, folders and globs, and publish it.

    Only files that are new or changed since the last build are read; with `full` all are. Raises SourceError if nothing
    usable is found, BuildError if a check of severity `error` finds bad rows; either way the old warehouse stays.
    """
    files = find_files(inputs)
    return _build(files, warehouse, progress, full=full, expected_in=", ".join(str(given) for given in inputs))


def build_empty(warehouse: Path) -> Summary:
    """Build a warehouse with its reference tables and no pages."""
    return _build([], warehouse, iter, full=False, expected_in=None)


_HELP = "expected saved profiles of organisations, or tables of engagements or organisations (docs/formats.md)"


def _build(
    files: Sequence[Path], warehouse: Path, progress: Progress, *, full: bool, expected_in: str | None
) -> Summary:
    """`expected_in`: where at least one profile must be found, in the user's words."""
    started = time.monotonic()
    built_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    with publication(warehouse) as path:
        store = store_beside(warehouse)
        with opened_store(store, anew=full) as con:
            changes = refresh(con, files, built_at, progress)
            if expected_in and not con.execute("select 1 from source where is_profile limit 1").fetchall():
                raise SourceError(f"{expected_in}: no profile page found in {len(files)} files; {_HELP}")
        with duckdb.connect(path) as con:
            con.execute("attach $store as store (read_only)", {"store": str(store)}).fetchall()
            con.execute("begin").fetchall()
            results = _fill(con, built_at)
            con.execute("commit").fetchall()
            summary = _summarise(con, results, changes, time.monotonic() - started)
            con.execute("checkpoint").fetchall()
    return summary


def _fill(con: duckdb.DuckDBPyConnection, built_at: datetime) -> list[Result]:
    run_file(con, SQL / "schema.sql")
    run_file(con, SQL / "views.sql")
    append(con, "build", [(SCHEMA_VERSION, built_at)])
    load_reference(con)
    transform(con)
    apply_overrides(con, read_overrides(overrides.FILE))
    results = run_checks(con)
    append(con, "data_check", results)
    failed = [result for result in results if result.severity == "error" and result.bad_rows]
    if failed:
        raise BuildError(_describe_failure(failed))
    return results


def _describe_failure(failed: Sequence[Result]) -> str:
    found = "; ".join(f"{r.check_name}: {r.bad_rows} bad rows ({r.description}), first: {r.sample}" for r in failed)
    return f"the new warehouse fails its checks, the old one stays. {found}. Please report this with the input file"


def _summarise(con: duckdb.DuckDBPyConnection, results: Sequence[Result], changes: Changes, seconds: float) -> Summary:
    ((pages, organisations, catalysts, engagements, declared, captured, rejected),) = con.execute(
        (SQL / "summary.sql").read_text(encoding="utf-8")
    ).fetchall()
    warnings = tuple(result for result in results if result.severity == "warning" and result.bad_rows)
    return Summary(
        pages, organisations, catalysts, engagements, declared, captured, rejected, warnings, changes, seconds
    )
