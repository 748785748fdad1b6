"""Builds a warehouse beside the old one, checks it, and only then puts it in the old one's place."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl import overrides
from etl.checks import Result, run_checks
from etl.collector import paused_collector
from etl.config import SCHEMA_VERSION
from etl.errors import BuildError, SourceError, WarehouseError
from etl.findings import remark_lines
from etl.former import Vanished, former_corrections, remember_inputs, remembered_inputs, vanished
from etl.inputs import Input, find_inputs
from etl.lake import is_damage
from etl.overrides import Override, apply_overrides, read_overrides
from etl.publish import publication, remove_database, store_beside, writable
from etl.statements import SQL, Row, Runner, append, run_file, transaction
from etl.store import FINGERPRINT, Changes, Progress, opened_store, refresh
from etl.transform import Derivation, load_reference, roll_up


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
    remarks: tuple[str, ...]  # on how files were read, in words: a heading with their number, and the first of them
    changes: Changes
    vanished: Vanished
    seconds: float


def build(
    inputs: Sequence[Path | str], warehouse: Path, progress: Progress = iter, *, full: bool = False, add: bool = False
) -> Summary:
    """Bring `warehouse` up to date with files, folders and globs, and publish it.

    Only files that are new or changed since the last build are read; with `full` all are. With `add` the inputs come to
    those of the last build. Raises SourceError if nothing usable is found, BuildError if a check of severity `error`
    finds bad rows; either way the old warehouse stays.
    """
    given = [*(remembered_inputs(warehouse) if add else ()), *inputs]
    with paused_collector():
        files = find_inputs(given)
    return _build(files, warehouse, progress, full=full, given=given)


def build_empty(warehouse: Path) -> Summary:
    """Build a warehouse with its reference tables and no pages."""
    return _build([], warehouse, iter, full=False, given=[])


def build_from_store(fill: Callable[[duckdb.DuckDBPyConnection, datetime], None], warehouse: Path) -> Summary:
    """Build a warehouse of what `fill` puts into an empty store, being given that and the time (UTC)."""
    started = time.monotonic()
    built_at = now()
    with publication(warehouse) as path:
        store = store_beside(warehouse)
        with opened_store(store, anew=True) as con, transaction(con):
            fill(con, built_at)
        with paused_collector():
            results, figures, remarks = _fill(path, store, built_at, warehouse)
    return summary(results, figures, remarks, Changes(0, 0, 0), Vanished(0, None), started)


REMARKS = 5
"""Most remarks on reading that a build ends with."""

WORTH_IT = 0.3
"""Share of changed organisations up to which a copy of the last warehouse is brought up to date."""

_HELP = "expected saved profiles of organisations, or tables of engagements or organisations (docs/formats.md)"


def _build(
    files: Sequence[Input], warehouse: Path, progress: Progress, *, full: bool, given: Sequence[Path | str]
) -> Summary:
    """Build; once more from nothing where what was kept of former builds turns out to be damaged."""
    try:
        return _built(files, warehouse, progress, full=full, given=given)
    except (WarehouseError, duckdb.Error) as error:
        if full or not is_damage(error.__cause__ if isinstance(error, WarehouseError) else error):
            raise
    return _built(files, warehouse, progress, full=True, given=given)


def _built(
    files: Sequence[Input], warehouse: Path, progress: Progress, *, full: bool, given: Sequence[Path | str]
) -> Summary:
    """`given`: where at least one profile must be found, in the user's words; nothing where there need be none."""
    started = time.monotonic()
    built_at = now()
    with publication(warehouse) as path:
        store = store_beside(warehouse)
        with opened_store(store, anew=full) as con:
            changes = refresh(con, files, built_at, progress)
            if given:
                refuse_nothing(con, ", ".join(map(str, given)), len(files))
        with paused_collector():
            filled = None if full else _go_on(path, store, built_at, warehouse)
            results, figures, remarks = filled or _fill(path, store, built_at, warehouse)
        gone = vanished(warehouse, path)
        remember_inputs(given, warehouse)
    return summary(results, figures, remarks, changes, gone, started)


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


Figures = tuple[int, int, int, int, int, int, int]
"""Those that a `Summary` begins with."""


Filled = tuple[list[Result], Figures, tuple[str, ...]]
"""What there is to say of a warehouse: its checks, figures and remarks."""


def summary(
    results: list[Result],
    figures: Figures,
    remarks: tuple[str, ...],
    changes: Changes,
    gone: Vanished,
    started: float,
) -> Summary:
    warnings = tuple(result for result in results if result.severity == "warning" and result.bad_rows)
    return Summary(*figures, warnings, remarks, changes, gone, time.monotonic() - started)


def refuse_nothing(con: duckdb.DuckDBPyConnection, expected_in: str, files: int) -> None:
    """Raise SourceError where there is no profile in the store, the database of `con`."""
    if not con.execute("select 1 from source where is_profile limit 1").fetchall():
        raise SourceError(f"{expected_in}: no profile page found in {files} files; {_help(con)}")


def _help(store: duckdb.DuckDBPyConnection) -> str:
    """What to do where nothing could be read."""
    needed = store.execute((SQL / "needed_packages.sql").read_text(encoding="utf-8")).fetchall()
    return "; ".join(words for (words,) in needed) or _HELP


def _go_on(path: Path, store: Path, built_at: datetime, last: Path) -> Filled | None:
    """Fill `path` with what has changed since the `last` warehouse; None where it is better made from nothing.

    So whatever may be wrong with that one, nothing of it comes into the next.
    """
    if not last.exists():
        return None
    try:
        shutil.copyfile(last, path)
        return _fill(path, store, built_at, last, is_copy=True)
    except (duckdb.Error, BuildError, _StartAnewError):
        remove_database(path)
        return None


class _StartAnewError(Exception):
    """A warehouse of other code, or so much has changed that it is cheaper to fill an empty one."""


def _fill(path: Path, store: Path, built_at: datetime, last: Path, *, is_copy: bool = False) -> Filled:
    """Fill the empty file at `path`, or bring the copy of the `last` warehouse there up to date."""
    former = former_corrections(last)
    with writable(path) as con:
        con.execute("attach $store as store (read_only)", {"store": str(store)}).fetchall()
        if is_copy:
            _refuse_other_code(con)
        else:
            lay_out(con)
        corrections = read_overrides(overrides.FILE)
        corrected = [
            {one.subject_id for one in corrections if one.subject == subject}
            for subject in ("organisation", "engagement")
        ]
        derivation = Derivation(con, *corrected)
        if is_copy and derivation.share() > WORTH_IT:
            raise _StartAnewError
        with transaction(con):  # of its own: a key that is gone can be used again only when that is committed
            derivation.remove_outdated()
        return complete(con, derivation, corrections, former, built_at, FINGERPRINT, run_file)


def complete(
    con: duckdb.DuckDBPyConnection,
    derivation: Derivation,
    corrections: Sequence[Override],
    former: Sequence[Row],
    built_at: datetime,
    fingerprint: str,
    run: Runner,
) -> Filled:
    """Derive the tables, correct and check them. `former`: as `apply_overrides` says; `run` runs a file of SQL.

    Raises BuildError if a check of severity `error` finds bad rows.
    """
    with transaction(con):
        append(con, "build", [(SCHEMA_VERSION, built_at)])
        derivation.fill(fingerprint, run)
        apply_overrides(con, corrections, former)
        roll_up(con)
        run_file(con, SQL / "search.sql")
        results = _checked(con)
    (figures,) = con.execute((SQL / "summary.sql").read_text(encoding="utf-8")).fetchall()
    remarks = tuple(remark_lines(con, REMARKS))
    con.execute("checkpoint").fetchall()
    return results, figures, remarks


def _refuse_other_code(con: duckdb.DuckDBPyConnection) -> None:
    if con.execute("select fingerprint from derivation.state").fetchall() != [(FINGERPRINT,)]:
        raise _StartAnewError


def lay_out(con: duckdb.DuckDBPyConnection) -> None:
    with transaction(con):
        for name in ("schema.sql", "rollup.sql", "derivation.sql", "views.sql", "selected.sql", "totals.sql"):
            run_file(con, SQL / name)
        load_reference(con)


def _checked(con: duckdb.DuckDBPyConnection) -> list[Result]:
    results = run_checks(con)
    append(con, "data_check", results)
    failed = [result for result in results if result.severity == "error" and result.bad_rows]
    if failed:
        raise BuildError(_describe_failure(failed))
    return results


def _describe_failure(failed: Sequence[Result]) -> str:
    found = "; ".join(f"{r.check_name}: {r.bad_rows} bad rows ({r.description}), first: {r.sample}" for r in failed)
    return f"the new warehouse fails its checks, the old one stays. {found}. Please report this with the input file"
