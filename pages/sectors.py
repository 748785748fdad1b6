"""From which sectors do the catalysts come?"""

from __future__ import annotations

import streamlit as st

from analytics.i18n import _
from pages import _asking, _tables, _ui

_ui.header(_("Which sectors do the catalysts come from?"), _asking.answer("sectors_mix").insight)
_ui.stop_if_empty()

left, right = st.columns(2)
with left:
    _ui.card("sectors_mix", insight=False)
with right:
    _ui.card("sectors_by_year", choices=False)
_ui.card("sectors_diversity", but=("level", "counting"))
_tables.rows_behind()
