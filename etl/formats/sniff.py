"""Which reader a file gets, told by what it holds. Each reader in turn says whether the file is of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.decode import decode
from etl.formats.archive import checked, is_zip, opened
from etl.formats.budget import Budget
from etl.formats.columns import Understanding
from etl.formats.delimited import read_delimited, read_loosely
from etl.formats.excel import read_workbook
from etl.formats.foreign import NEITHER, why_no_archive, why_no_workbook, why_not_read
from etl.formats.html import html_to_text
from etl.formats.json_tables import read_json
from etl.formats.origin import Content, Origin
from etl.formats.page_text import page_of
from etl.formats.parquet import read_parquet
from etl.formats.parts import raw_pages
from etl.formats.table import NeedsPackageError, Table, UnreadableError
from etl.inputs import SUFFIXES
from etl.raw_page import RawPage

PROFILE_PAGE, HTML, UNKNOWN = "profile_page", "html", "unknown"
_PARQUET = b"PAR1"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = "xl/workbook.xml"
MOST_OF_UNKNOWN = 1 << 20
"""Bytes that are read of a file of a format that is not read, such as a film."""

_SAMPLE = 4_000
_MEANT = SUFFIXES | {"", ".markdown", ".text", ".xhtml", ".tab"}
_NOT_MEANT = re.compile(r"(?:read[ _-]?me|lisez[ _-]?moi|licen[cs]e|notice|changelog|makefile)\b", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|main|section|article|h1|p|span)[\s>/]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One source as it was understood."""

    pages: list[RawPage]  # of one source: at least one
    how: str = ""  # the separator, the sheet
    understanding: Understanding | None = None  # of a table's columns
    needs_package: str = ""  # what to install before it can be read

    @property
    def source(self) -> RawPage:
        return self.pages[0]


def read_sources(content: Content, budget: Budget) -> list[Reading]:
    """Read one file that is no archive, within the budget. What it holds never raises."""
    if reason := _why_not_read(content.data):
        return [_not_read(content, reason)]
    is_binary = is_zip(content.data) or content.data.startswith((_PARQUET, _OLD_OFFICE))
    return list((_read_binary if is_binary else _read_text)(content, budget))


def _not_read(content: Content, reason: str) -> Reading:
    size = len(content.data)
    page = Origin.of(content, UNKNOWN).unreadable(size, reason)
    if size >= MOST_OF_UNKNOWN:
        page.ledger.lines[0] = f"(at least {size:,} bytes)"
    return Reading([page])


def is_archive(data: bytes) -> bool:
    """Whether these are files packed into one; a workbook or a document is that too, but for other eyes."""
    return is_zip(data) and not _is_workbook(data) and _why_not_read(data) is None


def _is_workbook(data: bytes) -> bool:
    names = _names(data)
    return _WORKBOOK.encode() in data if names is None else _WORKBOOK in names


def _names(data: bytes) -> frozenset[str] | None:
    """Return the names of the members of a zip archive; None where it is damaged."""
    try:
        with opened(data) as archive:
            return frozenset(archive.namelist())
    except UnreadableError:
        return None


def why_unknown(start: bytes) -> str | None:
    """Say why a file that begins with these bytes is not read; None where that takes all of it to know."""
    return None if is_zip(start) or start.startswith((_PARQUET, _OLD_OFFICE)) else why_not_read(start)


def _why_not_read(data: bytes) -> str | None:
    if is_zip(data):
        return why_no_archive(_names(data) or frozenset(), data)
    return why_no_workbook(data) if data.startswith(_OLD_OFFICE) else why_unknown(data)


def _read_binary(content: Content, budget: Budget) -> Iterator[Reading]:
    data = content.data
    if data.startswith(_OLD_OFFICE):
        origin = Origin.of(content, "xls")
        yield Reading([origin.unreadable(len(data), "an Excel file of before 2007: save it as .xlsx or as CSV")])
        return
    file_format, reader = ("parquet", _parquet_tables) if data.startswith(_PARQUET) else ("xlsx", _workbook_tables)
    yield from _tables(Origin.of(content, file_format), len(data), lambda: reader(data, budget))


def _parquet_tables(data: bytes, budget: Budget) -> Iterator[Table]:
    yield read_parquet(data, budget)


def _workbook_tables(data: bytes, budget: Budget) -> Iterator[Table]:
    checked(data, budget).close()
    yield from read_workbook(data, budget)


def _tables(origin: Origin, size: int, read: Callable[[], Iterator[Table]]) -> Iterator[Reading]:
    try:
        for table in read():
            yield _reading(table, origin)
    except UnreadableError as error:
        yield _unreadable(origin, size, error)


def _reading(table: Table, origin: Origin) -> Reading:
    pages, understanding = raw_pages(table, origin.within(table.name))
    return Reading(pages, table.how, understanding)


def _read_text(content: Content, budget: Budget) -> Iterator[Reading]:
    text, encoding = decode(content.data)
    origin = Origin.of(content, HTML if looks_like_html(text) else PROFILE_PAGE, encoding)
    try:
        for reading in _of_text(text, origin, budget):
            yield reading if _is_worth_its_lines(reading, content.path) else _not_read(content, NEITHER)
    except UnreadableError as error:
        # Besides HTML only JSON can be told by its beginning and yet be unreadable.
        yield _unreadable(origin if origin.format == HTML else origin._replace(format="json"), len(content.data), error)


def _is_worth_its_lines(reading: Reading, path: Path) -> bool:
    """Whether somebody should look at each line of a text of which nothing could be used.

    What is called like a profile or a table was meant to be one; a script or a licence is rejected as a whole.
    """
    if reading.source.facts.is_profile or reading.source.format in ("json", "jsonl"):
        return True
    return path.suffix.lower() in _MEANT and not _NOT_MEANT.match(path.name)


def _unreadable(origin: Origin, size: int, error: UnreadableError) -> Reading:
    needs_package = str(error) if isinstance(error, NeedsPackageError) else ""
    return Reading([origin.unreadable(size, str(error))], needs_package=needs_package)


def _of_text(text: str, origin: Origin, budget: Budget) -> Iterator[Reading]:
    if origin.format == HTML:
        written, url = html_to_text(text)
        yield Reading([page_of(written, origin, url)])
    elif tables := read_json(text, budget):
        for table in tables:
            yield _reading(table, origin._replace(format="jsonl" if table.how else "json"))
    elif delimited := read_delimited(text):
        yield _reading_delimited(delimited, origin)
    else:
        yield _page_or_unknown_table(text, origin)


def looks_like_html(text: str) -> bool:
    start = text[:_SAMPLE].lstrip("\ufeff \t\r\n")
    return start.startswith("<") and bool(_HTML.search(start))


def _reading_delimited(table: Table, origin: Origin) -> Reading:
    return _reading(table, origin._replace(format="tsv" if "tab" in table.how else "csv"))


def _page_or_unknown_table(text: str, origin: Origin) -> Reading:
    """Read a page; of what is none but has columns, say that these are not known."""
    page = page_of(text, origin)
    table = None if page.facts.is_profile else read_loosely(text)
    return _reading_delimited(table, origin) if table else Reading([page])
