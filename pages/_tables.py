"""Tables: a question's answer as rows, with its whole CSV below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics import export, i18n, sheets
from analytics.chart import Answer, view_context, when
from analytics.columns import for_people, heading, twin
from analytics.i18n import _
from analytics.listing import left_out
from pages import _asking


def csv_button(key: str, data: Callable[[], bytes], file_name: str) -> None:
    _file_button("CSV", f"csv-{key}", data, file_name, "text/csv")


def sql(name: str, written: Callable[[], str]) -> None:
    """The SQL that was run, written out when it is opened."""
    opened = st.popover("SQL", icon=":material/database:", key=f"sql-{name}", on_change="rerun")
    if opened.open:
        opened.code(written(), language="sql", wrap_lines=True)


_RARE = frozenset({"amount_eur", "corrected", "layout"})
"""Columns that are left out where no row has anything in them."""
_FORMATS = frozenset({"format", "before_format", "after_format"})


def more_files(answering: Callable[[], Answer]) -> None:
    """The chart as a table, and its rows in the formats that fewer people need; made when it is opened."""
    shown = answering()
    name = shown.chart.name
    more = st.popover(_("Table"), icon=":material/table_rows:", key=f"more-{name}", on_change="rerun")
    if not more.open:
        return
    with more:
        st.dataframe(
            twin(shown.frame, shown.chosen), hide_index=True, key=f"twin-{name}", alt=shown.title, placeholder="–"
        )
        with st.container(horizontal=True):
            _file_button(
                "Parquet", f"parquet-{name}", lambda: answering().parquet(), shown.file_name("parquet"), _PARQUET
            )
            if sheets.can_write_excel():
                _file_button("Excel", f"xlsx-{name}", lambda: answering().workbook(), shown.file_name("xlsx"), _EXCEL)
            else:
                st.caption(_("Excel files need `pip install -r requirements-formats.txt`."))


_PARQUET = "application/vnd.apache.parquet"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file_button(label: str, key: str, make: Callable[[], bytes], file_name: str, kind: str) -> None:
    st.download_button(label, i18n.kept(make), file_name, kind, key=key, on_click="ignore", icon=":material/download:")


def table(
    name: str,
    title: str,
    columns: Sequence[str],
    *,
    nothing: str = "",
    pick: Callable[[pd.Series], None] | None = None,
    **asked: object,
) -> None:
    """Some columns of a question's answer as a table, which says if there are more rows; all of it as CSV.

    `nothing`: what to say instead of an empty table; `pick`: called with the row that a viewer selects.
    """
    rows = _asking.ask(name, **asked)
    st.header(title, anchor=False)
    if nothing and rows.empty:
        st.markdown(nothing)
        return
    columns = [column for column in columns if column not in _RARE or rows[column].notna().any()]
    with st.container(key=f"table-{name}"):
        key = _fresh(f"rows-{name}")
        show(key, title, rows, columns, **(_picking(key, rows, pick) if pick else {}))
    if cut := left_out(name, len(rows), _asking.view()):
        st.caption(cut)
    if any((rows[column] == "html").any() for column in _FORMATS & set(rows.columns)):
        st.caption(_("Lines of saved HTML are those of its text, which `python -m etl read --text FILE` prints."))
    csv_button(f"table-{name}", _whole_csv(name, title, asked), _table_file_name(name))


def show(key: str, title: str, rows: pd.DataFrame, columns: Sequence[str], **more: Any) -> None:
    """Some columns of a frame as a table; `title` is for those who cannot see it."""
    st.dataframe(
        for_people(rows, columns),
        hide_index=True,
        column_config={column: heading(column) for column in columns},
        key=key,
        alt=title,
        placeholder="–",
        **more,
    )


def _fresh(key: str) -> str:
    """The key of a table, another one after each pick: Streamlit would keep what is ticked."""
    return f"{key}-{st.session_state.get(f'picks-{key}', 0)}"


def _picking(key: str, rows: pd.DataFrame, pick: Callable[[pd.Series], None]) -> dict[str, Any]:
    name, _dash, picks = key.rpartition("-")

    def picked() -> None:
        for place in st.session_state[key].selection.rows:
            st.session_state[f"picks-{name}"] = int(picks) + 1
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
    "corrected",
)


def rows_behind() -> None:
    """The engagements behind the page, each with the file, line and raw text it was read from; asked for on opening."""
    behind = st.expander(_("Rows behind this page: file, line and raw text"), key="rows-behind", on_change="rerun")
    if behind.open:
        with behind:
            table("view_rows", _("Engagements in this view"), ROWS)
