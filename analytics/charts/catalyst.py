"""The catalyst's side: where the organisations are that it engages with, and with whom it shares them."""

from __future__ import annotations

import pandas as pd

from analytics import i18n, theme
from analytics.chart import Chart, Choice, Choices
from analytics.charts.catalyst_network import draw_network
from analytics.frame import Row, records
from analytics.i18n import N_, _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

ROOM = 0.6
"""Room for `99 of 100` at the end of the longest bar, as a share of it, on a phone too."""
COMPARED = {"50": "50", "100": "100", "200": "200"}
SHARED = {"1": "1", "2": "2", "3": "3", "5": "5"}


def regions_title(view: View, chosen: Choices) -> str:
    return _("Engaged organisations by their home region")


def draw_regions(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    rows = records(frame)
    names = [_region(row) for row in rows]
    figure = Sketch()
    figure.add_bar(
        x=[row.organisations for row in rows], y=names, orientation="h",
        marker_color=[theme.NEUTRAL if row.region is None else theme.ACCENT for row in rows],
        text=[_part(row) for row in rows], textposition="outside", cliponaxis=False,
        textfont={"size": 13, "color": theme.PAGE_TEXT},
        hovertemplate=i18n.labelled("%{y}", "<b>%{text}</b><extra></extra>"),
    )  # fmt: skip
    figure.update_xaxes(**theme.count_axis(_("Organisations"), frame["organisations"], room=ROOM))
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    figure.update_layout(height=90 + 28 * len(rows), showlegend=False)
    return figure


def _region(row: Row) -> str:
    if row.region is None:
        return _("Region not known")
    return f"{row.region} ⌂" if row.own else str(row.region)


def _part(row: Row) -> str:
    return _("{n} of {all}").format(n=i18n.number(row.organisations), all=i18n.number(row.known))


def regions_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    total = int(frame["organisations"].sum())
    if not total:
        return _("No organisation is engaged with in this view.")
    known = frame.dropna(subset=["region"])
    parts = [_engaged(total, known), *(_own(row) for row in records(known[known["own"]]))]
    unknown = total - int(known["organisations"].sum())
    if unknown:
        text = ngettext("The home region of {n} is not known.", "The home region of {n} is not known.", unknown)
        parts.append(text.format(n=i18n.number(unknown)))
    return i18n.sentences(parts)


def _engaged(total: int, known: pd.DataFrame) -> str:
    """How many there are, and where most of them: in one region, or in all that have as many."""
    engaged = ngettext("{n} organisation is engaged with", "{n} organisations are engaged with", total)
    engaged = engaged.format(n=i18n.number(total))
    if not len(known):
        return engaged + "."
    most = known[known["organisations"] == known["organisations"].max()]
    text = _("{engaged}; most in {regions} ({n}).") if len(most) == 1 else _("{engaged}; most in {regions} ({n} each).")
    regions = i18n.listing(most["region"].tolist(), most=3)
    return text.format(engaged=engaged, regions=regions, n=i18n.number(int(most["organisations"].iloc[0])))


def _own(row: Row) -> str:
    text = _("In its own region, {region}: {n} of {all} organisations.")
    return text.format(region=row.region, n=i18n.number(row.organisations), all=i18n.number(row.known))


def network_title(view: View, chosen: Choices) -> str:
    names = [view.labels["catalyst"][code] for code in view.filters.catalyst]
    if not names:
        return _("Catalysts that appear with the same organisations")
    return _("Catalysts that appear with the organisations of {names}").format(names=i18n.listing(names, "or", most=3))


def network_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    least = int(chosen["together"])
    if view.facts.engaging_organisations == 1:
        return _("There is one organisation in this view: all of its catalysts appear together.")
    if not len(frame):
        text = ngettext(
            "No two catalysts share {n} organisation or more in this view.",
            "No two catalysts share {n} organisations or more in this view.",
            least,
        )
        return text.format(n=i18n.number(least))
    return i18n.sentences([_closest(frame, view), _compared(frame, least)])


def _closest(frame: pd.DataFrame, view: View) -> str:
    """The pairs that share the most organisations or, of one chosen catalyst, those with which it does."""
    chosen = view.filters.catalyst
    own = frame[frame[["catalyst_id", "other_id"]].isin(chosen).any(axis=1)]
    if len(chosen) == 1 and len(own):
        rows = _foremost(own)
        partners = [row.other if row.catalyst_id in chosen else row.catalyst for row in rows]
        text = ngettext(
            "{name} shares the most organisations with {others}: {n}.",
            "{name} shares the most organisations with {others}: {n} with each.",
            len(rows),
        )
        others, count = i18n.listing(partners, most=3), i18n.number(rows[0].shared)
        return text.format(name=view.labels["catalyst"][chosen[0]], others=others, n=count)
    rows = _foremost(frame)
    pairs = [_("{one} with {two}").format(one=row.catalyst, two=row.other) for row in rows]
    text = ngettext(
        "Most shared organisations: {pairs} ({n}).", "Most shared organisations: {pairs} ({n} each).", len(rows)
    )
    return text.format(pairs=i18n.listing(pairs, most=3), n=i18n.number(rows[0].shared))


def _foremost(frame: pd.DataFrame) -> list[Row]:
    return records(frame[frame["shared"] == frame["shared"].max()])


def _compared(frame: pd.DataFrame, least: int) -> str:
    """How many of the compared catalysts share enough with another; the lines that are drawn."""
    compared = int(frame["catalysts"].iloc[0])
    tied = len(set(frame["catalyst_id"]) | set(frame["other_id"]))
    text = ngettext(
        "Of the {all} most engaged catalysts, {tied} share {n} organisation or more with another.",
        "Of the {all} most engaged catalysts, {tied} share {n} organisations or more with another.",
        least,
    )
    told = text.format(all=i18n.number(compared), tied=i18n.number(tied), n=i18n.number(least))
    return i18n.sentences([told, _("Lines lead to the two closest of each.")])


CHARTS = (
    Chart(
        name="catalyst_regions",
        question="catalyst_regions",
        title=regions_title,
        draw=draw_regions,
        insight=regions_insight,
        counting=N_("Each organisation counts once."),
        ranks=True,
    ),
    Chart(
        name="catalyst_network",
        question="catalyst_network",
        title=network_title,
        draw=draw_network,
        insight=network_insight,
        counting=N_("Each organisation that two catalysts share counts once."),
        choices={
            "nodes": Choice(N_("Catalysts compared"), COMPARED, "50"),
            "together": Choice(N_("Shared organisations, at least"), SHARED, "2"),
        },
        ranks=True,
    ),
)
