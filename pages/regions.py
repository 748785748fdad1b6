"""Which regional authorities are involved, and which are not?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.regions_map import point_id
from analytics.charts.regions_silence import white_space
from analytics.i18n import _
from pages import _asking, _run, _selecting, _tables, _ui
from pages._filters import threshold_bar


def show_white_space() -> None:
    """Who never appears, and of whom no trace has been found for long."""
    st.header(_("White space"), anchor=False)
    threshold_bar(view.filters.thresholds)
    for sentence in white_space(involved.frame, view):
        _ui.text(sentence, "insight")


def filter_by(region: pd.Series) -> None:
    _selecting.filter_by(point_id(region))


view, involved = _asking.view(), _asking.answer("regions_involvement")
_ui.header(_("Which regional authorities are involved?"), involved.insight)
_ui.stop_if_empty("regions_involvement", "regions_by_year")

left, right = st.columns(2)
with left:
    _ui.card("regions_involvement", insight=False)
with right:
    _ui.card("regions_by_year")
_run.later(st.container(), show_white_space)
_ui.card("regions_ranking")
_ui.card("regions_portfolio")
_tables.table(
    "regions_involvement",
    _("The 18 regional authorities"),
    ("council", "state", "engagements", "per_million", "population", "organisations", "health", "silent_months",
     "last_contact", "first_contact"),
    pick=filter_by,
)  # fmt: skip
_ui.card("regions_other_authorities")
_tables.table(
    "regions_other_authorities",
    _("Other public authorities, with first and last contact"),
    ("catalyst", "kind", "engagements", "organisations", "first_contact", "last_contact"),
    nothing=_("No other public authority in this view."),
)
_tables.rows_behind()
