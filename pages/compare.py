"""How do two to four organisations, or periods, compare?"""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

import streamlit as st

from analytics import comparison, i18n
from analytics.charts import CHARTS
from analytics.comparison import Comparison, Side
from analytics.i18n import N_, _
from pages import _address, _asking, _run, _selecting, _tables, _ui
from pages._plot import plot
from pages._search import search_box

SUBJECTS = {"period": N_("Periods"), "organisation": N_("Organisations")}
TOPICS = {
    "timeline": N_("Timeline"),
    "relationships": N_("Relations"),
    "sectors": N_("Sectors"),
    "regions": N_("Regions"),
    "catalyst": N_("Catalysts"),
    "data": N_("Coverage"),
}
"""Stem of a chart's name -> what its charts are about."""


def put(subject: str, codes: Sequence[str]) -> None:
    """Write what is compared into the address."""
    _address.put(comparison.WORD, [f"{subject}:{code}" for code in codes])


def choose_periods(sides: Sequence[Side]) -> None:
    options, key, chosen = comparison.periods(view, sides), "compare-period", [side.code for side in sides]
    _address.show(key, chosen)
    st.multiselect(
        _("Two to four of them"),
        list(options),
        chosen,
        key=key,
        format_func=lambda code: options.get(code, code),
        max_selections=comparison.MOST,
        on_change=_address.chosen(lambda: put("period", st.session_state[key])),
    )


def choose_organisations(sides: Sequence[Side]) -> None:
    with st.popover(_("Two to four of them"), icon=":material/apartment:", key="compare-organisation"):
        chosen = {side.code: side.organisation for side in sides}
        search_box(
            "organisation",
            _("Organisation"),
            chosen,
            lambda codes: put("organisation", codes),
            key="side",
            most=comparison.MOST,
        )


def usual_sides(subject: str) -> list[str]:
    """What is compared where nothing was chosen: the last twelve months and those before, or the most engaged."""
    if subject == "period":
        codes = list(comparison.periods(view))[:2]
    else:
        codes = _asking.ask("organisation_list")["organisation_id"].head(2).tolist()
    return [f"{subject}:{code}" for code in codes]


def show(name: str, sides: Sequence[Side], offered: Collection[str]) -> None:
    """A chart for each side; `offered`: the choices that stand above already."""
    comparing = _asking.comparing(name, sides)
    compared = comparing()
    with st.container(border=True, key=f"card-{name}"):
        st.header(compared.title, anchor=False)
        _ui.choose(compared.answers[0], but=offered)
        show_legend(compared)
        with st.container(key=f"sides-{name}"):
            for place, column in enumerate(st.columns(len(sides))):
                with column:
                    show_side(name, compared, place)
        _ui.take_away(name, comparing)


def show_side(name: str, compared: Comparison, place: int) -> None:
    answer, title = compared.answers[place], compared.names[place]
    _ui.text(title, "side")
    _ui.text(answer.insight, "insight")
    _ui.text(answer.completeness, "quiet")
    plot(
        f"chart-{name}-{place}",
        compared.plots[place],
        i18n.labelled(title, answer.alt),
        filter_all if answer.is_clickable else None,
        is_side=True,
    )


def filter_all(mark: str) -> None:
    """Filter all sides by what was clicked on one of them, but not by what tells them apart."""
    _selecting.filter_by(mark, but=(subject,))


def show_legend(compared: Comparison) -> None:
    """What the colours of all sides mean."""
    entries = "".join(
        f"<li><i class='{entry['mark']}' style='color:{entry['colour']}'></i>{html.escape(entry['name'])}</li>"
        for entry in compared.legend
    )
    if entries:
        st.html(f"<ul class='legend'>{entries}</ul>")


view = _asking.view()
chosen, ignored = comparison.read_sides(_address.words().get(comparison.WORD, []), view, _asking.ask_plainly)
subject = _address.word("by") or (chosen[0].subject if chosen else "period")
subject = subject if subject in SUBJECTS else "period"
sides = [side for side in chosen if side.subject == subject]
if not sides:
    sides, _none = comparison.read_sides(usual_sides(subject), view, _asking.ask_plainly)

_ui.header(_("How do they compare?"), _("The same charts side by side, on common scales."), ignored=ignored)
_ui.stop_if_empty()

with st.container(horizontal=True, vertical_alignment="bottom", key="compare-bar"):
    _ui.pick(_("Compare"), "by", list(SUBJECTS), {code: _(label) for code, label in SUBJECTS.items()}, subject)
    (choose_organisations if subject == "organisation" else choose_periods)(sides)
topic = _address.word("topic")
topic = topic if topic in TOPICS else "timeline"
_ui.pick(_("Charts"), "topic", list(TOPICS), {code: _(label) for code, label in TOPICS.items()}, topic)

if len(sides) < comparison.LEAST:
    _ui.text(_("Choose at least two to compare."), "notice")
    _run.stop()
offered: set[str] = set()
for name, chart in CHARTS.items():
    if name.split("_")[0] == topic:
        show(name, sides, offered)
        offered.update(chart.choices)
_tables.rows_behind()
