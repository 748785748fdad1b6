"""Which files a build is given: files, folders and globs made into a sorted list, each file once.

Every build looks at every file, changed or not. So this is done in text rather than in `Path`s, and each folder is
followed once.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.errors import SourceError

_TEXT = {".txt", ".md", ".html", ".htm"}
_TABLES = {".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".parquet"}
SUFFIXES = frozenset({*_TEXT, *_TABLES, ".zip"})
"""What is looked for in folders and archives. A file that is named itself may be called anything."""

_HIDDEN = (".", "~$")  # `~$book.xlsx` is how a spreadsheet locks its file


class Input(NamedTuple):
    """A file as it was found, and where it really is."""

    path: str
    real: str

    def shown(self, here: str) -> str:
        """Return the path relative to the folder `here` where it is inside, else as given; always with `/`."""
        inside = os.path.join(here, "")  # noqa: PTH118
        shown = self.real.removeprefix(inside) if self.real.startswith(inside) else self.path
        return os.fsencode(shown.replace(os.sep, "/")).decode("utf-8", "replace")  # names need not be valid text


def shown_path(path: Path) -> str:
    """Return how a file is named wherever it is shown: see `Input.shown`."""
    return Input(os.fspath(path), os.path.realpath(path)).shown(os.getcwd())  # noqa: PTH109


def find_files(inputs: Sequence[Path | str]) -> list[Path]:
    """Expand files, folders (files with one of `SUFFIXES`, at any depth) and globs to a sorted list without repetition.

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
            yield from _in_folder(os.path.normpath(match), real)
        else:
            yield Input(match, real)


def _in_folder(folder: str, real: str) -> Iterator[Input]:
    """List the inputs below a folder; hidden ones are none. Links to files are followed, links to folders are not."""
    try:
        with os.scandir(folder) as scanned:
            entries = [entry for entry in scanned if not entry.name.startswith(_HIDDEN)]
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read ({error.strerror}); check who may read this folder") from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(entry.path, f"{real}{os.sep}{entry.name}")
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and entry.is_file():  # noqa: PTH122
            is_link = entry.is_symlink()
            yield Input(entry.path, os.path.realpath(entry.path) if is_link else f"{real}{os.sep}{entry.name}")
