"""The list of pages, nothing else."""

from __future__ import annotations

import time
from contextlib import nullcontext

import streamlit as st

from analytics import intake, log
from analytics.i18n import N_
from etl.errors import LimitError, UsageError, WarehouseError
from pages import _door, _login, _run, _turns, _ui

PAGES = {
    "overview": (N_("Overview"), ":material/dashboard:"),
    "timeline": (N_("Timeline"), ":material/timeline:"),
    "relationships": (N_("Relations"), ":material/handshake:"),
    "sectors": (N_("Sectors"), ":material/donut_small:"),
    "regions": (N_("Regions"), ":material/map:"),
    "compare": (N_("Compare"), ":material/compare:"),
    "organisation": (N_("Organisation"), ":material/apartment:"),
    "catalyst": (N_("Catalysts"), ":material/hub:"),
    "report": (N_("Report"), ":material/summarize:"),
    "data": (N_("Data"), ":material/fact_check:"),
}
FOR_EDITORS = {"add": (N_("Add profiles"), ":material/note_add:")} if intake.is_enabled() else {}

page = st.navigation(
    [
        st.Page(f"{stem}.py", title=title, url_path=stem, default=stem == "overview")
        for stem, (title, _icon) in {**PAGES, **FOR_EDITORS}.items()
    ],
    position="hidden",
)
asked = time.monotonic()
# A page that builds does so for minutes, in which nobody should wait for it.
with nullcontext() if page.url_path in FOR_EDITORS else _turns.taken():
    began = time.monotonic()
    _run.begin(page.url_path)
    try:
        try:
            _ui.look(page.title)
            may_edit = _login.viewer().may_edit
            if page.url_path in FOR_EDITORS and not may_edit:
                raise _login.NotAllowedError
            menu = {**PAGES, **(FOR_EDITORS if may_edit else {})}
            is_first = not page.url_path
            _ui.frame(menu, lambda: _door.bar(is_first), needs_data=page.url_path not in FOR_EDITORS)
            page.run()
            if page.url_path not in FOR_EDITORS:  # what that does takes long: nothing should come only after it
                _run.shown()
        finally:
            _run.end()
    except (_login.NotSignedInError, _login.NotAllowedError, UsageError) as error:
        _door.closed(error)
    except WarehouseError as error:  # a part of it that was not read before is damaged
        _ui.no_warehouse(error)
    except LimitError as error:  # of the view itself, or of what only one page asks
        _ui.too_much(error)
    except _run.Ended:
        pass
    finally:
        waited = round((began - asked) * 1000)
        log.event(
            "page", time.monotonic() - began, page=page.url_path or "overview", waited_ms=waited, who=_login.who()
        )
