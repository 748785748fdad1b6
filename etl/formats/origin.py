"""Where a source came from and how it was decoded: what its raw pages have in common."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from etl.front_matter import FrontMatter
from etl.inputs import shown_path
from etl.page.facts import Facts
from etl.page.ledger import Ledger
from etl.raw_page import RawPage, source_id_of

BINARY = "binary"
"""Stands for the encoding where a format has one of its own."""


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Content(NamedTuple):
    """A file, or a member of an archive (`archive.zip/inner/page.txt`), and the name it is shown by."""

    path: Path
    data: bytes
    shown: str
    sha256: str
    problem: str | None = None

    @classmethod
    def of(cls, path: Path, data: bytes) -> Content:
        return cls(path, data, shown_path(path), hash_of(data))

    def member(self, name: str, data: bytes, problem: str | None) -> Content:
        return Content(self.path / name, data, f"{self.shown}/{PurePosixPath(name)}", hash_of(data), problem)


class Origin(NamedTuple):
    path: Path
    shown: str
    sha256: str
    format: str
    encoding: str

    @classmethod
    def of(cls, content: Content, file_format: str, encoding: str = BINARY) -> Origin:
        return cls(content.path, content.shown, content.sha256, file_format, encoding)

    def within(self, name: str) -> Origin:
        """Return the origin of a part that is a source of its own, such as a sheet: `book.xlsx/Sheet1`."""
        return self._replace(shown=f"{self.shown}/{name}") if name else self

    @property
    def source_id(self) -> str:
        return source_id_of(self.shown, self.sha256)

    def unusable(self, ledger: Ledger) -> RawPage:
        """Return the raw page of a source that tells of no organisation: it only accounts for its lines."""
        return RawPage(
            *(self.source_id, self.shown, self.sha256, self.format, self.encoding),
            platform_id=None,
            slug="",
            page_number=0,
            name="",
            name_source="slug",
            captured_on=None,
            captured_on_is_inferred=True,
            front=FrontMatter(),
            facts=Facts(),
            ledger=ledger,
        )

    def unreadable(self, size: int, reason: str) -> RawPage:
        """Return the raw page of a file that has no lines anybody can read: it counts as one, rejected."""
        ledger = Ledger([f"({size:,} bytes)"])
        ledger.reject(1, reason)
        return self.unusable(ledger)
