"""What do we know, how complete and how fresh is it?"""

from __future__ import annotations

import streamlit as st

from analytics.i18n import _
from analytics.summary import key_figures, overview_sentence
from pages import _asking, _run, _tables, _ui


def show_figures() -> None:
    for figure in key_figures(view):
        with st.container(border=True, width=165):
            st.metric(figure.label, figure.value)
            _ui.text(figure.note, "quiet")


view = _asking.view()
_ui.header(_("What do we know?"), overview_sentence(view))
_ui.stop_if_empty("regions_involvement")

_run.later(st.container(horizontal=True, key="figures"), show_figures)
left, right = st.columns(2)
with left:
    _ui.card("timeline_engagements", choices=False, leads_to="timeline")
    _ui.card("sectors_mix", choices=False, leads_to="sectors")
with right:
    _ui.card("regions_involvement", choices=False, leads_to="regions")
    _ui.card("data_coverage", leads_to="data")
_tables.rows_behind()
