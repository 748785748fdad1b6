"""Which regional authorities are involved, and which are not?"""

from __future__ import annotations

import streamlit as st

from analytics.i18n import _
from pages import _asking, _tables, _ui

_ui.header(_("Which regional authorities are involved?"), _asking.answer("regions_involvement").insight)
_ui.stop_if_empty()

left, right = st.columns(2)
with left:
    _ui.card("regions_involvement", insight=False)
with right:
    _ui.card("regions_by_year")
_tables.table(
    "regions_involvement",
    _("The 18 regional authorities"),
    ("council", "state", "engagements", "organisations", "first_contact", "last_contact"),
)
_ui.card("regions_other_authorities")
_tables.table(
    "regions_other_authorities",
    _("Other public authorities, with first and last contact"),
    ("catalyst", "kind", "engagements", "organisations", "first_contact", "last_contact"),
    nothing=_("No other public authority in this view."),
)
_tables.rows_behind()
