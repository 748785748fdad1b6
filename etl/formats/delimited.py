"""CSV and TSV: the separator is the one under which most column names are known. A record's line is where it starts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from etl.decode import split_lines
from etl.formats.columns import find_header, is_known_name
from etl.formats.table import LOOK_FOR_HEADER, MAX_COLUMNS, Record, Table
from etl.page.ledger import Ledger
from etl.text import remembered

SEPARATORS = {
    ";": "separated by semicolons",
    ",": "separated by commas",
    "\t": "separated by tabs",
    "|": "separated by vertical bars",
}
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(?P<separator>[;,\t|])\s*", re.IGNORECASE)  # Excel writes it, and hides it
_SAMPLE = 200
_LONG = 100_000  # characters: below it no cell is too long for the reader of records
_FILLED = re.compile(r"[^\s;,|]")  # a line that has this is no blank record, whatever the separator
_QUOTED = re.compile(r'(?:^|[;,\t|])"')
_MAX_LINES = 100
"""Of one record. What is longer has lost its closing quotation mark; and each line is looked at no more often."""
_UNCLOSED = "a quotation mark that is never closed: double it, or remove it"
ABOVE = "stands above the names of the columns"


class _Span(NamedTuple):
    """A record and the lines it takes, or why it is none."""

    first: int  # index of its first line
    lines: int
    cells: list[str]
    problem: str | None = None
    is_doubtful: bool = False  # its two lines would be records by themselves, if their marks are stray


def read_delimited(text: str) -> Table | None:
    """Read a table whose columns are known under one of the separators; None where there is none.

    The tags on a page, `Culture, Association, Commune`, may read like names of columns: the rows below must be as wide.
    """
    if not _may_be_delimited(text):
        return None
    lines = split_lines(text, keep_ends=True)
    if lines and (given := _SEPARATOR_LINE.fullmatch(lines[0])):
        return _read(lines, 1, given["separator"])
    separator = _separator(lines[:_SAMPLE], must_agree=True)
    return _read(lines, 0, separator) if separator else None


def _may_be_delimited(text: str) -> bool:
    """Whether names of columns may stand where they are looked for: False is certain, and told at once of a page."""
    if len(text) > _LONG or text[:5].lower().startswith(("sep=", "\ufeffsep=")):
        return True
    filled = 0
    for line in split_lines(text):
        if _may_name_columns(line):
            return True
        filled += line[:1].isalnum() or bool(_FILLED.search(line))
        if filled == LOOK_FOR_HEADER:
            return False
    return False


@remembered
def _may_name_columns(line: str) -> bool:
    """Whether a line holds the name of a column under any separator, or quotation marks that are more than text."""
    if '"' in line and _QUOTED.search(line):
        return True
    return any(any(map(is_known_name, line.split(separator))) for separator in SEPARATORS if separator in line)


def read_loosely(text: str) -> Table | None:
    """Read what is no page and may be a table all the same: of ragged rows, or of columns that are not known."""
    lines = split_lines(text, keep_ends=True)
    separator = _separator(lines[:_SAMPLE], must_agree=False) or _even_separator(lines[:_SAMPLE])
    return _read(lines, 0, separator) if separator else None


def _even_separator(lines: Sequence[str]) -> str | None:
    """Return the separator that cuts each of the first lines into the same number of columns, if any does."""
    lines = [line for line in lines if line.strip()]
    for separator in SEPARATORS:
        widths = {len(span.cells) for span in islice(_spans(lines, 0, separator), 5)}
        if len(lines) > 1 and len(widths) == 1 and widths != {1}:
            return separator
    return None


def _separator(lines: Sequence[str], *, must_agree: bool) -> str | None:
    def known(separator: str) -> tuple[int, int]:
        rows = _first_rows(lines, separator)
        header = find_header(rows)
        if header is None or (must_agree and not _agree(rows, header.place)):
            return 0, 0
        return header.known, len(rows[header.place])

    best = max(SEPARATORS, key=known)
    return best if known(best) > (0, 0) else None


def _agree(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether the rows below the header are as wide: half of them do where it is the first row, else all must."""
    width, *below = map(len, rows[place:])
    return 2 * below.count(width) >= len(below) if place == 0 else 0 < len(below) == below.count(width)


def _first_rows(lines: Sequence[str], separator: str) -> list[list[str]]:
    filled = (span.cells[:MAX_COLUMNS] for span in _spans(lines, 0, separator) if any(map(str.strip, span.cells)))
    return list(islice(filled, LOOK_FOR_HEADER))


def _read(lines: list[str], start: int, separator: str) -> Table:
    ledger = Ledger([line.rstrip("\r\n") for line in lines])
    for number in range(1, start + 1):
        ledger.ignore(number)
    rows = _first_rows(lines[start : start + _SAMPLE], separator)
    found = find_header(rows)
    header = rows[found.place if found else 0] if rows else []
    table = Table(header, [], ledger, SEPARATORS[separator])
    seen_header = False
    for span in _trusted(lines, start, separator, len(header)):
        number = span.first + 1
        _account_for_lines(ledger, lines, span)
        if span.is_doubtful:
            ledger.reject(
                number, f"read as one record with line {number + 1}: each is one if its quotation mark is stray"
            )
        if span.problem:
            ledger.reject(number, span.problem)
        elif not seen_header and span.cells[:MAX_COLUMNS] == header:
            seen_header = True
            table.surplus = span.cells[MAX_COLUMNS:]
            ledger.parse(number)
        elif not any(map(str.strip, span.cells)):
            ledger.ignore(number)
        elif seen_header:
            table.records.append(Record(number, span.cells))
        else:
            ledger.reject(number, ABOVE)
    return table


def _account_for_lines(ledger: Ledger, lines: list[str], span: _Span) -> None:
    """Keep the whole text of a record at its first line; the further lines belong to that."""
    if span.lines > 1:
        ledger.lines[span.first] = "".join(lines[span.first : span.first + span.lines]).rstrip("\r\n")
        for number in range(span.first + 2, span.first + span.lines + 1):
            ledger.ignore(number)


def _trusted(lines: Sequence[str], start: int, separator: str, width: int) -> list[_Span]:
    """Cut lines into records; doubtful ones are records where others of several lines show that cells have them."""
    spans = list(_spans(lines, start, separator, width))
    if any(span.is_doubtful for span in spans) and all(span.lines == 1 or span.is_doubtful for span in spans):
        return list(_spans(lines, start, separator, width, trust=False))
    return spans


def _spans(lines: Sequence[str], start: int, separator: str, width: int = 0, *, trust: bool = True) -> Iterator[_Span]:
    """Cut lines into records. A stray quotation mark costs its own line, not the rows below it.

    `width`: of the table, if that is known. Without `trust` no record is doubtful: its quotation marks are stray.
    """
    while start < len(lines):
        for span in _until_problem(lines, start, separator, width, trust=trust):
            yield span
            start = span.first + span.lines


class _Bounded:
    """Hands lines to a reader of records, of one record no more than it may have."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self._lines = lines
        self.next = self.first = first

    def __iter__(self) -> _Bounded:
        return self

    def __next__(self) -> str:
        if self.next == min(len(self._lines), self.first + _MAX_LINES):
            raise StopIteration
        self.next += 1
        return self._lines[self.next - 1]


def _until_problem(lines: Sequence[str], start: int, separator: str, width: int, *, trust: bool) -> Iterator[_Span]:
    """Cut lines into records as long as their quotation marks are where they belong; one more is read loosely."""
    bounded = _Bounded(lines, start)
    reader = csv.reader(bounded, delimiter=separator, strict=True)
    while bounded.first < len(lines):
        first = bounded.first
        try:
            cells = next(reader)
        except csv.Error:
            yield _one_line(lines[first], first, separator)
            return
        taken = bounded.next - first
        is_doubtful = _are_records(lines[first : bounded.next], {width, len(cells)}, separator)
        if is_doubtful and (taken > 2 or not trust):
            yield _Span(first, 1, [], _UNCLOSED)
            return
        yield _Span(first, taken, cells, is_doubtful=is_doubtful)
        bounded.first = bounded.next


def _one_line(line: str, first: int, separator: str) -> _Span:
    """Read a line by itself, where `12" vinyl` and `"Paris" region` do no harm, unless its cell does not end there."""
    reader = csv.reader([line, ""], delimiter=separator)
    try:
        cells = next(reader)
    except csv.Error as error:
        return _Span(first, 1, [], f"cannot be read as a record: {error}")
    return _Span(first, 1, [], _UNCLOSED) if reader.line_num > 1 else _Span(first, 1, cells)


def _are_records(lines: Sequence[str], widths: set[int], separator: str) -> bool:
    """Whether the lines of one record would be records by themselves: two stray quotation marks then enclose rows."""
    separators = {line.count(separator) for line in lines} if len(lines) > 1 else set()
    return len(separators) == 1 and separators <= {width - 1 for width in widths if width > 1}
