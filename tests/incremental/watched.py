"""A folder of pages with its warehouse, which tests change and build again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from etl.load import Summary, build

PAGE = "Engaged catalyst\n2\n![]()  | {name} | Other {day} Jan 2024 | | |\n"
LONG_AGO = 1_600_000_000


def settle(folder: Path) -> None:
    """Make the files old enough for their time of modification to be trusted."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


def made_from_nothing(_: Any) -> None:
    pytest.fail("the warehouse is made from nothing")


class Watched:
    """A folder of pages with its warehouse; remembers which files each build looked into."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"
        self.pages.mkdir()
        self.warehouse = folder / "warehouse.duckdb"
        self.opened: list[str] = []

    def write(self, name: str, text: str) -> None:
        (self.pages / name).write_text(text, encoding="utf-8")

    def build(self, *, full: bool = False) -> Summary:
        return build([self.pages], self.warehouse, self._watch, full=full)

    def _watch(self, files: Sequence[Path]) -> Iterable[Path]:
        self.opened = [path.name for path in files]
        return files
