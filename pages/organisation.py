"""What does the page say about one organisation, and who engages with it?"""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics import i18n, profile
from analytics.frame import Row, records
from analytics.i18n import _, ngettext
from analytics.view import View, load_names
from pages import _address, _asking, _run, _tables, _ui


def show_profile(row: Row) -> None:
    facts = dict(profile.facts(row))
    notes = profile.corrections(records(_asking.ask("organisation_overrides", profile=row.organisation_id)))
    listed = "".join(
        f"<dt>{html.escape(label)}</dt><dd>{html.escape(facts.get(label, '–'))}{marks(notes.get(label, []))}</dd>"
        for label in dict.fromkeys([*facts, *notes])
    )
    st.html(f"<dl class='facts'>{listed}</dl>")


def marks(notes: Sequence[str]) -> str:
    """What people corrected, beside the fact they corrected."""
    return "".join(f"<br><span class='corrected'>✎ {html.escape(note)}</span>" for note in notes)


def show_changes(row: Row) -> None:
    title = _("What changed since the last capture")
    undated = profile.undated_sentence(records(_asking.ask("organisation_captures", profile=row.organisation_id)))
    if not row.compared_pages:
        st.header(title, anchor=False)
        once = _("There is only one capture so far. Save the page again one day, and what has changed stands here.")
        _ui.text(undated or once)
        return
    changes = _asking.ask("organisation_changes", profile=row.organisation_id)
    _tables.table(
        "organisation_changes",
        title,
        ("change", "catalyst", "is_certain", "before_contact", "after_contact", "before_relation_types",
         "after_relation_types", "before_sectors", "after_sectors", "before_name", "after_name", "before_captured_on",
         "after_captured_on", "before_line", "after_line", "before_file", "after_file"),
        nothing=profile.changes_sentence([]),
        profile=row.organisation_id,
    )  # fmt: skip
    if not changes.empty:
        _ui.text(profile.changes_sentence(records(changes)), "quiet")
    if undated:
        _ui.text(undated, "notice")


def show_description(row: Row) -> None:
    if row.tagline:
        _ui.text(row.tagline, "answer")
    _ui.text(row.body or "")
    tags = "".join(f"<li>{html.escape(tag)}</li>" for tag in row.tags or [])
    st.html(f"<ul class='tags'>{tags}</ul>")


def chosen_one(view: View) -> str | None:
    """The organisation to show: the one in the address, or the only one in the view."""
    word = _address.word("profile")
    if word and word in (view.filters.organisation or load_names(_asking.ask_plainly, [word])["organisation"]):
        return word
    return view.organisations[0] if len(view.organisations) == 1 else None


def show(organisation: pd.Series | None) -> None:
    _address.put("profile", [] if organisation is None else [organisation["organisation_id"]])


def show_catalyst(catalyst: pd.Series) -> None:
    _ui.go("catalyst", organisation=[], profile=[], catalyst=[catalyst["catalyst_id"]])


view = _asking.view()
profile_id = chosen_one(view)
question = _("What does its page say?")
count = view.scope.organisations

if profile_id is None:
    words = ngettext("{n} organisation: choose one.", "{n} organisations: choose one.", count)
    _ui.header(question, words.format(n=i18n.number(count)))
    _ui.stop_if_empty()
    listed = ("name", "city", "engagements", "catalysts", "last_contact", "captured", "declared")
    _tables.table("organisation_list", _("Organisations, the most engaged first"), listed, pick=show)
    _run.stop()

(row,) = records(_asking.ask("organisation_profile", profile=profile_id))
catalysts = _asking.ask("organisation_catalysts", profile=profile_id)
_ui.header(question, profile.sentence(row, int(catalysts["engagements"].sum())), only=profile_id)
if count > 1:
    st.button(_("All organisations"), icon=":material/arrow_back:", on_click=show, args=(None,))

left, right = st.columns(2)
with left, st.container(border=True):
    show_profile(row)
descriptions = records(_asking.ask("organisation_descriptions", profile=profile_id))
if descriptions:
    with right, st.container(border=True):
        for tab, description in zip(
            st.tabs([profile.language_name(each) for each in descriptions]), descriptions, strict=True
        ):
            with tab:
                show_description(description)

_ui.card("timeline_lanes", only=profile_id)
show_changes(row)
_tables.table(
    "organisation_catalysts",
    _("Its catalysts, each with the line it was read from"),
    ("catalyst", "kind", "corrected", "first_contact",
     "last_contact", "engagements", "amount_eur", "relation_types", "sectors", "line", "raw_text", "file"),
    pick=show_catalyst,
    profile=profile_id,
)  # fmt: skip
_tables.table(
    "organisation_lines",
    _("Every line its engagements were read from"),
    ("catalyst", "engaged_on", "date_precision", "relation_type", "channel", "mentions", "amount_eur", "is_counted",
     "corrected", "captured_on", "line", "raw_text", "file"),
    profile=profile_id,
)  # fmt: skip
_tables.rows_behind(profile_id)
