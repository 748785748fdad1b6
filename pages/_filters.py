"""The filter bar shared by all pages."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import i18n
from analytics.filters import DIMENSIONS, PRESETS, SEARCHED, Filters, Period
from analytics.i18n import N_, _
from analytics.thresholds import MOST_MONTHS, THRESHOLDS, Thresholds
from analytics.view import View
from pages import _address, _run
from pages._search import search_box

CUSTOM = "custom"
PERIODS = {
    "all": N_("All dates"),
    "last-12-months": N_("Last 12 months"),
    "last-3-years": N_("Last 3 years"),
    "this-year": N_("This year"),
    CUSTOM: N_("From … to …"),
}
NAMES = {
    "organisation": N_("Organisation"),
    "catalyst": N_("Catalyst"),
    "kind": N_("Kind of catalyst"),
    "region": N_("Region of the authority"),
    "sector_group": N_("Sector group"),
    "sector": N_("Sector"),
    "relation_type": N_("Relation type"),
    "channel": N_("Channel"),
}
MORE = tuple(name for name in DIMENSIONS if name not in SEARCHED)
FILTERS = ("period", *DIMENSIONS, *THRESHOLDS)


def filter_bar(view: View) -> None:
    """The period in sight, the other filters one click away; then what is active, as a sentence."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter-bar"):
        _period(view)
        for name, icon in _ICONS.items():
            place = _popover(_(NAMES[name]), len(getattr(view.filters, name)), icon, key=f"filter-{name}")
            _run.last(place, partial(_search, name, view))
        active = sum(len(getattr(view.filters, name)) for name in MORE)
        _run.last(_popover(_("More filters"), active, ":material/tune:", key="filter-more"), lambda: _choose_more(view))
        if view.filters != Filters():
            clear_button("filter-clear")


def clear_button(key: str) -> None:
    st.button(_("Clear filters"), icon=":material/close:", key=key, on_click=_address.drop, args=(FILTERS,))


_ICONS = {"organisation": ":material/apartment:", "catalyst": ":material/handshake:"}


def _popover(label: str, active: int, icon: str, key: str) -> DeltaGenerator:
    """A button that opens filters, with the number of those that are active."""
    return st.popover(f"{label} ({i18n.number(active)})" if active else label, icon=icon, key=key)


def _search(name: str, view: View) -> None:
    chosen = {code: view.labels[name][code] for code in getattr(view.filters, name)}
    search_box(name, _(NAMES[name]), chosen, lambda codes: _address.put(name, codes))


def _choose_more(view: View) -> None:
    for name in MORE:
        _choose(name, view)


def _choose(name: str, view: View) -> None:
    key, labels, chosen = f"filter-{name}", view.labels[name], list(getattr(view.filters, name))
    _address.show(key, chosen)
    st.multiselect(
        _(NAMES[name]),
        list(labels),
        chosen,
        key=key,
        format_func=lambda code: labels.get(code, code),
        on_change=_address.chosen(lambda: _address.put(name, st.session_state[key])),
        placeholder=_("All"),
    )


def _period(view: View) -> None:
    period, names = view.filters.period, {code: _(label) for code, label in PERIODS.items()}
    offered, shown = [*PRESETS, CUSTOM], period.preset or CUSTOM
    _address.show("filter-period", shown)
    st.selectbox(
        _("Period"),
        offered,
        offered.index(shown),
        key="filter-period",
        format_func=names.__getitem__,
        placeholder=_("Choose one"),  # where what is there is deleted; else Streamlit speaks English
        on_change=_address.chosen(lambda: _preset_chosen(view)),
        width=190,
    )
    if period.preset is None:
        _day("from", _("From"), period.start)
        _day("to", _("To"), period.end)


def _preset_chosen(view: View) -> None:
    """A preset as it stands; 'from … to …' starts from the days that the preset before it meant."""
    chosen = st.session_state["filter-period"]
    if chosen != CUSTOM:
        return _address.put("period", () if chosen == "all" else (chosen,))
    start, end = view.filters.period.resolve(view.last_capture)
    days = Period(None, start or view.facts.first_contact or dt.date(2000, 1, 1), end or view.last_capture)
    return _address.put("period", (days.word(),))


def _day(side: str, label: str, value: dt.date | None) -> None:
    key = f"filter-{side}"
    _address.show(key, value)
    st.date_input(
        label,
        key=key,
        min_value=dt.date(1900, 1, 1),
        max_value=dt.date(2100, 12, 31),
        format="DD/MM/YYYY",
        on_change=_address.chosen(_days_chosen),
        width=140,
    )


def _days_chosen() -> None:
    start, end = st.session_state["filter-from"], st.session_state["filter-to"]
    if start and end and start > end:
        start, end = end, start
    _address.put("period", (Period(None, start, end).word(),) if start or end else ())


MONTHS = (1, 2, 3, 4, 6, 9, 12, 18, 24, 36, 48, 60, 120)
"""Thresholds offered; the address may have others."""


def threshold_bar(thresholds: Thresholds) -> None:
    """From how many months of silence on a relation is cooling, or has lapsed."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="threshold-bar"):
        _months("cooling", _("Cooling from a silence of"), thresholds.cooling, 1, thresholds.lapsed - 1)
        _months("lapsed", _("Lapsed from a silence of"), thresholds.lapsed, thresholds.cooling + 1, MOST_MONTHS)


def _months(name: str, label: str, value: int, least: int, most: int) -> None:
    """A list rather than a field of numbers, which Streamlit surrounds with words in English."""
    key, offered = f"threshold-{name}", sorted({value, *(months for months in MONTHS if least <= months <= most)})
    lengths = {months: i18n.months(months) for months in offered}
    _address.show(key, value)
    st.selectbox(
        label,
        offered,
        offered.index(value),
        key=key,
        format_func=lengths.__getitem__,
        placeholder=_("Choose one"),
        on_change=_address.chosen(lambda: _address.put(name, _without_default(name, st.session_state[key]))),
        width=210,
    )


def _without_default(name: str, months: int) -> tuple[str, ...]:
    return () if months == getattr(Thresholds(), name) else (str(months),)
