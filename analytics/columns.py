"""How tables call the columns of the questions, and how people read what is in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import i18n, vocabulary
from analytics.frame import cells, plain
from analytics.i18n import N_, _
from etl.unseen import with_unseen_spelt

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

# Columns of the questions, as tables call them.
COLUMNS: Mapping[str, str] = {
    "catalyst": N_("Catalyst"),
    "kind": N_("Kind"),
    "sectors": N_("Sectors"),
    "relation_types": N_("Relation types"),
    "relation_type": N_("Relation type"),
    "channel": N_("Channel"),
    "first_contact": N_("First contact"),
    "last_contact": N_("Last contact"),
    "engagements": N_("Engagements"),
    "organisations": N_("Organisations"),
    "organisation": N_("Organisation"),
    "organisation_id": N_("Identifier"),
    "file": N_("File"),
    "line": N_("Line"),
    "raw_text": N_("Raw text"),
    "reason": N_("Reason"),
    "engaged_on": N_("Date"),
    "date_precision": N_("Precision"),
    "mentions": N_("Mentions"),
    "is_counted": N_("Counted"),
    "amount_eur": N_("Amount (EUR)"),
    "region": N_("Region"),
    "state": N_("State"),
    "health": N_("Contact"),
    "population": N_("Inhabitants"),
    "per_million": N_("Per million inhabitants"),
    "complete": N_("Captured completely"),
    "with_trace": N_("With a trace"),
    "not_knowable": N_("Not knowable"),
    "share_least": N_("Share at the least"),
    "share_most": N_("Share at the most"),
    "silent_months": N_("Months silent (at least)"),
    "known_until": N_("As of the capture of"),
    "known_until_is_inferred": N_("Inferred"),
    "last_organisation": N_("Last with"),
    "cools_on": N_("Cools on"),
    "lapses_on": N_("Lapses on"),
    "council": N_("Regional authority"),
    "page_number": N_("Page"),
    "captured_on": N_("Captured on"),
    "captured_on_is_inferred": N_("Inferred"),
    "format": N_("Format"),
    "encoding": N_("Encoding"),
    "layout": N_("Layout"),
    "line_count": N_("Lines"),
    "parsed_lines": N_("Parsed"),
    "ignored_lines": N_("Ignored"),
    "rejected_lines": N_("Rejected"),
    "slug": N_("Slug"),
    "missing_catalysts": N_("Not captured"),
    "check_name": N_("Check"),
    "description": N_("What must hold"),
    "severity": N_("Severity"),
    "bad_rows": N_("Exceptions"),
    "sample": N_("First exception"),
    "name": N_("Name"),
    "city": N_("City"),
    "catalysts": N_("Catalysts"),
    "captured": N_("Captured"),
    "declared": N_("Announced"),
    "change": N_("Change"),
    "is_certain": N_("Certain"),
    "before_contact": N_("Last contact before"),
    "after_contact": N_("Last contact now"),
    "before_name": N_("Written before"),
    "after_name": N_("Written now"),
    "before_sectors": N_("Sectors before"),
    "after_sectors": N_("Sectors now"),
    "before_relation_types": N_("Relation types before"),
    "after_relation_types": N_("Relation types now"),
    "before_captured_on": N_("Captured before"),
    "after_captured_on": N_("Captured now"),
    "before_line": N_("Line before"),
    "after_line": N_("Line now"),
    "before_file": N_("File before"),
    "after_file": N_("File now"),
    "corrected": N_("Corrected by people"),
    "what": N_("What"),
    "old": N_("Old value"),
    "new": N_("New value"),
    "who": N_("Who"),
    "why": N_("Why"),
    "said_on": N_("When"),
    "outcome": N_("Outcome"),
    "conflict": N_("Conflict"),
    "identifier": N_("Shared identifier"),
    "kept_apart": N_("Organisations kept apart"),
    "files": N_("Files"),
    "line_state": N_("State"),
    "column": N_("Column"),
    "meaning": N_("Read as"),
    "note": N_("Remark"),
    "remark": N_("Remark"),
    "words": N_("In words"),
    "side": N_("Side"),
    "period_start": N_("Period"),
    "category": N_("Category"),
    "year": N_("Year"),
    "sector_group": N_("Sector group"),
    "total": N_("Catalysts in all"),
    "unplaced": N_("Not drawn"),
    "scope": N_("Scope"),
    "categories": N_("Sectors present"),
    "shannon": N_("Shannon diversity"),
    "effective": N_("Effective number"),
    "hhi": N_("Concentration (HHI)"),
    "silent_days": N_("Days of silence"),
    "status": N_("Completeness"),
    "home": N_("Home region"),
    "home_region": N_("Home region"),
    "known": N_("Organisations known"),
    "own": N_("Its own region"),
    "shared": N_("Shared organisations"),
    "jaccard": N_("Similarity (Jaccard)"),
    "other": N_("Other catalyst"),
    "other_kind": N_("Kind of the other"),
    "other_organisations": N_("Organisations of the other"),
    "is_close": N_("Drawn"),
}
_CODED: Mapping[str, str] = {
    # column: the dimension of its codes, or of those in its lists
    **{name: name for name in ("kind", "relation_type", "channel", "state", "date_precision", "severity", "health")},
    **{name: name for name in ("change", "outcome", "conflict", "line_state", "format", "remark", "scope", "status")},
    **dict.fromkeys(("relation_types", "before_relation_types", "after_relation_types"), "relation_type"),
    "corrected": "field",
    "other_kind": "kind",
}

_SENTENCES = frozenset({"reason", "words", "note", "layout"})
"""Columns of sentences that a build wrote, in English."""


def heading(column: str) -> str:
    """What a table calls a column of a question."""
    return _(COLUMNS[column])


_AS_FOUND = frozenset({"raw_text", "sample", "file", "before_file", "after_file", "files"})
"""Columns of what files hold and are called, letter for letter."""


def for_people(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The columns as people read them: names for codes, and no date finer than it is known."""
    shown = coded(rows[list(columns)])
    for column in _SENTENCES & set(columns):
        shown[column] = [words if pd.isna(words) else i18n.told(words) for words in rows[column]]
    for column in set(_DAYS) & set(columns):
        shown[column] = [_known(day, "day") for day in rows[column]]
    for column in set(_PRECISION) & set(columns):
        shown[column] = [_known(*cell) for cell in zip(rows[column], rows[_PRECISION[column]], strict=True)]
    for column in _AS_FOUND & set(columns):
        shown[column] = [_spelt(found) for found in rows[column]]
    return shown


def _spelt(found: Any) -> Any:
    if pd.api.types.is_list_like(found):
        return [_spelt(each) for each in found]
    return with_unseen_spelt(found) if isinstance(found, str) else found


def coded(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with names for codes; all else as it is."""
    shown = rows.copy()
    for column in _CODED.keys() & set(rows.columns):
        shown[column] = [_name(_CODED[column], code) for code in rows[column]]
    return shown


def _name(dimension: str, code: Any) -> Any:
    """The name of a code, or the names of a list of them."""
    if pd.api.types.is_list_like(code):
        return [vocabulary.name(dimension, each) for each in code]
    return None if pd.isna(code) else vocabulary.name(dimension, code)


MOST_CELLS = 20_000
"""Of a table that is written out for people: more would keep them waiting."""
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")


def localised(table: pd.DataFrame) -> pd.DataFrame | Styler:
    """`table` with its numbers and days written as in the language of the view; it still sorts by what they are.

    One table is written out the same each time, so that a browser that has it is not sent it again: pandas would give
    each an identifier made up at random. It would also write every cell as HTML, of which Streamlit keeps no more than
    what is given here, and which took longer than asking.
    """
    if table.size > MOST_CELLS:
        return table
    styler, written = table.style.set_uuid("table"), list(_written(table))
    vars(styler)["_translate"] = lambda *_: {"body": [written]}
    return styler


def _written(table: pd.DataFrame) -> Iterator[dict[str, str]]:
    """The cells of `table` that people read otherwise than they are, as pandas tells Streamlit of them."""
    for column, (_heading, values) in enumerate(table.items()):
        for row, value in enumerate(cells(values)):
            words = _words(value)
            if not isinstance(value, str) or words != value:
                yield {"id": f"row{row}_col{column}", "display_value": words}


def cell(value: Any) -> str:
    """What is in a cell of a table, as people write it."""
    return _words(plain(value))


def _words(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return _day(value) or value
    if isinstance(value, list):
        return ", ".join(map(cell, value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return i18n.number(value, 3) if is_number else str(value)


def _day(words: str) -> str | None:
    """Days and months that are told as text, so that a table sorts by them."""
    if not (found := _DAY.fullmatch(words)):
        return None
    year, month, day = found.groups()
    return i18n.date(dt.date(int(year), int(month), int(day or 1)), "day" if day else "month")


def twin(frame: pd.DataFrame, chosen: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a chart as a table that says the same; its columns are named as people call them."""
    rows = frame.copy()
    if "label" in rows:
        code = "category" if "category" in rows else "sector_group"
        named = zip(rows[code], rows["label"], strict=True)
        rows[code] = [vocabulary.name("sector_group", *each) for each in named]
        rows = rows.drop(columns=["sector_group"] if code == "category" else [])
    elif "category" in rows:
        rows["category"] = [_name(chosen["colour"], category) for category in rows["category"]]
    if "period_start" in rows:
        rows["period_start"] = [
            None if pd.isna(day) else i18n.date(day.date(), chosen["grain"]) for day in rows["period_start"]
        ]
    if "year" in rows:
        rows["year"] = [None if pd.isna(year) else str(int(year)) for year in rows["year"]]
    for column in rows.select_dtypes("bool"):
        rows[column] = [_("yes") if is_so else _("no") for is_so in rows[column]]
    known = [column for column in rows.columns if column in COLUMNS and _PRECISION.get(column, column) in rows]
    shown = for_people(rows, known)
    return shown.rename(columns=heading)


_PRECISION = {
    "first_contact": "first_precision",
    "last_contact": "last_precision",
    "engaged_on": "date_precision",
    "before_contact": "before_precision",
    "after_contact": "after_precision",
}
"""Column of days -> column that says how finely each is known."""
_DAYS = ("known_until", "cools_on", "lapses_on", "captured_on", "before_captured_on", "after_captured_on", "said_on")
"""Columns of days that are known as such: a table would show them with an hour."""
_KNOWN_TO = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def _known(day: pd.Timestamp, precision: str) -> str | None:
    """`2025-02-28`, `2025-02` or `2025`: text that a table still sorts by time."""
    return None if pd.isna(day) else day.strftime(_KNOWN_TO[precision])
