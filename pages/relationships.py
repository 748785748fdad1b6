"""Who is still in touch, who has fallen silent, and who deserves a call?"""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from analytics import i18n, reminders
from analytics.charts.relationships import order_in_words
from analytics.i18n import _
from pages import _asking, _run, _tables, _ui
from pages._filters import threshold_bar


def calendar_button() -> None:
    """A reminder for each catalyst, for any calendar."""
    answer, start = _asking.answer("relationships_health"), dt.date.today()
    if refused := reminders.refusal(answer.view):
        _ui.text(refused, "quiet")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="reminders"):
        st.download_button(
            _("Calendar (ICS)"),
            i18n.kept(lambda: reminders.calendar(answer, start)),
            reminders.file_name(answer),
            "text/calendar",
            key="ics-relationships_health",
            on_click="ignore",
            icon=":material/event:",
        )
        _ui.text(reminders.in_words(), "quiet")


view = _asking.view()
_ui.header(_("Who deserves a call?"), _asking.answer("relationships_health").insight)
_ui.stop_if_empty()

_run.later(st.container(), partial(threshold_bar, view.filters.thresholds))
_ui.card("relationships_health", insight=False)
_ui.text(order_in_words(view), "quiet")
calendar_button()
_tables.table(
    "relationships_health",
    _("Every relation, in the order of the calls"),
    ("catalyst", "kind", "health", "silent_months", "last_contact", "first_contact", "engagements", "organisations",
     "last_organisation", "known_until", "known_until_is_inferred", "cools_on", "lapses_on"),
)  # fmt: skip
_tables.rows_behind()
