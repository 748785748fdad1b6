"""Which pages shall be added? Understood first, beside what was given; stored and loaded only when confirmed."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics import i18n, intake, profile
from analytics.i18n import _, ngettext
from analytics.intake import Place, Source, Upload
from etl.errors import CatalystAtlasError
from pages import _tables, _ui

SHOWN = 20
"""Sources, and organisations of a source, that are shown in full."""
EXAMPLE = "89998-accr-association-des-centres-culturels-de-rencontre"
TURN, DONE = "add-turn", "add-done"
"""What a viewer's session keeps: how often something was added, and what was added last."""
LINES = ("line", "line_state", "raw_text", "reason")
ENGAGEMENTS = ("line", "catalyst", "kind", "sectors", "relation_type", "channel", "engaged_on", "mentions")


def given() -> Iterator[Upload]:
    """The pasted text and the dropped files. Raises UsageError."""
    turn = st.session_state.setdefault(TURN, 0)  # widgets of another turn are empty again
    text = st.text_area(_("Text of a profile page"), key=f"add-text-{turn}", height=200)
    name = st.text_input(
        _("Its address, or a name for the file"),
        key=f"add-name-{turn}",
        max_chars=500,
        placeholder=EXAMPLE,
    )
    label = _("Or drop saved pages, tables and archives")
    files = st.file_uploader(
        label, intake.SUFFIXES, True, key=f"add-files-{turn}", max_upload_size=intake.MAX_MEGABYTES
    )
    st.html(f"<style>{field_in_words()}</style>")
    if text and text.strip():
        yield intake.pasted(text, name or "")
    for file in files[: intake.MAX_FILES]:
        yield intake.dropped(file.name, file.getvalue())
    if len(files) > intake.MAX_FILES:
        left_out = _("Only the first {n} files are taken at once.")
        _ui.text(left_out.format(n=i18n.number(intake.MAX_FILES)), "notice")


def field_in_words() -> str:
    """What Streamlit's field for files says in English to everybody, as `_style.css` puts it in other words."""
    suffixes = ", ".join(suffix.strip(".").upper() for suffix in intake.SUFFIXES)
    bounds = _("At most {n} MB each: {suffixes}").format(n=i18n.number(intake.MAX_MEGABYTES), suffixes=suffixes)
    choose, bounds = (json.dumps(words, ensure_ascii=False) for words in (_("Choose files"), bounds))
    return f":root {{ --choose-files: {choose}; --bounds-of-files: {bounds}; }}"


@st.cache_data(max_entries=4, show_spinner=False)
def understood(uploads: Sequence[Upload], language: str) -> list[list[Source]]:
    with i18n.use(language):
        return intake.read(uploads)


def show_source(key: str, source: Source) -> None:
    with st.container(border=True, key=f"source-{key}"):
        _ui.text(source.name, "answer")
        text = ngettext(
            "{lines} line: {parsed} understood, {ignored} without content, {rejected} rejected.",
            "{lines} lines: {parsed} understood, {ignored} without content, {rejected} rejected.",
            source.line_count,
        )
        counts = {name: i18n.number(getattr(source, f"{name}_lines")) for name in ("parsed", "ignored", "rejected")}
        _ui.text(text.format(lines=i18n.number(source.line_count), **counts), "quiet")
        left, right = st.columns(2)
        with left:
            show_understood(key, source)
        with right:
            st.header(_("What was given"), anchor=False)
            _tables.show(f"lines-{key}", _("What was given"), frame(source.lines, LINES), LINES)
        rejected = [line for line in source.lines if line.line_state == "rejected"]
        if rejected:
            st.header(_("Rejected lines"), anchor=False)
            columns = ("line", "reason", "raw_text")
            _tables.show(f"rejected-{key}", _("Rejected lines"), frame(rejected, columns), columns)


def show_understood(key: str, source: Source) -> None:
    st.header(_("What was understood"), anchor=False)
    if source.columns:
        columns = ("column", "meaning", "note")
        _tables.show(f"columns-{key}", _("What was understood"), frame(source.columns, columns), columns)
    for number, organisation in enumerate(source.organisations[:SHOWN]):
        facts = "".join(
            f"<dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd>"
            for label, value in profile.facts(organisation)
        )
        st.html(f"<dl class='facts'>{facts}</dl>")
        for description in organisation.descriptions:
            _ui.text(profile.language_name(description), "quiet")
            _ui.text(description.tagline or "", "answer")
            _ui.text(description.body or "")
        if organisation.engagements:
            rows = frame(organisation.engagements, (*ENGAGEMENTS, "date_precision"))
            rows["engaged_on"] = pd.to_datetime(rows["engaged_on"])
            _tables.show(f"engagements-{key}-{number}", _("Engagements"), rows, ENGAGEMENTS)
    if source.organisation_count > SHOWN:
        more = _("{n} organisations in all; the first ones are shown.")
        _ui.text(more.format(n=i18n.number(source.organisation_count)), "quiet")


def frame(rows: Sequence[Any], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame([[getattr(row, name) for name in columns] for row in rows], columns=list(columns))


def show_destination(upload: Upload, place: Place | None) -> None:
    if place is None:
        _ui.text(_("{name} tells of no organisation and will not be stored.").format(name=upload.name), "notice")
        return
    if not place.is_new:
        text = _("{name} is there already, with the same content: nothing will be stored.")
    elif place.is_further:
        text = _("A file of this name holds something else, and stays: this one is kept as a further capture, {name}.")
    else:
        text = _("Will be stored as {name}.")
    _ui.text(text.format(name=place.path.name), "notice")


def add(uploads: Sequence[Upload]) -> None:
    """Store and load; what was done is said on the page that follows, whose fields are empty again."""
    try:
        places = [intake.store(upload) for upload in uploads]
        bar = st.progress(0.0, _("Reading…"))
        for done, total in intake.build():
            text = _("{done} of {total} files read")
            share = done / total if total else 1.0
            bar.progress(share, text.format(done=i18n.number(done), total=i18n.number(total)))
    except CatalystAtlasError as error:
        _ui.text(_("The warehouse stays as it was: {why}").format(why=error), "notice")
        return
    st.session_state[DONE] = [place.path.name for place in places]
    st.session_state[TURN] += 1
    st.rerun()


st.title(_("Which pages shall be added?"), anchor=False)
_ui.text(_("What you give is shown as it is understood. It is stored only when you confirm, for all to see."), "answer")
if done := st.session_state.get(DONE):
    _ui.text(_("Stored and loaded: {files}.").format(files=i18n.listing(done)), "notice")
try:
    uploads = list(given())
    if not uploads:
        st.stop()
    with st.spinner(_("Reading…")):
        read = understood(uploads, i18n.language())
    places = [
        intake.place_of(upload) if any(source.organisation_count for source in sources) else None
        for upload, sources in zip(uploads, read, strict=True)
    ]
except CatalystAtlasError as error:
    _ui.text(str(error), "notice")
    st.stop()

for number, (upload, sources, place) in enumerate(zip(uploads, read, places, strict=True)):
    for part, source in enumerate(sources[:SHOWN]):
        show_source(f"{number}-{part}", source)
    if len(sources) > SHOWN:
        more = ngettext("{n} more source in this file.", "{n} more sources in this file.", len(sources) - SHOWN)
        _ui.text(more.format(n=i18n.number(len(sources) - SHOWN)), "quiet")
    show_destination(upload, place)
# What is stored already can be confirmed again: the build that followed may have failed.
usable = [upload for upload, place in zip(uploads, places, strict=True) if place]
if st.button(_("Store and load"), key="add-confirm", disabled=not usable):
    add(usable)
