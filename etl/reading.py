"""Files to the rows of the store: one function that runs in any process.

What it is given and what it returns are plain values, so that it does not matter where it ran: `etl.reading_frames`
hands them over in columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from etl.extract import Reading, read_content, readings_in
from etl.formats.origin import Content, hash_of
from etl.notes import NEEDS_PACKAGE
from etl.raw import TABLES, Entry, Read
from etl.statements import Row

Rows = TypeVar("Rows")


class Asked(NamedTuple):
    """A file to read, the name it is shown by, and the hash of its content when it was read before ('' if never)."""

    path: str
    shown: str
    known: str


class Batch(NamedTuple, Generic[Rows]):
    """What was read from some files.

    `hashes`: of each file's content, in the order of the files. `unread`: names of those that want a package first.
    `entries`: each once, with its `entry_id`. `tables`: the rows of the others in the store.
    """

    hashes: list[str]
    unread: list[str]
    entries: dict[Entry, int]
    tables: dict[str, Rows]


def read_batch(files: Sequence[Asked], now: datetime) -> Batch[list[Row]]:
    """Read those files whose content is not what it was. `now` (UTC) is when they are read.

    Raises SourceError where one cannot be opened; what it holds never raises.
    """
    batch: Batch[list[Row]] = Batch([], [], _Numbered(), {table: [] for table in TABLES})
    for file in files:
        data = read_content(file.path)
        sha256 = hash_of(data)
        batch.hashes.append(sha256)
        if sha256 != file.known:
            _add(batch, readings_in(Content(Path(file.path), data, file.shown, sha256)), file.shown, now)
    return batch


def _add(batch: Batch[list[Row]], readings: Iterable[Reading], shown: str, now: datetime) -> None:
    for reading in readings:
        counts = reading.source.ledger.counts()  # its parts share the ledger
        if any(note.what == NEEDS_PACKAGE for note in reading.source.notes):
            batch.unread.append(shown)
        for page in reading.pages:
            read = Read(page, shown, counts, now, batch.entries.__getitem__)
            for table, rows_of in TABLES.items():
                batch.tables[table] += rows_of(read)


class _Numbered(dict[Entry, int]):
    """Entries with their numbers: what is looked up is put in."""

    def __missing__(self, entry: Entry) -> int:
        self[entry] = number = entry_id_of(entry)
        return number


@lru_cache(maxsize=50_000)
def entry_id_of(entry: Entry) -> int:
    """Number an entry by its content, so that processes need not agree on numbers: 64 bits with a sign."""
    digest = hashlib.blake2b(repr(entry).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
