"""The catalyst table. Rows are told by their own shape, because the header is padded differently by every extractor."""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.dates import cut_at_dates
from etl.page.relations import has_relation_shape
from etl.text import fold, remembered, tidy

_LONGEST_HEADER = 200
_PIPE = re.compile(r"(?<!\\)\|")
_LOGO = re.compile(r"!\[(?P<name>[^\]]*)\]\([^)]*\)")
_RULE = " \t\u00a0|:-–—"
_LONGEST_NAME = 500
_HEADER = "catalyst catalysts catalyseur catalyseurs name nom type types tweet tweets article articles logo"
_HEADER_WORDS = frozenset(_HEADER.split())


_EXPECTED = "expected logo, catalyst, type, tweets and articles"


class Cells(NamedTuple):
    logo_name: str | None
    logo_text: str
    catalyst: str
    type: str
    tweets: str
    articles: str


@remembered
def is_furniture(line: str) -> bool:
    """Whether a line is the table's header (wherever it is padded) or the line of dashes under it."""
    if "|" not in line:
        return False
    if "--" in line and not line.strip(_RULE):
        return True
    if len(line) > _LONGEST_HEADER:
        return False
    cells = [cell for cell in _split(line) if cell.strip()]
    return len(cells) >= 2 and all(fold(cell) in _HEADER_WORDS for cell in cells)


def _split(line: str) -> list[str]:
    return _PIPE.split(line) if "\\" in line else line.split("|")


def read_cells(line: str, *, in_table: bool) -> Cells | str | None:
    """Read a row; return the reason as text where a row cannot be used, None where the line is no row.

    Outside the table only an unmistakable row counts: one with a logo, or with a dated type cell behind a catalyst.
    """
    if "|" not in line:
        return None
    cells = [tidy(cell.replace("\\|", "|")) for cell in _split(line)]
    starts_with_pipe = cells[0] == "" and len(cells) > 1
    if len(cells) > 1 + starts_with_pipe and cells[-1] == "":
        cells.pop()  # the last pipe closes a cell
    logo, rest = _split_logo(cells[1:] if starts_with_pipe else cells, starts_with_pipe)
    if not in_table and not _is_unmistakable(logo, rest):
        return None
    return _fill(logo, rest)


class _Logo(NamedTuple):
    name: str | None
    text: str
    is_image: bool


def _split_logo(cells: list[str], starts_with_pipe: bool) -> tuple[_Logo, list[str]]:
    """Separate the logo cell from the catalyst, type, tweets and articles cells.

    Where the extractor dropped the image, a sector-less row has an empty first cell, so that the row's first pipe may
    close that cell instead of opening the row: the place of the type cell decides.
    """
    if image := _LOGO.match(cells[0]):
        return _Logo(tidy(image["name"]) or None, cells[0][image.end() :].strip(), True), cells[1:]
    second = cells[1] if len(cells) > 1 else ""
    repeats = cells[0] == "" or fold(cells[0]) == fold(second)
    if starts_with_pipe and not repeats and (has_relation_shape(second) or second == ""):
        return _Logo(None, "", False), cells
    return _Logo(None, cells[0], False), cells[1:]


def _is_unmistakable(logo: _Logo, rest: list[str]) -> bool:
    if len(rest) < 2:
        return False
    return logo.is_image or (len(rest) >= 3 and bool(rest[0]) and has_relation_shape(rest[1]))


def _fill(logo: _Logo, rest: list[str]) -> Cells | str:
    if len(rest) < 2:
        return f"not a row of the catalyst table: too few cells, {_EXPECTED}"
    if any(rest[4:]):
        return f"not a row of the catalyst table: too many cells, {_EXPECTED}"
    catalyst, type_cell, tweets, articles = (rest + [""] * 4)[:4]
    catalyst = catalyst or logo.text
    if problem := _catalyst_problem(catalyst):
        return problem
    return Cells(logo.name, logo.text, catalyst, type_cell, tweets, articles)


@remembered
def _catalyst_problem(catalyst: str) -> str | None:
    if any(not isinstance(token, str) for token in cut_at_dates(catalyst, bare_years=False)):
        return "not a row of the catalyst table: a date stands where the catalyst should"
    if len(catalyst) > _LONGEST_NAME:
        return f"not a row of the catalyst table: a catalyst of more than {_LONGEST_NAME} characters"
    return None if fold(catalyst) else "a row of the catalyst table without a catalyst"


class UsualRow(NamedTuple):
    """A row as almost every one is: an image, a catalyst, and three cells behind it, as they stand on the line."""

    logo_name: str | None
    has_logo_text: bool
    catalyst: str
    cells: str


def usual_row(line: str) -> UsualRow | None:
    """Read a row of the usual shape, looking up what stood in a row before, as `read_cells` would read it.

    None of any other line: that is left to `is_furniture` and `read_cells`, as is one whose `cells` are not what
    `usual_cells` takes apart.
    """
    pieces = line.split("|", 2)
    if len(pieces) < 3:
        return None
    logo, catalyst = _usual_logo(pieces[0]), _usual_catalyst(pieces[1])
    return None if logo is None or catalyst is None else UsualRow(logo.name, bool(logo.text), catalyst, pieces[2])


def usual_cells(text: str) -> tuple[str, str, str] | None:
    """Take the type, tweets and articles cells apart; None where there are more or fewer."""
    cells = text.split("|")
    if not 3 <= len(cells) <= 4 or "\\" in text or (len(cells) == 4 and cells[3].strip()):
        return None
    return tidy(cells[0]), tidy(cells[1]), tidy(cells[2])


@remembered
def _usual_logo(cell: str) -> _Logo | None:
    text = tidy(cell)
    image = _LOGO.match(text)
    if not image or "\\" in text or fold(text) in _HEADER_WORDS:
        return None
    return _Logo(tidy(image["name"]) or None, text[image.end() :].strip(), True)


@remembered
def _usual_catalyst(cell: str) -> str | None:
    catalyst = tidy(cell)
    return None if not catalyst or "\\" in catalyst or _catalyst_problem(catalyst) else catalyst
