"""Tables: a question's answer as rows, with all of them to take away below; and what stands behind a chart."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics.chart import Answer
from analytics.columns import for_people, heading, localised, twin
from analytics.comparison import Comparison
from analytics.i18n import _
from analytics.listing import left_out
from analytics.table import Table
from analytics.view import ROW_LIMIT, View
from etl.errors import LimitError
from pages import _asking, _files, _run
from pages._apart import apart, dialog
from pages._kept import Kept

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

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
    view: View | None = None,
    key: str = "",
    **asked: object,
) -> None:
    """Some columns of a question's answer as a table, which says if there are more rows; all of it as files.

    `nothing`: what to say instead of an empty table; `pick`: called with the row that a viewer selects; `view`: that it
    is asked under, if not the page's; `key`: of the table, where a page has two for the same question.
    """
    shown = partial(_table, name, title, columns, nothing, pick, view, f"table-{key or name}", asked)
    _run.later(st.container(), shown)


def _table(
    name: str,
    title: str,
    columns: Sequence[str],
    nothing: str,
    pick: Callable[[pd.Series], None] | None,
    view: View | None,
    key: str,
    asked: Mapping[str, object],
) -> None:
    st.header(title, anchor=False)
    try:
        found = _asking.ask(name, **{**view.parameters, **asked} if view else asked)
    except LimitError as error:
        st.html(f"<p class='notice'>{html.escape(str(error))}</p>")
        return
    view = view or _asking.view()
    rows = found.head(ROW_LIMIT)
    if nothing and rows.empty:
        st.markdown(nothing)
        return
    columns = [column for column in columns if column not in _RARE or rows[column].notna().any()]
    whole = Table(name, title, view, {**view.parameters, **asked}, _asking.warehouse().ask)
    with st.container(key=key):
        grid = _fresh(f"rows-{key}")
        _show(grid, title, _written(whole, rows, columns), columns, **(_picking(grid, rows, pick) if pick else {}))
    if cut := left_out(name, len(found), view, is_part="kind" in asked):
        st.caption(cut)
    if any((rows[column] == "html").any() for column in _FORMATS & set(rows.columns)):
        st.caption(_("Lines of saved HTML are those of its text, which `python -m etl read --text FILE` prints."))
    apart(partial(_take_away, key, whole))()


def _written(whole: Table, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame | Styler:
    """The first `rows` of a table as people read them, written once for whoever sees the same."""
    asked = _asking.asked(_asking.warehouse(), whole.question, whole.parameters)
    return _grids.get((asked, tuple(columns)), lambda: localised(for_people(rows, columns)))


WRITTEN = 64
"""Tables that are kept as they are written out, all viewers together: each has a few hundred rows."""
_grids: Kept[pd.DataFrame | Styler] = Kept(WRITTEN, lambda _grid: 1)


def _take_away(key: str, found: Table) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"take-{key}"):
        _files.csv_button(key, lambda: found)
        _files.sheet_buttons(key, lambda: found)
        _files.sql(key, lambda: found.sql)


def show(key: str, title: str, rows: pd.DataFrame, columns: Sequence[str]) -> None:
    """Some columns of a frame as a table; `title` is for those who cannot see it."""
    _show(key, title, localised(for_people(rows, columns)), columns)


def _show(key: str, title: str, written: pd.DataFrame | Styler, columns: Sequence[str], **more: Any) -> None:
    st.dataframe(
        written,
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


def rows_behind(only: str | None = None) -> None:
    """The engagements behind the page, each with the file, line and raw text it was read from; asked for on opening.

    `only`: the organisation to which the page is restricted.
    """
    behind = st.expander(_("Rows behind this page: file, line and raw text"), key="rows-behind", on_change="rerun")
    if behind.open:
        with behind:
            table("view_rows", _("Engagements in this view"), ROWS, view=_asking.view(only))


def behind(name: str, found: Callable[[], Answer | Comparison]) -> None:
    """Buttons that open what stands behind a chart, or behind several that are compared: the chart as a table, and the
    rows that it counts with their raw lines."""
    if st.button(_("Table"), icon=":material/table_rows:", key=f"more-{name}"):
        dialog(_("Table"), partial(_twins, name, found))
    if st.button(_("Rows behind"), icon=":material/receipt_long:", key=f"rows-{name}"):
        dialog(_("Rows behind this chart: file, line and raw text"), partial(_rows, name, found))


def _twins(name: str, found: Callable[[], Answer | Comparison]) -> None:
    for place, (title, answer) in enumerate(_sides(found())):
        st.text(title)
        rows = localised(twin(answer.frame.head(ROW_LIMIT), answer.chosen))
        st.dataframe(rows, hide_index=True, key=f"twin-{name}-{place}", alt=answer.title, placeholder="–")
        if cut := left_out(answer.chart.question, len(answer.frame), answer.view):
            st.caption(cut)
    with st.container(horizontal=True):
        _files.sheet_buttons(name, found)


def _rows(name: str, found: Callable[[], Answer | Comparison]) -> None:
    for place, (title, answer) in enumerate(_sides(found())):
        st.text(title)
        parameters: dict[str, Any] = {**answer.behind, "row_limit": ROW_LIMIT}
        key, title = f"behind-{name}-{place}", _("Engagements behind it")
        table("view_rows", title, ROWS, view=answer.view, key=key, **parameters)


def _sides(found: Answer | Comparison) -> list[tuple[str, Answer]]:
    """Title and answer of a chart, or of each side of several."""
    if isinstance(found, Comparison):
        return list(zip(found.names, found.answers, strict=True))
    return [(found.title, found)]
