"""What can be taken away of a chart or table as a file: buttons that make it once they are pressed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import streamlit as st
from streamlit import runtime

from analytics import i18n, sheets
from analytics.i18n import _
from pages import _asking, _turns


class Files(Protocol):
    """An answer, a comparison or a table."""

    def csv(self) -> bytes: ...
    def parquet(self) -> bytes: ...
    def workbook(self) -> bytes: ...
    def file_name(self, suffix: str) -> str: ...


def csv_button(key: str, found: Callable[[], Files]) -> None:
    _button("CSV", f"csv-{key}", lambda: found().csv(), found().file_name("csv"), "text/csv")


def sheet_buttons(key: str, found: Callable[[], Files]) -> None:
    """Excel for people and Parquet for programs. Excel needs a library that the dashboard runs without."""
    if sheets.can_write_excel():
        _button("Excel", f"xlsx-{key}", lambda: found().workbook(), found().file_name("xlsx"), _EXCEL)
    else:
        st.button(
            _("Excel: not installed"),
            key=f"xlsx-{key}",
            icon=":material/block:",
            disabled=True,
            help=_("Excel files need `pip install -r requirements-formats.txt`."),
        )
    _button("Parquet", f"parquet-{key}", lambda: found().parquet(), found().file_name("parquet"), _PARQUET)


_PARQUET = "application/vnd.apache.parquet"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _button(label: str, key: str, make: Callable[[], bytes], file_name: str, kind: str) -> None:
    # Streamlit takes files of one name, length, beginning, middle and end for the same: this tells builds apart.
    kind = f"{kind}; build={Path(_asking.warehouse().version).stem}"
    turns = _turns.for_files()

    def made() -> bytes:
        with turns.taken():
            content = make()
        _keep(content, kind, file_name)
        return content

    st.download_button(label, i18n.kept(made), file_name, kind, key=key, on_click="ignore", icon=":material/download:")


FILES = 8
"""Those made last, which stay until others are: Streamlit forgets one as soon as any two pages have been run, and the
browser of who asked for it may not have come for it by then."""
_places = itertools.cycle(range(FILES))


def _keep(content: bytes, kind: str, file_name: str) -> None:
    if runtime.exists():
        files = runtime.get_instance().media_file_mgr
        files.add(content, kind, f"made-{next(_places)}", file_name, is_for_static_download=True)


def sql(name: str, written: Callable[[], str]) -> None:
    """The SQL that was run, written out when it is opened."""
    opened = st.popover("SQL", icon=":material/database:", key=f"sql-{name}", on_change="rerun")
    if opened.open:
        opened.code(written(), language="sql", wrap_lines=True)
