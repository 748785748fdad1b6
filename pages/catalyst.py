"""Whom does a catalyst engage with, where, since when, and who else does?"""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from analytics import catalyst
from analytics.filters import mark_id
from analytics.frame import records
from analytics.i18n import _, ngettext
from pages import _address, _asking, _selecting, _tables, _ui


def show(row: pd.Series) -> None:
    _selecting.filter_by(mark_id({"catalyst": row["catalyst_id"]}))


def show_organisation(row: pd.Series) -> None:
    _ui.go("organisation", catalyst=[], profile=[row["organisation_id"]])


def show_facts() -> None:
    """What is known of each chosen catalyst."""
    for profile in records(_asking.ask("catalyst_profile")):
        listed = "".join(
            f"<dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd>" for label, value in catalyst.facts(profile)
        )
        with st.container(border=True):
            st.html(f"<dl class='facts'>{listed}</dl>")


view = _asking.view()
chosen = view.filters.catalyst
question = _("Whom does it engage with?") if chosen else _("Who appears together?")
_ui.header(question, catalyst.sentence(view) if chosen else _asking.answer("catalyst_network").insight)
_ui.stop_if_empty()

if chosen:
    st.button(
        _("All catalysts"), icon=":material/arrow_back:", key="all-catalysts", on_click=_address.put,
        args=("catalyst", ()),
    )  # fmt: skip
    show_facts()
    left, right = st.columns(2)
    with left:
        _ui.card("timeline_engagements", leads_to="timeline")
    with right:
        _ui.card("catalyst_regions")
    _tables.table(
        "catalyst_organisations",
        _("Its organisations, each with the line it was read from"),
        ("organisation", "city", "home_region", "first_contact", "last_contact", "engagements", "relation_types",
         "line", "raw_text", "file"),
        pick=show_organisation,
    )  # fmt: skip
    _ui.card("catalyst_network")
    _tables.table(
        "catalyst_partners",
        ngettext("With whom it shares organisations", "With whom they share organisations", len(chosen)),
        ("catalyst", "kind", "shared", "organisations", "jaccard"),
        nothing=_("No other catalyst engages with the same organisations."),
        pick=show,
    )
    _ui.text(catalyst.jaccard_in_words(), "quiet")
else:
    _ui.card("catalyst_network", insight=False)
    _ui.card("catalyst_regions")
    _tables.table(
        "catalyst_list",
        _("Catalysts, the most connected first"),
        ("catalyst", "kind", "organisations", "engagements", "first_contact", "last_contact"),
        pick=show,
    )
_tables.rows_behind()
