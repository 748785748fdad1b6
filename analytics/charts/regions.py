"""The 18 regional authorities: on a map, by year, and the other public authorities beside them.

Three states, never two: a trace was found; none was found in a complete capture; nothing can be said, because the
capture is incomplete. The three differ in fill, pattern and text, not in colour alone.
"""

from __future__ import annotations

import pandas as pd

from analytics import i18n, theme, vocabulary
from analytics.chart import Chart, Choice, Choices
from analytics.charts.regions_map import draw_map
from analytics.charts.regions_matrix import draw_matrix
from analytics.charts.regions_portfolio import draw_portfolio, portfolio_insight, portfolio_title
from analytics.charts.regions_ranking import draw_ranking, ranking_insight, ranking_title
from analytics.filters import mark_id
from analytics.i18n import N_, _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

MAPS = {"tiles": N_("Tiles"), "outline": N_("Outline")}
AUTHORITIES = 20
REGIONAL = {"kind": ("regional_authority",)}
OTHERS = {"kind": ("state", "departement", "city_metropolis", "eu_international")}
"""Other authorities drawn; the CSV has them all."""
EVERY_TRACE = N_("Each trace counts once, those without a date included.")


def involvement_title(view: View, chosen: Choices) -> str:
    return _("Regional authorities that left a trace")


def involvement_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    states = frame["state"].value_counts()
    traced, silent = int(states.get("traced", 0)), int(states.get("no_trace", 0))
    unknown, left_out = int(states.get("not_knowable", 0)), int(states.get("left_out", 0))
    parts = [
        ngettext(
            "{n} of {all} regional authorities has left a trace.",
            "{n} of {all} regional authorities have left a trace.",
            traced,
        ).format(n=traced, all=len(frame) - left_out)
    ]
    if silent:
        text = ngettext(
            "Of {n} no trace was found in a complete capture.",
            "Of {n} no trace was found in complete captures.",
            silent,
        )
        parts.append(text.format(n=silent))
    if unknown:
        text = _("Of {n} nothing can be said, because the capture is incomplete.")
        parts.append(text.format(n=unknown))
    if left_out:
        text = ngettext("{n} is left out by the filters.", "{n} are left out by the filters.", left_out)
        parts.append(text.format(n=left_out))
    return i18n.sentences(parts)


def years_title(view: View, chosen: Choices) -> str:
    return _("Traces of each regional authority by year")


def years_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    traced = frame[frame["state"] == "traced"].dropna(subset=["year"])
    if not len(traced):
        return _("No dated trace of a regional authority in this view.")
    by_year = traced.groupby("year").size()
    most = by_year[by_year == by_year.max()]
    text = ngettext(
        "{years} has traces of the most regional authorities: {n} of {all}.",
        "{years} have traces of the most regional authorities: {n} of {all} each.",
        len(most),
    )
    years, asked_for = [str(int(year)) for year in most.index], frame["region_code"].nunique()
    parts = [text.format(years=i18n.listing(years, most=3), n=int(most.iloc[0]), all=asked_for)]
    marks = set(frame["state"])
    if "not_knowable" in marks:
        parts.append(_("“?”: the capture is incomplete, nothing can be said."))
    if frame["year"].isna().any():
        parts.append(_("“n.d.”: the trace has no date."))
    if "no_trace" in marks:
        parts.append(_("“–”: no trace in complete captures, which show the last known contacts only."))
    return i18n.sentences(parts)


def others_title(view: View, chosen: Choices) -> str:
    return _("Other public authorities")


def draw_others(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    rows = frame.head(AUTHORITIES)
    figure = Sketch()
    for kind in vocabulary.ordered("kind", set(rows["kind"])):
        of_kind = rows[rows["kind"] == kind]
        figure.add_bar(
            x=of_kind["engagements"].tolist(), y=of_kind["catalyst_id"].tolist(), orientation="h",
            name=vocabulary.name("kind", kind), marker_color=theme.colour("kind", kind),
            text=[i18n.number(count) for count in of_kind["engagements"]], textposition="outside", cliponaxis=False,
            textfont={"size": 13, "color": theme.PAGE_TEXT},
            customdata=[theme.plain(name) for name in of_kind["catalyst"]],
            ids=[mark_id({"catalyst": catalyst}) for catalyst in of_kind["catalyst_id"]],
            hovertemplate=i18n.labelled("%{customdata}", "<b>%{x}</b><extra>%{fullData.name}</extra>"),
        )  # fmt: skip
    order = rows["catalyst_id"].tolist()[::-1]
    names = [theme.plain(name, 42) for name in rows["catalyst"]][::-1]
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=order, tickvals=order, ticktext=names, showgrid=False
    )
    figure.update_xaxes(**theme.count_axis(_("Engagements"), rows["engagements"], theme.LABEL_ROOM))
    figure.update_layout(height=max(180, 90 + 26 * len(rows)), barmode="stack", showlegend=True)
    return figure


def others_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    if not len(frame):
        return _("No other public authority in this view.")
    kinds = frame["kind"].value_counts()
    counted = [
        f"{vocabulary.name('kind', kind)} ({i18n.number(kinds[kind])})"
        for kind in vocabulary.ordered("kind", kinds.index)
    ]
    text = ngettext("{n} other public authority: {kinds}.", "{n} other public authorities: {kinds}.", len(frame))
    parts = [text.format(n=i18n.number(len(frame)), kinds=i18n.listing(counted))]
    if len(frame) > AUTHORITIES:
        parts.append(_("The {n} most engaged are drawn.").format(n=AUTHORITIES))
    return i18n.sentences(parts)


CHARTS = (
    Chart(
        name="regions_involvement",
        behind=REGIONAL,
        question="regions_involvement",
        title=involvement_title,
        draw=draw_map,
        pools=True,
        insight=involvement_insight,
        counting=EVERY_TRACE,
        choices={"map": Choice(N_("Map"), MAPS, "tiles")},
    ),
    Chart(
        name="regions_by_year",
        behind=REGIONAL,
        question="regions_by_year",
        title=years_title,
        draw=draw_matrix,
        pools=True,
        insight=years_insight,
        counting=EVERY_TRACE,
        ranks=True,
    ),
    Chart(
        name="regions_ranking",
        behind=REGIONAL,
        question="regions_involvement",
        title=ranking_title,
        draw=draw_ranking,
        insight=ranking_insight,
        counting=EVERY_TRACE,
        ranks=True,
    ),
    Chart(
        name="regions_portfolio",
        behind={**REGIONAL, "organisation": ()},
        question="regions_portfolio",
        title=portfolio_title,
        draw=draw_portfolio,
        insight=portfolio_insight,
        counting=N_("Each organisation counts once for each regional authority."),
        ranks=True,
    ),
    Chart(
        name="regions_other_authorities",
        behind=OTHERS,
        question="regions_other_authorities",
        title=others_title,
        draw=draw_others,
        insight=others_insight,
        counting=EVERY_TRACE,
        ranks=True,
    ),
)
