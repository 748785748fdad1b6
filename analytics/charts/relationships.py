"""The health of relations: who is in touch, who falls silent, and who deserves a call first.

A silence runs from the last day that the newest date allows to the capture: it is at least so long. Nothing here says
that a relation has ended, since a page tells of traces found and of nothing else.
"""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from analytics import i18n, theme, vocabulary
from analytics.chart import Chart, Choice, Choices
from analytics.charts.relationships_lanes import LANES, draw_lanes
from analytics.filters import mark_id
from analytics.frame import records
from analytics.i18n import N_, _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

BOARDS = {"lanes": N_("Catalysts"), "kinds": N_("Kinds of catalyst")}


def health_title(view: View, chosen: Choices) -> str:
    titles = {
        "lanes": _("Relations: cooling from {cooling} of silence, lapsed from {lapsed}"),
        "kinds": _("Relations by kind of catalyst: cooling from {cooling} of silence, lapsed from {lapsed}"),
    }
    return titles[chosen["board"]].format(**_months(view))


def _months(view: View) -> dict[str, str]:
    """The two thresholds, as lengths of time."""
    return {name: i18n.months(months) for name, months in asdict(view.filters.thresholds).items()}


def draw_health(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    return draw_lanes(frame, view) if chosen["board"] == "lanes" else _draw_kinds(frame)


def _draw_kinds(frame: pd.DataFrame) -> Sketch:
    """A bar of equal length for each kind, the largest first, cut into the states, with numbers written on it."""
    sizes = frame["kind"].value_counts()
    kinds = sorted(vocabulary.ordered("kind", sizes.index), key=lambda kind: -sizes[kind])
    names = [f"{vocabulary.name('kind', kind)} ({i18n.number(sizes[kind])})" for kind in kinds]
    figure = Sketch()
    for health in vocabulary.ordered("health", set(frame["health"])):
        counts = frame.loc[frame["health"] == health, "kind"].value_counts().reindex(kinds, fill_value=0)
        figure.add_bar(
            x=(counts / sizes[kinds]).tolist(), y=kinds, orientation="h", name=vocabulary.name("health", health),
            marker_color=theme.colour("health", health),
            marker_pattern={"shape": theme.pattern(health), "fgcolor": theme.NEUTRAL, "size": 7},
            text=[i18n.number(count) if count else "" for count in counts],
            textposition="inside", insidetextanchor="middle", textangle=0,
            textfont={"size": 13, "color": theme.ON_HEALTH}, customdata=names,
            # From the kinds to the catalysts of one: they are drawn each with its state.
            ids=[mark_id({"kind": kind, "board": "lanes"}, health) for kind in kinds],
            hovertemplate=i18n.labelled("%{customdata}", "<b>%{text}</b><extra>%{fullData.name}</extra>"),
        )  # fmt: skip
    shares = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(
        title={"text": _("Share of the catalysts of a kind")}, range=[0, 1.03], tickvals=shares,
        ticktext=[i18n.percent(share) for share in shares],
    )  # fmt: skip
    figure.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=kinds, tickvals=kinds,
        ticktext=names, showgrid=False,
    )  # fmt: skip
    figure.update_layout(height=max(180, 100 + 34 * len(kinds)), barmode="stack", showlegend=True)
    return figure


def health_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    if not len(frame):
        return _("No catalyst in this view.")
    parts = [_states(frame, view)]
    parts += [_first_to_call(frame, view)] if chosen["board"] == "lanes" else [_lapsed_kinds(frame, view)]
    if chosen["board"] == "lanes" and len(frame) > LANES:
        parts.append(_("The first {n} are drawn.").format(n=LANES))
    missing = view.scope.declared_catalysts - view.scope.captured_catalysts
    if missing:
        text = ngettext(
            "{n} announced catalyst was not captured: nothing is known of it.",
            "{n} announced catalysts were not captured: nothing is known of them.",
            missing,
        )
        parts.append(text.format(n=i18n.number(missing)))
    return i18n.sentences([*parts, view.other_traces])


def _states(frame: pd.DataFrame, view: View) -> str:
    sizes = frame["health"].value_counts()
    counted = [
        _phrase(health, sizes[health]).format(n=i18n.number(sizes[health]), **_months(view))
        for health in vocabulary.ordered("health", sizes.index)
    ]
    text = ngettext("{n} catalyst{as_of}: {states}.", "{n} catalysts{as_of}: {states}.", len(frame))
    return text.format(n=i18n.number(len(frame)), as_of=as_of(frame), states=i18n.listing(counted))


def _phrase(health: str, count: int) -> str:
    phrases = {
        "active": ngettext("{n} active", "{n} active", count),
        "cooling": ngettext("{n} cooling (no trace for {cooling})", "{n} cooling (no trace for {cooling})", count),
        "lapsed": ngettext("{n} lapsed (no trace for {lapsed})", "{n} lapsed (no trace for {lapsed})", count),
        "unknown": ngettext("{n} unknown (no date)", "{n} unknown (no date)", count),
    }
    return phrases[health]


def as_of(frame: pd.DataFrame) -> str:
    """Up to which day the silence is known, as words that follow a subject; nothing where it is known of none."""
    known = frame.dropna(subset=["known_until"])
    if not len(known):
        return ""
    first, last = (day.date() for day in (known["known_until"].min(), known["known_until"].max()))
    if first != last:
        return " " + _("as of captures from {first} to {last}").format(first=i18n.date(first), last=i18n.date(last))
    is_inferred = bool(known["known_until_is_inferred"].any())
    text = _("as of {day} at the earliest") if is_inferred else _("as of {day}")
    return " " + text.format(day=i18n.date(last))


def _first_to_call(frame: pd.DataFrame, view: View) -> str:
    """The first of the list, with those that nothing but their names tells from it."""
    first = frame.iloc[0]
    if pd.isna(first["call_score"]):
        return _("No silence of {months} is known.").format(months=_months(view)["cooling"])
    alike = frame[(frame["call_score"] == first["call_score"]) & (frame["last_contact"] == first["last_contact"])]
    alike = alike[alike["engagements"] == first["engagements"]]
    (row, *_others) = records(alike)
    text = _("First to call: {catalysts}, no trace {since}.")
    names = i18n.listing(alike["catalyst"].tolist(), most=3)
    return text.format(catalysts=names, since=i18n.since(row.last_contact, row.last_precision))


def _lapsed_kinds(frame: pd.DataFrame, view: View) -> str:
    """Of which kinds how many have lapsed, the most first."""
    months = _months(view)["lapsed"]
    sizes, lapsed = frame["kind"].value_counts(), frame.loc[frame["health"] == "lapsed", "kind"].value_counts()
    if not len(lapsed):
        return _("No silence of {months} is known.").format(months=months)
    kinds = sorted(vocabulary.ordered("kind", lapsed.index), key=lambda kind: -lapsed[kind])
    counted = [
        _("{kind} ({n} of {all})").format(
            kind=vocabulary.name("kind", kind), n=i18n.number(lapsed[kind]), all=i18n.number(sizes[kind])
        )
        for kind in kinds
    ]
    return _("No trace for {months}: {kinds}.").format(months=months, kinds=i18n.listing(counted))


def order_in_words(view: View) -> str:
    """Why the list is in the order it is in."""
    text = _(
        "The order: first those without a trace for {cooling}. Each of their traces counts for one, and for "
        "half as much with every {lapsed} of silence: many traces not long ago come first. Then the active, "
        "those next to cool first. At the end those of which nothing can be said, because no date is known."
    )
    return text.format(**_months(view))


CHARTS = (
    Chart(
        name="relationships_health",
        question="relationships_health",
        title=health_title,
        draw=draw_health,
        insight=health_insight,
        counting=N_("Each catalyst counts once."),
        choices={"board": Choice(N_("Show"), BOARDS, "lanes")},
        ranks=True,
    ),
)
