"""Builds a warehouse beside the old one, checks it, and only then puts it in the old one's place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.checks import Result, run_checks
from etl.config import SCHEMA_VERSION
from etl.errors import BuildError, SourceError
from etl.extract import RawPage, find_files, read_files
from etl.publish import publication
from etl.transform import SQL, append, load_reference, run_file, transform

Progress = Callable[[Sequence[Path]], Iterable[Path]]
"""Passes the files through while showing how far the build is, as `tqdm.tqdm` does."""


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
    seconds: float


def build(inputs: Sequence[Path | str], warehouse: Path, progress: Progress = iter) -> Summary:
    """Build `warehouse` from files, folders and globs, and publish it.

    Raises SourceError if nothing usable is found, BuildError if a check of severity `error` finds bad rows; either way
    the old warehouse stays as it is.
    """
    started = time.monotonic()
    files = find_files(inputs)
    pages = list(read_files(progress(files)))
    if not any(page.facts.is_profile for page in pages):
        raise SourceError(f"{_named(inputs)}: no profile page found in {len(files)} files; {_HELP}")
    return _publish(pages, warehouse, started)


def build_empty(warehouse: Path) -> Summary:
    """Build a warehouse with its reference tables and no pages."""
    return _publish([], warehouse, time.monotonic())


_HELP = "expected the saved text of organisation profiles (*.txt, *.md) with labels or a table of catalysts"


def _named(inputs: Sequence[Path | str]) -> str:
    return ", ".join(str(given) for given in inputs)


def _publish(pages: Sequence[RawPage], warehouse: Path, started: float) -> Summary:
    with publication(warehouse) as path, duckdb.connect(path) as con:
        results = _fill(con, pages)
        summary = _summarise(con, results, time.monotonic() - started)
        con.execute("checkpoint").fetchall()
    return summary


def _fill(con: duckdb.DuckDBPyConnection, pages: Sequence[RawPage]) -> list[Result]:
    built_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    run_file(con, SQL / "schema.sql")
    run_file(con, SQL / "views.sql")
    append(con, "build", [(SCHEMA_VERSION, built_at)])
    load_reference(con)
    transform(con, pages, built_at)
    results = run_checks(con)
    append(con, "data_check", results)
    failed = [result for result in results if result.severity == "error" and result.bad_rows]
    if failed:
        raise BuildError(_describe_failure(failed))
    return results


def _describe_failure(failed: Sequence[Result]) -> str:
    found = "; ".join(f"{r.check_name}: {r.bad_rows} bad rows ({r.description}), first: {r.sample}" for r in failed)
    return f"the new warehouse fails its checks, the old one stays. {found}. Please report this with the input file"


def _summarise(con: duckdb.DuckDBPyConnection, results: Sequence[Result], seconds: float) -> Summary:
    ((pages, organisations, catalysts, engagements, declared, captured, rejected),) = con.execute(
        (SQL / "summary.sql").read_text(encoding="utf-8")
    ).fetchall()
    warnings = tuple(result for result in results if result.severity == "warning" and result.bad_rows)
    return Summary(pages, organisations, catalysts, engagements, declared, captured, rejected, warnings, seconds)
