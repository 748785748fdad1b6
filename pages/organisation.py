"""What does the page say about one organisation, and who engages with it?"""

from __future__ import annotations

import html
from collections.abc import Mapping

import streamlit as st

from analytics import i18n, profile, vocabulary
from analytics.frame import Row, records
from analytics.i18n import _
from pages import _address, _asking, _tables, _ui


def show_profile(row: Row) -> None:
    listed = "".join(
        f"<dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd>" for label, value in profile.facts(row)
    )
    st.html(f"<dl class='facts'>{listed}</dl>")


def show_description(row: Row) -> None:
    language = _(vocabulary.LANGUAGES[row.language])
    st.caption(
        _("{language}, machine translation").format(language=language) if row.is_machine_translated else language
    )
    if row.tagline:
        _ui.text(row.tagline, "answer")
    _ui.text(row.body or "")
    tags = "".join(f"<li>{html.escape(tag)}</li>" for tag in row.tags or [])
    st.html(f"<ul class='tags'>{tags}</ul>")


def choose(candidates: tuple[str, ...], names: Mapping[str, str]) -> str | None:
    """The organisation to show: the only one there is, the one in the address, or the first of those filtered for."""
    word = _address.word("profile")
    chosen = (
        word if word in candidates else candidates[0] if len(candidates) == 1 or view.filters.organisation else None
    )
    if len(candidates) > 1:
        st.session_state["profile"] = chosen
        st.selectbox(
            _("Organisation to show"),
            candidates,
            key="profile",
            format_func=lambda code: names[code],
            placeholder=_("Choose one"),
            on_change=lambda: _address.put("profile", [st.session_state["profile"]]),
        )
    return chosen


view = _asking.view()
names = view.labels["organisation"]
chosen = choose(view.filters.organisation or tuple(names), names)
if chosen is None:
    _ui.header(_("What does its page say?"), _("{n} organisations: choose one.").format(n=i18n.number(len(names))))
    _ui.stop_if_empty()
    st.stop()

(row,) = records(_asking.ask("organisation_profile", profile=chosen))
catalysts = _asking.ask("organisation_catalysts", profile=chosen)
_ui.header(_("What does its page say?"), profile.sentence(row, int(catalysts["engagements"].sum())))

left, right = st.columns(2)
with left, st.container(border=True):
    show_profile(row)
with right, st.container(border=True):
    for description in records(_asking.ask("organisation_descriptions", profile=chosen)):
        show_description(description)

_ui.card("timeline_lanes", only=chosen)
_tables.table(
    "organisation_catalysts",
    _("Its catalysts, each with the line it was read from"),
    ("catalyst", "kind", "sectors", "relation_types", "first_contact", "last_contact", "engagements", "file", "line",
     "raw_text"),
    profile=chosen,
)  # fmt: skip
