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
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import duckdb

from etl.collector import paused_collector
from etl.config import PROJECT, REFERENCE
from etl.errors import SourceError
from etl.inputs import Input
from etl.publish import remove_database, writable
from etl.reading import Asked, Batch, read_batch
from etl.statements import SQL, Row, append, run_file, transaction

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[Sequence[Path]], Iterable[Path]]
"""Passes the files through while showing how far the build is, as `tqdm.tqdm` does."""

BATCH = 1_000
"""Files read between two commits. Only a few times that many pages are in memory at once."""

WORTH_PROCESSES = 4_000
"""Files from which on processes of their own read them: to start these takes as long as to read about a thousand."""

_LOG = {"wal_autocheckpoint": "128MB"}
"""How much is committed before tables are compressed: each time, the last rows of before are compressed once more."""

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


@contextmanager
def opened_store(path: Path, *, anew: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the store for writing; an empty one where there is none, where it is of no use, or if `anew`."""
    con = None if anew else _open_usable(path)
    if con is None:
        remove_database(path)
        con = writable(path, **_LOG)
        run_file(con, SQL / "store.sql")
        append(con, "state", [(FINGERPRINT,)])
    with con:
        yield con


def _open_usable(path: Path) -> duckdb.DuckDBPyConnection | None:
    """Open a store that code like this has filled; None where it is another one, or damaged, or not there."""
    if not path.exists():
        return None
    try:
        con = writable(path, **_LOG)
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
        files = look_at_all(inputs)
    suspects = [file for file in files.values() if not _seems_unchanged(file, known)]
    entries = {number for (number,) in store.execute("select entry_id from entry").fetchall()}
    shown = iter(progress([Path(file.path) for file in suspects]))
    read = 0
    for files_of, batch in _read_all(suspects, known, now):
        deque(islice(shown, len(files_of)), maxlen=0)
        read += _keep(store, files_of, batch, known, entries)
    deque(shown, maxlen=0)
    gone = sorted(known.keys() - files.keys())
    with transaction(store):
        run_file(store, SQL / "forget.sql", {"changed": gone, "seen": gone})
    return Changes(read, len(files) - read, len(gone))


def look_at_all(inputs: Sequence[Input]) -> dict[str, File]:
    """Return the files under the names they are shown by. Raises SourceError where one cannot be, or not for sure."""
    files: dict[str, File] = {}
    for found in inputs:
        shown = found.shown()
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


Read: TypeAlias = "Batch[list[Row]] | Batch[pa.Table]"


def _read_all(
    files: Sequence[File], known: Mapping[str, _Known], now: datetime
) -> Iterator[tuple[Sequence[File], Read]]:
    """Yield files in batches, with what they hold. Where there are many, processes of their own read them."""
    batches = [files[start : start + BATCH] for start in range(0, len(files), BATCH)]
    asked = ([Asked(file.path, file.shown, _hash_of(file, known)) for file in batch] for batch in batches)
    if len(files) < WORTH_PROCESSES:
        yield from zip(batches, (_read_here(batch, now) for batch in asked), strict=True)
        return
    from etl.reading_processes import MOST_PROCESSES, cores, read_batches

    with closing(read_batches(asked, now, min(cores(), MOST_PROCESSES))) as found:
        yield from zip(batches, found, strict=True)


def _read_here(files: Sequence[Asked], now: datetime) -> Batch[list[Row]]:
    with paused_collector():
        return read_batch(files, now)


def _hash_of(file: File, known: Mapping[str, _Known]) -> str:
    return known[file.shown].sha256 if file.shown in known else ""


def _keep(
    store: duckdb.DuckDBPyConnection, files: Sequence[File], batch: Read, known: Mapping[str, _Known], entries: set[int]
) -> int:
    """Commit what was read from files; return how many had changed. `entries`: numbers of those kept already."""
    seen = [_seen(file, sha256, batch.unread) for file, sha256 in zip(files, batch.hashes, strict=True)]
    pairs = zip(files, seen, strict=True)
    changed = [file.shown for file, row in pairs if row[3] == "" or row[3] != _hash_of(file, known)]
    new = [(number, *entry[:3], list(entry[3])) for entry, number in batch.entries.items() if number not in entries]
    with transaction(store):
        if not known.keys().isdisjoint(row[0] for row in seen):
            run_file(store, SQL / "forget.sql", {"changed": changed, "seen": [row[0] for row in seen]})
        for table, rows in batch.tables.items():
            append(store, table, rows)
        append(store, "entry", new)
        append(store, "file", seen)
    entries.update(row[0] for row in new)
    return len(changed)


def _seen(file: File, sha256: str, unread: Container[str]) -> Row:
    """Return the row of `file`; what could not be read for want of a package is never taken for unchanged."""
    if file.shown in unread:
        return file.shown, file.size, _UNSETTLED, ""
    return file.shown, file.size, _settled(file), sha256


def _settled(file: File) -> int:
    """A file may change again within one tick of the clock that its time of modification is taken from."""
    return file.modified_ns if time.time_ns() - file.modified_ns > _SETTLES_AFTER_NS else _UNSETTLED
