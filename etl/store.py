"""Keeps what was read from each file beside the warehouse, so that a build reads only files that are new or changed.

The store is a cache: every table of a warehouse is derived from it, and it may be thrown away at any time. That happens
by itself where what decides the reading has changed (`FINGERPRINT`), and where the store cannot be used. Files are
committed in batches, so that a build that is killed loses one batch of its work and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import platform
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import duckdb

from etl.collector import paused_collector
from etl.config import PROJECT, REFERENCE
from etl.errors import SourceError
from etl.extract import read_file
from etl.inputs import Input
from etl.notes import NEEDS_PACKAGE
from etl.publish import remove_database
from etl.raw import TABLES, Entry, Read
from etl.statements import SQL, Row, append, run_file, transaction

Progress = Callable[[Sequence[Path]], Iterable[Path]]
"""Passes the files through while showing how far the build is, as `tqdm.tqdm` does."""

BATCH = 500
"""Files read between two commits. Only that many pages are in memory at once."""

_UNSETTLED = -1
_SETTLES_AFTER_NS = 2_000_000_000  # the coarsest clock of a file system (FAT) ticks every two seconds


def _fingerprint() -> str:
    """Return a hash of all that decides what files give: code, reference data, Python and its libraries."""
    digest = hashlib.sha256(platform.python_version().encode())
    code = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in {".py", ".sql"})
    libraries = PROJECT / "constraints.txt"
    for path in [*code, libraries, *sorted(REFERENCE.glob("*.json"))]:
        digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


FINGERPRINT = _fingerprint()
"""Taken when this module is imported: the code that runs is the code as it was then."""


class Changes(NamedTuple):
    """How many files a build read, left alone, and found gone."""

    read: int
    unchanged: int
    removed: int


class File(NamedTuple):
    """A file as it stands on disk."""

    path: str
    shown: str
    size: int
    modified_ns: int


class _Known(NamedTuple):
    size: int
    modified_ns: int
    sha256: str


class _Entries:
    """Gives every distinct entry a number, and holds the new ones until they are in the store."""

    def __init__(self, store: duckdb.DuckDBPyConnection) -> None:
        rows = store.execute("from entry").fetchall()
        self._ids: dict[Entry, int] = {(*entry, tuple(stated)): number for number, *entry, stated in rows}
        self._next = max(self._ids.values(), default=0) + 1
        self._new: list[Row] = []

    def id_of(self, entry: Entry) -> int:
        found = self._ids.get(entry)
        if found is None:
            found = self._ids[entry] = self._next
            self._next += 1
            self._new.append((found, *entry[:3], list(entry[3])))
        return found

    def save(self, store: duckdb.DuckDBPyConnection) -> None:
        append(store, "entry", self._new)
        self._new = []


@contextmanager
def opened_store(path: Path, *, anew: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the store for writing; an empty one where there is none, where it is of no use, or if `anew`."""
    con = None if anew else _open_usable(path)
    if con is None:
        remove_database(path)
        con = duckdb.connect(path)
        run_file(con, SQL / "store.sql")
        append(con, "state", [(FINGERPRINT,)])
    with con:
        yield con


def _open_usable(path: Path) -> duckdb.DuckDBPyConnection | None:
    """Open a store that code like this has filled; None where it is another one, or damaged, or not there."""
    if not path.exists():
        return None
    try:
        con = duckdb.connect(path)
    except duckdb.Error:
        return None
    try:
        if con.execute("select fingerprint from state").fetchall() == [(FINGERPRINT,)]:
            return con
    except duckdb.Error:
        pass
    con.close()
    return None


def refresh(store: duckdb.DuckDBPyConnection, inputs: Sequence[Input], now: datetime, progress: Progress) -> Changes:
    """Bring the store up to date with these files and no others. `now` (UTC) is when they are read.

    Raises SourceError where a file cannot be read.
    """
    with paused_collector():
        known = {row[0]: _Known(*row[1:]) for row in store.execute("from file").fetchall()}
        files = _look_at_all(inputs)
    suspects = {Path(file.path): file for file in files.values() if not _seems_unchanged(file, known)}
    entries = _Entries(store)
    read = 0
    for batch in _batches(progress(list(suspects))):
        read += _read_batch(store, [suspects[path] for path in batch], known, now, entries)
    gone = sorted(known.keys() - files.keys())
    with transaction(store):
        run_file(store, SQL / "forget.sql", {"changed": gone, "seen": gone})
    return Changes(read, len(files) - read, len(gone))


def _look_at_all(inputs: Sequence[Input]) -> dict[str, File]:
    """Return the files under the names they are shown by."""
    here = os.getcwd()  # noqa: PTH109
    files: dict[str, File] = {}
    for found in inputs:
        shown = found.shown(here)
        if shown in files:  # file names need not be text: two that read the same would be taken for one file
            raise SourceError(f"{shown}: two files have this name but for bytes that are no text; rename one")
        files[shown] = _look_at(found.path, shown)
    return files


def _look_at(path: str, shown: str) -> File:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check that it is a readable file") from error
    return File(path, shown, found.st_size, found.st_mtime_ns)


def _seems_unchanged(file: File, known: Mapping[str, _Known]) -> bool:
    return file.shown in known and known[file.shown][:2] == (file.size, file.modified_ns)


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    remaining = iter(paths)
    return iter(lambda: list(islice(remaining, BATCH)), [])


def _read_batch(
    store: duckdb.DuckDBPyConnection,
    batch: Sequence[File],
    known: Mapping[str, _Known],
    now: datetime,
    entries: _Entries,
) -> int:
    """Read those files whose content has changed and commit them; return how many these are."""
    hashes = {file.shown: _sha256(Path(file.path)) for file in batch}
    changed = [file for file in batch if file.shown not in known or known[file.shown].sha256 != hashes[file.shown]]
    pages = [page for file in changed for page in _read(file, now, entries)]
    names = {"changed": [file.shown for file in changed], "seen": list(hashes)}
    with transaction(store):
        if not known.keys().isdisjoint(hashes):
            run_file(store, SQL / "forget.sql", names)
        for table, rows_of in TABLES.items():
            append(store, table, (row for page in pages for row in rows_of(page)))
        entries.save(store)
        unread = {page.file_path for page in pages if any(note.what == NEEDS_PACKAGE for note in page.page.notes)}
        append(store, "file", (_seen(file, hashes[file.shown], unread) for file in batch))
    return len(changed)


def _seen(file: File, sha256: str, unread: Container[str]) -> Row:
    """Return the row of `file`; what could not be read for want of a package is never taken for unchanged."""
    if file.shown in unread:
        return file.shown, file.size, _UNSETTLED, ""
    return file.shown, file.size, _settled(file), sha256


def _read(file: File, now: datetime, entries: _Entries) -> Iterator[Read]:
    pages = read_file(Path(file.path))
    counts = {page.source_id: page.ledger.counts() for page in pages if page.part == 0}  # parts share their ledger
    return (Read(page, file.shown, counts[page.source_id], now, entries.id_of) for page in pages)


def _settled(file: File) -> int:
    """A file may change again within one tick of the clock that its time of modification is taken from."""
    return file.modified_ns if time.time_ns() - file.modified_ns > _SETTLES_AFTER_NS else _UNSETTLED


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check that it is a readable file") from error
