"""Finds inputs and reads each into `RawPage`s, every line accounted for. Nothing is merged or looked up here."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.decode import decode
from etl.errors import SourceError
from etl.formats.archive import MAX_DEPTH, members
from etl.formats.origin import Origin
from etl.formats.page_text import page_of
from etl.formats.sniff import PROFILE_PAGE, Reading, is_archive, read_sources
from etl.formats.table import UnreadableError
from etl.raw_page import RawPage, real_paths, source_id_of

__all__ = ["RawPage", "Reading", "find_files", "read_bytes", "read_file", "readings", "readings_of"]

_TEXT = {".txt", ".md", ".html", ".htm"}
_TABLES = {".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".parquet"}
SUFFIXES = frozenset({*_TEXT, *_TABLES, ".zip"})
"""What is looked for in folders and archives. A file that is named itself may be called anything."""


def find_files(inputs: Sequence[Path | str]) -> list[Path]:
    """Expand files, folders (files with one of `SUFFIXES`, at any depth) and globs to a sorted list without repetition.

    Raises SourceError for an input that matches nothing.
    """
    paths = [path for given in inputs for path in _expand(given)]
    found = dict(zip(real_paths(paths), paths, strict=True))
    return [found[key] for key in sorted(found)]


def _expand(given: Path | str) -> Iterable[Path]:
    path = Path(given)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [path]
    matches = [Path(match) for match in glob.glob(str(given), recursive=True)]  # noqa: PTH207 - absolute patterns too
    if not matches:
        raise SourceError(f"{given}: no such file or folder; check the spelling, or give a glob in quotes")
    return [file for match in matches for file in (_in_folder(match) if match.is_dir() else [match])]


def _in_folder(folder: Path | str) -> list[Path]:
    """List the inputs below a folder; hidden files and folders are none, nor what spreadsheets lock (`~$book.xlsx`)."""
    try:
        with os.scandir(folder) as scanned:
            entries = [entry for entry in scanned if not entry.name.startswith((".", "~$"))]
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read ({error.strerror}); check who may read this folder") from error
    files = [
        Path(entry.path)
        for entry in entries
        if os.path.splitext(entry.name)[1].lower() in SUFFIXES and entry.is_file()  # noqa: PTH122
    ]
    folders = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    return files + [file for inner in folders for file in _in_folder(inner)]


def read_file(path: Path) -> list[RawPage]:
    """Read the raw pages of every source in a file: one of a page, many of a table or an archive.

    Raises SourceError where the file cannot be opened, or needs an extra; what it holds never raises.
    """
    return [page for reading in readings(path) for page in reading.pages]


def readings(path: Path) -> Iterator[Reading]:
    """Read a file source by source, with how each was understood."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check that it is a readable file") from error
    yield from readings_of(data, path)


def readings_of(data: bytes, path: Path) -> Iterator[Reading]:
    """Read what a file of that name holds. Never raises for what it holds; SourceError where an extra is missing."""
    taken: set[str] = set()
    for reading in _readings_of(data, path):
        _name_apart(reading, taken)
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


def _readings_of(data: bytes, path: Path) -> Iterator[Reading]:
    for content in _contents(_Content(path, data), 0):
        if content.problem:
            origin = Origin.of(content.path, content.data, "zip")
            yield Reading([origin.unreadable(len(content.data), content.problem)])
        else:
            yield from read_sources(content.data, content.path)


class _Content(NamedTuple):
    """A file, or a member of an archive: `archive.zip/inner/page.txt`."""

    path: Path
    data: bytes
    problem: str | None = None


def _contents(content: _Content, depth: int) -> Iterator[_Content]:
    if content.problem or not is_archive(content.data):
        yield content
    elif depth == MAX_DEPTH:
        yield content._replace(problem="an archive in an archive in an archive: unpack it first")
    else:
        try:
            for member in members(content.data, SUFFIXES):
                yield from _contents(_Content(content.path / member.name, member.data, member.problem), depth + 1)
        except UnreadableError as error:
            yield content._replace(problem=str(error))


def read_bytes(data: bytes, path: Path) -> RawPage:
    """Read the text of one profile page, whatever it looks like."""
    text, encoding = decode(data)
    return page_of(text, Origin.of(path, data, PROFILE_PAGE, encoding))
