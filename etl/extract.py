"""Reads each input into `RawPage`s, every line accounted for. Nothing is merged or looked up here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from etl.decode import decode
from etl.errors import SourceError
from etl.formats.archive import MAX_DEPTH, members
from etl.formats.budget import Budget
from etl.formats.origin import Content, Origin
from etl.formats.page_text import page_of
from etl.formats.sniff import MOST_OF_UNKNOWN, PROFILE_PAGE, Reading, is_archive, read_sources, why_unknown
from etl.formats.table import UnreadableError
from etl.notes import notes_of
from etl.raw_page import RawPage, source_id_of

__all__ = ["RawPage", "Reading", "read_bytes", "read_content", "read_file", "readings", "readings_in", "readings_of"]


def read_file(path: Path) -> list[RawPage]:
    """Read the raw pages of every source in a file: one of a page, many of a table or an archive.

    Raises SourceError where the file cannot be opened; what it holds never raises.
    """
    return [page for reading in readings(path) for page in reading.pages]


def readings(path: Path) -> Iterator[Reading]:
    """Read a file source by source, with how each was understood."""
    yield from readings_of(read_content(path), path)


def read_content(path: Path | str) -> bytes:
    """Return what a file holds, of one that is not read its beginning; raises SourceError where it cannot be opened."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - for each of many thousand small files
            if os.fstat(file.fileno()).st_size <= MOST_OF_UNKNOWN:
                return file.read()
            start = file.read(MOST_OF_UNKNOWN)
            return start if why_unknown(start) else start + file.read()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check that it is a readable file") from error


def readings_of(data: bytes, path: Path) -> Iterator[Reading]:
    """Read what a file of that name holds. Never raises for what it holds."""
    return readings_in(Content.of(path, data))


def readings_in(content: Content) -> Iterator[Reading]:
    """Read a file of which all is known that is to be known of it as a whole."""
    taken: set[str] = set()
    for reading in _readings_in(content):
        _name_apart(reading, taken)
        reading.source.notes = tuple(notes_of(reading))
        yield reading


def _name_apart(reading: Reading, taken: set[str]) -> None:
    """Number what has the name of an earlier source: an archive may hold several members of one name."""
    shown = name = reading.source.path
    count = 1
    while name in taken:
        count += 1
        name = f"{shown} ({count})"
    taken.add(name)
    for page in reading.pages if count > 1 else ():
        page.path, page.source_id = name, source_id_of(name, page.sha256)


def _readings_in(file: Content) -> Iterator[Reading]:
    budget = Budget.of(len(file.data))
    for content in _contents(file, 0, budget):
        if content.problem:
            origin = Origin.of(content, "zip")
            yield Reading([origin.unreadable(len(content.data), content.problem)])
        else:
            yield from read_sources(content, budget)


_NOTHING_INSIDE = "a zip archive without any file that could be read: see docs/formats.md for what can"


def _contents(content: Content, depth: int, budget: Budget) -> Iterator[Content]:
    if content.problem or not is_archive(content.data):
        yield content
    elif depth == MAX_DEPTH:
        yield content._replace(problem="an archive in an archive in an archive: unpack it first")
    else:
        yield from _members(content, depth, budget)


def _members(content: Content, depth: int, budget: Budget) -> Iterator[Content]:
    is_empty = True
    try:
        for member in members(content.data, budget):
            is_empty = False
            yield from _contents(content.member(*member), depth + 1, budget)
    except UnreadableError as error:
        yield content._replace(problem=str(error))
    else:
        if is_empty:
            yield content._replace(problem=_NOTHING_INSIDE)


def read_bytes(data: bytes, path: Path) -> RawPage:
    """Read the text of one profile page, whatever it looks like."""
    text, encoding = decode(data)
    return page_of(text, Origin.of(Content.of(path, data), PROFILE_PAGE, encoding))
