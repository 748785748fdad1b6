"""Clicks on charts that filter the page.

A mark says itself what it stands for: its id is words of the address, such as `region=53&period=2024-01-01:`. So a
drawing decides what can be clicked, and nothing here knows any chart. A click puts the words into the address, in place
of others of their filters; a click on what is there already, or a button, puts back what was there before. The filter
bar does the same for those without a pointer.

What was there before is kept for the visitor, beside the address: who opens the link that a click has left can still
take the filter away.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import streamlit as st

from analytics import i18n
from analytics.charts import CHARTS
from analytics.filters import DIMENSIONS, words_of
from analytics.i18n import _
from analytics.view import View
from pages import _address
from pages._address import Words

KNOWN = {*DIMENSIONS, "period", *(word for chart in CHARTS.values() for word in chart.choices)}
"""What a mark may change: filters, and how a chart shows what it filters to."""
_CLICKS, MOST = "clicks", 50


@dataclass(frozen=True)
class Click:
    before: Words
    after: Words

    @property
    def is_in_force(self) -> bool:
        return _now(self.after) == self.after


def filter_by(mark: str, but: Collection[str] = ()) -> None:
    """Filter by the words of a mark, `but` for some, or no longer if they are the filter already."""
    after = {name: codes for name, codes in words_of(mark).items() if name in KNOWN and name not in but}
    before = _now(after)
    if before == after:
        made = [click for click in _clicks() if click.after == after]
        undo(made[-1] if made else Click({name: [] for name in after}, after))
    else:
        st.session_state[_CLICKS] = [*_clicks(), Click(before, after)][-MOST:]
        _address.put_all(after)


def undo(click: Click) -> None:
    """Put back what stood in the address before."""
    st.session_state[_CLICKS] = [other for other in _clicks() if other is not click]
    _address.put_all(click.before)


def undo_bar(view: View) -> None:
    """What the page is filtered to, each with the way back: the last clicks first, then what was chosen otherwise."""
    with st.container(horizontal=True, vertical_alignment="center", key="filtered"):
        for click, was_clicked in _in_force(view):
            name = next(name for name in click.after if name in _NAMED)
            with st.container(horizontal=True, vertical_alignment="center", key=f"filtered-{name}", width="content"):
                st.html(f"<p class='insight'>{html.escape(_in_words(click, view))}</p>", width="content")
                st.button(
                    _("Undo") if was_clicked else _("Remove"),
                    key=f"undo-{name}",
                    icon=":material/undo:" if was_clicked else ":material/close:",
                    on_click=undo,
                    args=(click,),
                )


_NAMED = ("period", *DIMENSIONS)


def _in_force(view: View) -> Iterator[tuple[Click, bool]]:
    """The clicks that the address still says, and the filters that none of them has put there."""
    told: set[str] = set()
    for click in reversed(_clicks()):
        if click.is_in_force and not told & click.after.keys() and any(name in _NAMED for name in click.after):
            told |= click.after.keys()
            yield click, True
    words = view.filters.words()
    for name in _NAMED:
        if name in words and name not in told:
            yield Click({name: []}, {name: words[name]}), False


def _in_words(click: Click, view: View) -> str:
    names = [
        i18n.listing([view.labels[name].get(code, code) for code in click.after[name]], "or", most=3)
        for name in DIMENSIONS
        if name in click.after
    ]
    days = [view.filters.period.sentence(view.last_capture)] if "period" in click.after else []
    if not names:
        return days[0][:1].upper() + days[0][1:]
    return _("Filtered to {names}").format(names=", ".join([*names, *days]))


def _clicks() -> list[Click]:
    return list(st.session_state.get(_CLICKS, ()))


def _now(words: Words) -> Words:
    """What the address says now under the names of these words."""
    given = _address.words()
    return {name: given.get(name, []) for name in words}
