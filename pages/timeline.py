"""Who engaged when?"""

from __future__ import annotations

from analytics.i18n import _
from pages import _asking, _tables, _ui

_ui.header(_("Who engaged when?"), _asking.answer("timeline_lanes").insight)
_ui.stop_if_empty()

_ui.card("timeline_engagements")
_ui.card("timeline_lanes", insight=False)
_tables.rows_behind()
