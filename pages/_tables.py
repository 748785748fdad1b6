"""Tables: a question's answer as rows, with its whole CSV below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from analytics import export, vocabulary
from analytics.chart import view_context, when
from analytics.i18n import N_, _
from pages import _asking


def csv_button(key: str, data: Callable[[], bytes], file_name: str) -> None:
    st.download_button(
        "CSV", data, file_name, "text/csv", key=f"csv-{key}", on_click="ignore", icon=":material/table_view:"
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
    "file": N_("File"),
    "line": N_("Line"),
    "raw_text": N_("Raw text"),
    "reason": N_("Reason"),
    "engaged_on": N_("Date"),
    "date_precision": N_("Precision"),
    "mentions": N_("Mentions"),
    "region": N_("Region"),
    "state": N_("State"),
    "council": N_("Regional authority"),
    "page_number": N_("Page"),
    "captured_on": N_("Captured on"),
    "captured_on_is_inferred": N_("Inferred"),
    "encoding": N_("Encoding"),
    "line_count": N_("Lines"),
    "parsed_lines": N_("Parsed"),
    "ignored_lines": N_("Ignored"),
    "rejected_lines": N_("Rejected"),
    "slug": N_("Slug"),
    "missing_catalysts": N_("Not captured"),
    "check_name": N_("Check"),
    "description": N_("What would be wrong"),
    "severity": N_("Severity"),
    "bad_rows": N_("Rows found"),
    "sample": N_("First of them"),
}
_CODED = ("kind", "relation_type", "channel", "state")


def table(name: str, title: str, columns: Sequence[str], *, shown: pd.DataFrame | None = None, **asked: object) -> None:
    """Some columns of a question's answer as a table, all of them and all rows as CSV."""
    rows = _asking.ask(name, **asked) if shown is None else shown
    st.subheader(title, anchor=False)
    people = rows[list(columns)].copy()
    for column in set(_CODED) & set(columns):
        people[column] = [vocabulary.name(column, code) for code in people[column]]
    dates = [column for column in columns if pd.api.types.is_datetime64_any_dtype(rows[column])]
    configured = {column: st.column_config.Column(_(COLUMNS[column])) for column in columns}
    configured |= {column: st.column_config.DateColumn(_(COLUMNS[column]), format="DD/MM/YYYY") for column in dates}
    st.dataframe(people, hide_index=True, column_config=configured, key=f"table-{name}", alt=title, placeholder="–")
    csv_button(f"table-{name}", lambda: _whole_csv(name, title, asked), _table_file_name(name))


def _whole_csv(name: str, title: str, asked: Mapping[str, object]) -> bytes:
    everything = _asking.ask(name, **{**asked, "row_limit": None})
    return export.safe_csv(everything, view_context(_asking.view(), title))


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
