"""Clicks on charts that filter the page.

A mark says itself what it stands for: its id is a word of the address, such as `region=53`. So a drawing decides what
can be clicked, and nothing here knows any chart. A click puts the word into the address, in place of others of its
filter; a click on the one that is there takes it out again. The filter bar does the same for those without a pointer.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import unquote

import streamlit as st

from analytics import i18n
from analytics.filters import DIMENSIONS
from analytics.i18n import _
from analytics.view import View
from pages import _address


def filter_by(word: str) -> None:
    """Filter by a word such as `region=53`, or no longer if that is the filter already. Other words do nothing.

    What follows a `#` only tells marks of one word apart.
    """
    dimension, _equals, code = word.split("#")[0].partition("=")
    if dimension in DIMENSIONS and code:
        code = unquote(code)
        is_the_filter = _address.words().get(dimension) == [code]
        _address.put(dimension, () if is_the_filter else (code,))


def undo_bar(view: View, dimensions: Sequence[str]) -> None:
    """What clicks have filtered the page to, each with the way back."""
    for dimension in dimensions:
        codes = getattr(view.filters, dimension)
        if not codes:
            continue
        names = i18n.listing([view.labels[dimension][code] for code in codes], "or")
        words = html.escape(_("Filtered to {names}").format(names=names))
        with st.container(horizontal=True, vertical_alignment="center", key=f"filtered-{dimension}"):
            st.html(f"<p class='insight'>{words}</p>", width="content")
            st.button(
                _("Undo"),
                key=f"undo-{dimension}",
                icon=":material/undo:",
                on_click=_address.put,
                args=(dimension, ()),
            )
