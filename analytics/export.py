"""What leaves the dashboard: an image's specification, a spreadsheet's rows, a file's name. Pure functions.

The image itself is drawn in a browser by `assets/render.js`, from the specification alone, so that the dashboard's
button and the command line give the same file.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

from analytics.legend import Entry
from analytics.paper import HEIGHT, SCALE, WIDTH, paper
from etl.cells import safe_cell
from etl.unseen import without_unseen

ASSETS = Path(__file__).parent / "assets"
RENDERER, ARCHIVER = ASSETS / "render.js", ASSETS / "zip.js"


class Panel(TypedDict):
    """One of several figures beside each other, with its name and what it shows above it."""

    figure: str
    name: str
    insight: str


class PngSpec(TypedDict):
    """All that `assets/render.js` needs. Sizes are in CSS pixels; figures are plotly JSON."""

    figure: str
    panels: NotRequired[list[Panel]]
    """Drawn instead of `figure`, in columns of equal width."""
    legend: list[Entry]
    """Above the figure, or above the panels for all of them."""
    title: str
    subtitle: str
    insight: str
    """What the chart shows, in a sentence or two."""
    caution: str
    """Why that is not sure, or nothing."""
    caption: str
    badge: str | None
    filename: str
    language: str
    metadata: dict[str, str]
    width: int
    height: int
    scale: int


def png_spec(
    figure: go.Figure,
    *,
    legend: Sequence[Entry] = (),
    title: str,
    subtitle: str,
    insight: str,
    caution: str,
    caption: str,
    filename: str,
    badge: str | None,
    language: str,
    metadata: Mapping[str, str],
) -> PngSpec:
    """The image of one chart.

    `subtitle` is the filters' sentence, `insight` what the chart shows and `caution` why that is not sure, `caption`
    counting, coverage, source and capture date, `badge` a coloured tag such as "Synthetic data". `metadata` goes into
    the file's text fields, beside Title, Description, Source and Software.
    Raises ValueError for a metadata name that the PNG format does not allow.
    """
    return PngSpec(
        figure=to_json_plotly(paper(figure), engine="json"),
        legend=list(legend),
        title=printable(title),
        subtitle=printable(subtitle),
        insight=printable(insight),
        caution=printable(caution),
        caption=printable(caption),
        badge=printable(badge) if badge else None,
        filename=filename,
        language=language,
        metadata={_keyword(name): printable(text) for name, text in metadata.items()},
        width=WIDTH,
        height=HEIGHT,
        scale=SCALE,
    )


def panel(figure: go.Figure, name: str, insight: str, of: int) -> Panel:
    """One of `of` figures that stand beside each other in an image."""
    drawing = to_json_plotly(paper(figure, columns=of), engine="json")
    return Panel(figure=drawing, name=printable(name), insight=printable(insight))


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def printable(text: str) -> str:
    """One line, without control characters, the marks that make text run backwards, or others that nobody sees."""
    return without_unseen(_CONTROL.sub(" ", text)).strip()


def _keyword(name: str) -> str:
    """https://www.w3.org/TR/png/#11keywords, narrowed to ASCII words."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9 ._-]{0,77}[A-Za-z0-9]|[A-Za-z]", name):
        raise ValueError(f"metadata name {name!r}: use 1 to 79 ASCII letters, digits, spaces, dots or dashes")
    return name


def safe_csv(frame: pd.DataFrame, context: Mapping[str, str]) -> bytes:
    """`csv_pieces` in one."""
    return b"".join(csv_pieces(frame, context))


PIECE = 50_000
"""Rows of one piece of a CSV: text takes several times the memory of the frame it is made from."""


def csv_pieces(frame: pd.DataFrame, context: Mapping[str, str]) -> Iterator[bytes]:
    """`frame` as CSV (RFC 4180), UTF-8 with a byte order mark, without which Excel garbles accents; piece by piece.

    Every row repeats `context` (filters, coverage, source …) in columns of its own, so that rows carry where they come
    from wherever they are pasted. Dates are ISO, lists joined by `; `, missing values empty. Text that a spreadsheet
    would run as a formula gets a leading apostrophe (https://owasp.org/www-community/attacks/CSV_Injection). Raises
    ValueError if `context` names a column of `frame`.
    """
    if taken := context.keys() & set(frame.columns):
        raise ValueError(f"context would hide the columns {sorted(taken)}: name it otherwise")
    constants = [safe_cell(text) for text in context.values()]
    days = [_are_days(column) for _name, column in frame.items()]
    yield _written([[safe_cell(str(name)) for name in (*frame.columns, *context)]], "utf-8-sig")
    for start in range(0, len(frame), PIECE):
        piece = frame.iloc[start : start + PIECE]
        columns = [_cells(piece.iloc[:, index], are_days=are_days) for index, are_days in enumerate(days)]
        yield _written(([*cells, *constants] for cells in zip(*columns, strict=True)), "utf-8")


def _written(rows: Iterable[Sequence[str]], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def _are_days(column: pd.Series[Any]) -> bool:
    """Whether timestamps are all at midnight."""
    return pd.api.types.is_datetime64_any_dtype(column) and bool(
        (column.dropna() == column.dropna().dt.normalize()).all()
    )


def _cells(column: pd.Series[Any], *, are_days: bool) -> Iterator[str]:
    """A column as text."""
    return map(_cell, (column.dt.date if are_days else column).tolist())


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, list | tuple | np.ndarray):
        return safe_cell("; ".join(_cell(item) for item in value))
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


_LONGEST_NAME = 120
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def file_name(stem: str, parts: Sequence[str], suffix: str) -> str:
    """A file name that says what and when: `catalyst-atlas_timeline-engagements_2022-02-26_2025-02-28.png`.

    `stem` is the question's, `parts` what tells one file of it from another. Lower-case ASCII, allowed on every system,
    at most 120 characters: the longest words are shortened first, so that dates survive.
    """
    words = [word for word in map(_slug, ("catalyst-atlas", stem, *parts)) if word]
    ending = f".{suffix.removeprefix('.')}"
    while len("_".join(words)) + len(ending) > _LONGEST_NAME:
        longest = max(range(len(words)), key=lambda index: len(words[index]))
        words[longest] = words[longest][:-1].rstrip("-")
    return "_".join(word for word in words if word) + ending


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
