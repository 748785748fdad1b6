"""What every page is made of: the frame around it, the view it shows, and the card that holds a chart.

Texts from profiles pass through `text`, `st.dataframe` or plain option lists, never through Markdown.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from analytics import i18n
from analytics.chart import Answer
from analytics.comparison import Comparison
from analytics.datasets import datasets
from analytics.filters import Filters
from analytics.i18n import _
from etl.errors import CatalystAtlasError, LimitError, SourceError, WarehouseError
from pages import _address, _asking, _files, _login, _run, _selecting, _tables
from pages._apart import apart
from pages._filters import clear_button, filter_bar
from pages._plot import plot
from pages._png import png_button

BRAND = "Catalyst Atlas"
FOLLOW_SECONDS = 5
"""How often an open page looks whether a build has published a newer warehouse."""

STYLE = Path(__file__).with_name("_style.css")

_document = st.components.v2.component(
    "catalyst_atlas_document",
    html="<span></span>",
    js=Path(__file__).with_name("_document.js").read_text(encoding="utf-8"),
)


def look(current: str) -> None:
    """Language, title and style of a page, whoever sees it. `current`: the title of the page that is shown."""
    _address.catch_up(is_other_page=_run.is_other_page())
    i18n.set_language(_address.word("lang") or i18n.preferred(st.context.locale))
    st.set_page_config(page_title=f"{_(current)} · {BRAND}", page_icon="📊", layout="wide")
    st.html(STYLE)
    _document(key="document", data={"language": i18n.language()}, height=0)


def frame(pages: Mapping[str, tuple[str, str]], foot: Callable[[], None], *, needs_data: bool) -> None:
    """Menu, dataset and language; a page that follows the data; no page where it needs data and there is none.

    `pages`: file stem -> title and icon; `foot`: shows what stands below the menu.
    """
    version, problem = None, None
    try:
        version = _asking.published()
        if needs_data:
            _asking.look_ahead()
    except WarehouseError as error:
        problem = error

    def menu() -> None:
        brand()
        for stem, (title, icon) in pages.items():
            page_link(stem, _(title), icon)
        _address.links_drawn()
        _dataset_choice()
        _language_choice()
        foot()

    _run.later(st.sidebar, menu)
    _follow(version)
    if problem and needs_data:
        no_warehouse(problem, is_missing=version is None)
        _run.stop()


def brand() -> None:
    motto = _("Who engages with our organisations")
    st.html(f"<p class='brand'>{BRAND}</p><p class='quiet'>{motto}</p>")


def page_link(stem: str, label: str, icon: str) -> None:
    """A link to another page that keeps the view."""
    st.page_link(f"{stem}.py", label=label, icon=icon, query_params=_address.words())


def go(stem: str, **changed: Sequence[str]) -> None:
    """Open another page that keeps the view, but for the words in `changed`."""
    words = _address.with_words(changed)
    _address.remember(words)
    st.switch_page(f"{stem}.py", query_params=words)


def _dataset_choice() -> None:
    known = list(datasets())
    if len(known) > 1:
        names = {"real": _("Your profiles"), "demo": _("Demo (synthetic)")}
        pick(_("Dataset"), "dataset", known, names, _asking.dataset())


def _language_choice() -> None:
    pick(_("Language"), "lang", list(i18n.LANGUAGES), i18n.LANGUAGES, i18n.language())


def pick(label: str, name: str, codes: Sequence[str], names: Mapping[str, str], current: str) -> None:
    """A choice of one that lives in the address."""
    key = f"pick-{name}"
    _address.show(key, current)
    st.segmented_control(
        label,
        codes,
        default=current,
        key=key,
        required=True,
        wrap=True,
        format_func=lambda code: names[code],
        on_change=_address.chosen(lambda: _address.put(name, (st.session_state[key],))),
    )


@partial(apart, run_every=FOLLOW_SECONDS)
def _follow(version: str | None) -> None:
    """Run the page again once a build has published a newer warehouse, or whoever looks at it may do so no longer."""
    newest: str | None = None
    try:
        _login.viewer()
        newest = _asking.published()
    except WarehouseError:
        pass
    except CatalystAtlasError:
        st.rerun()
    if newest != version:
        st.rerun()


def no_warehouse(error: WarehouseError, *, is_missing: bool = False) -> None:
    """The page instead of the page, or below what could still be shown of it."""
    st.title(_("No data yet") if is_missing else _("The data cannot be read"), anchor=False)
    text(str(error))
    st.markdown(_("This page opens by itself as soon as the data is there."))


def too_much(error: LimitError) -> None:
    """Instead of a page, or below what could still be shown of it, where it asks for more than it may have."""
    with st.container(border=True, key="too-much", horizontal_alignment="center"):
        st.header(_("Too much at once"), anchor=False)
        text(str(error))
        clear_button("too-much-clear")


def header(question: str, sentence: str, *, only: str | None = None, ignored: Sequence[str] = ()) -> None:
    """The page's question, its answer in a sentence, the filters and what they leave to be seen.

    `only`: the organisation to which the page is restricted; `ignored`: words of the address that mean nothing to it.
    """
    shown, seen = _asking.view(), _asking.view(only)

    def head() -> None:
        st.title(question, anchor=False)
        if shown.badge:
            st.badge(shown.badge, icon=":material/science:", color="orange")
        filter_bar(shown)
        _selecting.undo_bar(shown)
        left_out = [*shown.unknown, *ignored, *filter(None, [_asking.filters()[1]])]
        if left_out:
            text(_("Left out of this view: {words}.").format(words="; ".join(left_out)), "notice")
        text(sentence, "answer")
        text(" ".join(filter(None, (seen.sentence, seen.coverage, seen.capture, seen.corrections))), "quiet")

    _run.later(st.container(), head)


def stop_if_empty(*kept: str) -> None:
    """A view without engagements gets a word and a way out instead of empty charts, but for those that are kept."""
    if _asking.facts().engagements:
        return
    shown = _asking.view()
    with st.container(border=True, key="empty", horizontal_alignment="center"):
        if shown.filters == Filters():
            st.header(_("No profile has been loaded yet"), anchor=False)
            st.markdown(_("Save profile pages into `data/profiles` and run `python -m etl build`."))
        else:
            st.header(_("Nothing matches these filters"), anchor=False)
            text(shown.sentence, "quiet")
            clear_button("empty-clear")
    if shown.scope.organisations:
        for name in kept:
            card(name)
    _run.stop()


def heading(words: str) -> None:
    """`words` over a part of the page, exactly as they stand: `st.header` would read those of profiles as Markdown."""
    st.html(f"<h2 class='heading'>{html.escape(words)}</h2>")


def text(words: str, style: str = "plain") -> None:
    """`words` exactly as they stand, whoever wrote them."""
    st.html(f"<p class='{style}'>{html.escape(words)}</p>")


def card(
    name: str,
    *,
    insight: bool = True,
    choices: bool = True,
    but: Collection[str] = (),
    leads_to: str | None = None,
    only: str | None = None,
) -> None:
    """A chart with its title, sentence, how complete it is, and what can be taken away: PNG, CSV, SQL.

    `insight` and `choices`: whether its sentence and its choices are shown, which may stand elsewhere on the page;
    `but`: the choices that do; `leads_to`: a page with more of it; `only`: the organisation to which it is restricted.
    A click on a mark filters the page, where the mark says by what.
    """
    answering = _asking.answering(name, only)
    with st.container(border=True, key=f"card-{name}"):
        try:
            shown = answering()
        except (LimitError, SourceError) as error:
            text(str(error), "notice")
            return
        st.header(shown.title, anchor=False)
        if insight:
            text(shown.insight, "insight")
        if choices:
            choose(shown, but)
        plot(
            f"chart-{name}",
            shown.plot,
            shown.alt,
            _selecting.filter_by if shown.is_clickable else None,
        )
        hint = _("A click on a mark filters the page.") if shown.is_clickable else ""
        text(i18n.sentences([shown.completeness, hint]), "quiet")
        take_away(name, answering, leads_to)


def take_away(
    name: str,
    shown: Callable[[], Answer | Comparison],
    leads_to: str | None = None,
) -> None:
    """A row of what can be taken away of a chart, what stands behind it, and the way to the page that it leads to."""

    def row() -> None:
        with st.container(horizontal=True, vertical_alignment="center", key=f"take-{name}"):
            png_button(f"png-{name}", lambda: shown().png, png_labels())
            _files.csv_button(name, shown)
            _files.sql(name, lambda: shown().sql)
            _tables.behind(name, shown)
            if leads_to:
                page_link(leads_to, _("More"), ":material/arrow_forward:")

    _run.last(st.container(), i18n.kept(apart(row)))


def choose(shown: Answer, but: Collection[str] = ()) -> None:
    """The choices of a chart, if there are any, `but` for those that stand on the page already."""
    offered = {word: choice for word, choice in shown.chart.choices.items() if word not in but}
    if not offered:
        return
    with st.container(horizontal=True, key=f"choices-{shown.chart.name}"):
        for word, choice in offered.items():
            names = {code: _(label) for code, label in choice.options.items()}
            pick(_(choice.label), word, list(names), names, shown.chosen[word])


def png_labels() -> Mapping[str, str]:
    """The words of the button that saves an image."""
    return {
        "label": "PNG",
        "tooltip": _("Download this chart as an image, 2560 × 1440. Zoom and legend clicks are not in it."),
        "busy": _("Drawing…"),
        "done": _("Saved"),
        "error": _("The image could not be made"),
    }
