"""Which files a build is given: files, folders and globs made into a sorted list, each file once.

Every build looks at every file, changed or not. So this is done in text rather than in `Path`s, and each folder is
followed once.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.config import PROJECT
from etl.errors import SourceError

_TEXT = {".txt", ".md", ".html", ".htm"}
_TABLES = {".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".parquet"}
SUFFIXES = frozenset({*_TEXT, *_TABLES, ".zip"})
"""What inputs are usually called. It decides nothing: a file is read as what it holds."""

_HIDDEN = (".", "~$")  # `~$book.xlsx` is how a spreadsheet locks its file
_HIDDEN_NAMES = {"thumbs.db", "desktop.ini"}  # what Windows hides
_BESIDE_PAGE = ("_files", "_fichiers")
"""How a browser calls the folder of scripts and pictures that it saves beside a page."""


def is_hidden(name: str) -> bool:
    """Whether a file or folder is none that people put there: hidden, locked, or an editor's copy."""
    return name.startswith(_HIDDEN) or name.endswith("~") or name.lower() in _HIDDEN_NAMES


def saved_pages(names: Iterable[str]) -> frozenset[str]:
    """Return the names of saved HTML pages, without their suffix."""
    split = map(os.path.splitext, names)
    return frozenset(stem for stem, suffix in split if suffix.lower() in (".html", ".htm"))


def is_beside_page(folder: str, pages: frozenset[str]) -> bool:
    """Whether a folder belongs to one of these saved pages, which holds all of its text."""
    return any(folder.endswith(end) and folder.removesuffix(end) in pages for end in _BESIDE_PAGE)


class Input(NamedTuple):
    """A file as it was found, and where it really is."""

    path: str
    real: str

    def shown(self) -> str:
        """Return the path relative to the project where it is inside, else as given and absolute; always with `/`.

        So a file is the same source wherever a build is started from.
        """
        path = self.real if self.real.startswith(_INSIDE) else os.path.abspath(self.path)  # noqa: PTH100
        shown = path.removeprefix(_INSIDE)
        return os.fsencode(shown.replace(os.sep, "/")).decode("utf-8", "replace")  # names need not be valid text


_INSIDE = os.path.join(PROJECT, "")  # noqa: PTH118


def shown_path(path: Path) -> str:
    """Return how a file is named wherever it is shown: see `Input.shown`."""
    return Input(os.fspath(path), os.path.realpath(path)).shown()


def find_files(inputs: Sequence[Path | str]) -> list[Path]:
    """Expand files, folders (files at any depth that are not hidden) and globs to a sorted list without repetition.

    Raises SourceError for an input that matches nothing, and for a folder that cannot be read.
    """
    return [Path(found.path) for found in find_inputs(inputs)]


def find_inputs(inputs: Sequence[Path | str]) -> list[Input]:
    """Find the same as `find_files`."""
    found = {one.real: one for given in inputs for one in _expand(os.fspath(given))}
    return [found[real] for real in sorted(found)]


def _expand(given: str) -> Iterator[Input]:
    matches = [given] if os.path.exists(given) else glob.glob(given, recursive=True)  # noqa: PTH110, PTH207
    if not matches:
        raise SourceError(f"{given}: no such file or folder; check the spelling, or give a glob in quotes")
    for match in matches:
        real = os.path.realpath(match)
        if os.path.isdir(real):  # noqa: PTH112
            yield from _in_folders(os.path.normpath(match))
        else:
            yield Input(match, real)


def _in_folders(folder: str) -> Iterator[Input]:
    """List the inputs below a folder, then those below folders that it links to: each folder once, links last."""
    seen: set[str] = set()
    links = [folder]
    while links:
        linked: list[str] = []
        for link in links:
            yield from _in_folder(link, os.path.realpath(link), seen, linked)
        links = sorted(linked)


def _in_folder(folder: str, real: str, seen: set[str], links: list[str]) -> Iterator[Input]:
    """List the inputs below a folder but for links to folders, which are put into `links`."""
    if real in seen:
        return
    seen.add(real)
    try:
        with os.scandir(folder) as scanned:
            entries = [entry for entry in scanned if not is_hidden(entry.name)]
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read ({error.strerror}); check who may read this folder") from error
    pages = saved_pages(entry.name for entry in entries)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not is_beside_page(entry.name, pages):
                yield from _in_folder(entry.path, f"{real}{os.sep}{entry.name}", seen, links)
        elif not entry.is_symlink():
            if entry.is_file():
                yield Input(entry.path, f"{real}{os.sep}{entry.name}")
        elif entry.is_dir():
            links.append(entry.path)
        elif entry.is_file():
            yield Input(entry.path, os.path.realpath(entry.path))
