"""Tables: a question's answer as rows, with its whole CSV below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics import export, i18n, vocabulary
from analytics.chart import view_context, when
from analytics.i18n import N_, _
from pages import _asking


def csv_button(key: str, data: Callable[[], bytes], file_name: str) -> None:
    st.download_button(
        "CSV", i18n.kept(data), file_name, "text/csv", key=f"csv-{key}", on_click="ignore", icon=":material/table_view:"
    )


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
    "amount_eur": N_("Amount (EUR)"),
    "region": N_("Region"),
    "state": N_("State"),
    "health": N_("Contact"),
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
}
_CODED: Mapping[str, str] = {
    # column: the dimension of its codes, or of those in its lists
    **{name: name for name in ("kind", "relation_type", "channel", "state", "date_precision", "severity", "health")},
    **{name: name for name in ("change", "outcome", "conflict", "line_state", "format", "remark")},
    **dict.fromkeys(("relation_types", "before_relation_types", "after_relation_types"), "relation_type"),
    "corrected": "field",
}


_RARE = frozenset({"amount_eur", "corrected", "layout"})
"""Columns that are left out where no row has anything in them."""
_FORMATS = frozenset({"format", "before_format", "after_format"})


def table(
    name: str,
    title: str,
    columns: Sequence[str],
    *,
    nothing: str = "",
    pick: Callable[[pd.Series], None] | None = None,
    **asked: object,
) -> None:
    """Some columns of a question's answer as a table; all of its columns and rows as CSV.

    `nothing`: what to say instead of an empty table; `pick`: called with the row that a viewer selects.
    """
    rows = _asking.ask(name, **asked)
    st.subheader(title, anchor=False)
    if nothing and rows.empty:
        st.markdown(nothing)
        return
    columns = [column for column in columns if column not in _RARE or rows[column].notna().any()]
    show(f"table-{name}", title, rows, columns, **(_picking(f"table-{name}", rows, pick) if pick else {}))
    if any((rows[column] == "html").any() for column in _FORMATS & set(rows.columns)):
        st.caption(_("Lines of saved HTML are those of its text, which `python -m etl read --text FILE` prints."))
    csv_button(f"table-{name}", _whole_csv(name, title, asked), _table_file_name(name))


def show(key: str, title: str, rows: pd.DataFrame, columns: Sequence[str], **more: Any) -> None:
    """Some columns of a frame as a table; `title` is for those who cannot see it."""
    st.dataframe(
        _for_people(rows, columns),
        hide_index=True,
        column_config={column: _(COLUMNS[column]) for column in columns},
        key=key,
        alt=title,
        placeholder="–",
        **more,
    )


def _for_people(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The columns as people read them: names for codes, and no date finer than it is known."""
    shown = rows[list(columns)].copy()
    for column in _CODED.keys() & set(columns):
        shown[column] = [_name(_CODED[column], code) for code in rows[column]]
    for column in set(_DAYS) & set(columns):
        shown[column] = [_known(day, "day") for day in rows[column]]
    for column in set(_PRECISION) & set(columns):
        shown[column] = [_known(*cell) for cell in zip(rows[column], rows[_PRECISION[column]], strict=True)]
    return shown


def _name(dimension: str, code: Any) -> Any:
    """The name of a code, or the names of a list of them."""
    if pd.api.types.is_list_like(code):
        return [vocabulary.name(dimension, each) for each in code]
    return None if pd.isna(code) else vocabulary.name(dimension, code)


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


def _picking(key: str, rows: pd.DataFrame, pick: Callable[[pd.Series], None]) -> dict[str, Any]:
    def picked() -> None:
        for place in st.session_state[key].selection.rows:
            pick(rows.iloc[place])

    return {"on_select": picked, "selection_mode": "single-row"}


def _whole_csv(name: str, title: str, asked: Mapping[str, object]) -> Callable[[], bytes]:
    everything = _asking.asking(name, **{**asked, "row_limit": None})
    context = view_context(_asking.view(), title)
    return lambda: export.safe_csv(everything(), context)


def _table_file_name(name: str) -> str:
    return export.file_name(name, when(_asking.view()), "csv")


ROWS = (
    "engaged_on",
    "date_precision",
    "organisation",
    "catalyst",
    "relation_type",
    "channel",
    "mentions",
    "amount_eur",
    "file",
    "line",
    "raw_text",
)


def rows_behind() -> None:
    """The engagements behind the page, each with the file, line and raw text it was read from; asked for on opening."""
    behind = st.expander(_("Rows behind this page: file, line and raw text"), key="rows-behind", on_change="rerun")
    if behind.open:
        with behind:
            table("view_rows", _("Engagements in this view"), ROWS)
