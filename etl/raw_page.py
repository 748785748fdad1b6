"""What reading gives: one `RawPage` for each organisation that a source tells of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.front_matter import FrontMatter
from etl.page.facts import Facts
from etl.page.ledger import Ledger


@dataclass(slots=True)
class RawPage:
    """What one file says of one organisation: who and when, the facts, and the state of each line of the file.

    A table tells of several organisations: as many raw pages, its `part`s, which share the source and its ledger.
    """

    source_id: str
    path: str
    sha256: str
    format: str
    encoding: str
    platform_id: str | None
    slug: str
    page_number: int  # of the catalyst table; 0 for a table of data
    name: str
    name_source: str  # 'front_matter', 'description', 'table', 'slug'
    captured_on: date | None
    captured_on_is_inferred: bool
    front: FrontMatter
    facts: Facts
    ledger: Ledger
    part: int = 0


def real_paths(paths: Iterable[Path]) -> list[str]:
    """Follow every symbolic link in them. In text, and each folder once: every build asks this of every file."""
    folders: dict[str, str] = {}
    return [_real_path(os.fspath(path), folders) for path in paths]


def _real_path(path: str, folders: dict[str, str]) -> str:
    folder, name = os.path.split(path)
    if name in {"", ".", ".."} or os.path.islink(path):  # noqa: PTH114
        return os.path.realpath(path)
    if folder not in folders:
        folders[folder] = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118
    return folders[folder] + name


def shown_paths(paths: Sequence[Path]) -> list[str]:
    """Return the paths relative to the current folder where they are inside, else as given; always with `/`."""
    here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118
    return [_shown(path, real, here) for path, real in zip(paths, real_paths(paths), strict=True)]


def _shown(path: Path, real: str, here: str) -> str:
    shown = real.removeprefix(here) if real.startswith(here) else os.fspath(path)
    return os.fsencode(shown.replace(os.sep, "/")).decode("utf-8", "replace")  # file names need not be valid text


def shown_path(path: Path) -> str:
    """Return one of `shown_paths`."""
    return shown_paths([path])[0]


def source_id_of(shown: str, sha256: str) -> str:
    return hashlib.sha256(f"{shown}\0{sha256}".encode()).hexdigest()[:16]
