"""Parts of a page that run alone: what a viewer does there does not run the rest of the page.

Nothing of the page runs before such a part when it runs again, neither does `_ui.frame`, which sets the language: the
part keeps the one it was first shown in. So parts are made here and nowhere else; a test says so.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from analytics import i18n
from etl.errors import LimitError, WarehouseError

P = ParamSpec("P")


def apart(show: Callable[P, None], *, run_every: float | None = None) -> Callable[P, None]:
    """`show` as a part that runs alone, and again after `run_every` seconds, in the language of the page around it."""

    @wraps(show)
    def speaking(*args: P.args, **given: P.kwargs) -> None:
        code = i18n.language()

        @wraps(show)
        def part() -> None:
            with i18n.use(code):
                try:
                    show(*args, **given)
                except (LimitError, WarehouseError) as error:
                    st.html(f"<p class='notice'>{html.escape(str(error))}</p>")

        st.fragment(part, run_every=run_every)()

    return speaking


def dialog(title: str, show: Callable[[], None]) -> None:
    """Open `show` over the page, as a part that runs alone. `title` is read as Markdown: no word of a profile."""
    st.dialog(title, width="large")(i18n.kept(show))()
