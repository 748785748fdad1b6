"""How many sectors the catalysts are spread over, and how evenly: three standard measures, year by year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics import i18n, theme
from analytics.chart import Choices
from analytics.filters import mark_id
from analytics.frame import Row, records
from analytics.i18n import N_, _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

MEASURES: Mapping[str, str] = {
    "effective": N_("Effective number"),
    "shannon": N_("Shannon diversity"),
    "hhi": N_("Concentration (HHI)"),
}
_MEANINGS: Mapping[str, str] = {
    "effective": N_(
        "It says how many equally strong ones would be as diverse: the exponential of Shannon’s measure (Jost 2006)."
    ),
    "shannon": N_("It is 0 where all are in one, and grows with their number and evenness (Shannon 1948, in nats)."),
    "hhi": N_(
        "It is the chance that two catalysts drawn at random are of the same one (Hirschman 1945, Herfindahl 1950)."
    ),
}
FEW = 5
"""Below so many catalysts one more or less changes everything: such a year is drawn hollow."""


def diversity_title(view: View, chosen: Choices) -> str:
    titles = {
        ("effective", "sector_group"): _("Effective number of sector groups by year"),
        ("effective", "sector"): _("Effective number of sectors by year"),
        ("shannon", "sector_group"): _("Shannon diversity of sector groups by year"),
        ("shannon", "sector"): _("Shannon diversity of sectors by year"),
        ("hhi", "sector_group"): _("Concentration on sector groups by year (HHI)"),
        ("hhi", "sector"): _("Concentration on sectors by year (HHI)"),
    }
    return titles[chosen["measure"], chosen["level"]]


def draw_diversity(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    """A line for the view, and a dashed one for the portfolio it is a part of."""
    by_year, measure = frame.dropna(subset=["year"]), chosen["measure"]
    figure = Sketch()
    for scope, name, colour, dash in (
        ("portfolio", _("All organisations"), theme.NEUTRAL, "dash"),
        ("view", _("This view"), theme.ACCENT, "solid"),
    ):
        rows = records(by_year[by_year["scope"] == scope])
        if rows:
            _draw_line(figure, rows, view, measure, name, colour, dash)
    if len(by_year):
        years = by_year["year"].astype(int)
        figure.update_xaxes(range=[years.min() - 0.5, years.max() + 0.5], tickformat="d", dtick=1)
    highest = float(by_year[measure].max()) if len(by_year) else 1.0
    figure.update_yaxes(title={"text": _(MEASURES[measure])}, range=[0, max(highest, 1.0) * 1.15], nticks=6)
    figure.update_layout(height=340, showlegend=frame["scope"].nunique() > 1)
    return figure


_HOVER = "<b>%{customdata[0]}</b> (%{customdata[1]})<extra>%{fullData.name}</extra>"


def _draw_line(figure: Sketch, rows: list[Row], view: View, measure: str, name: str, colour: str, dash: str) -> None:
    figure.add_scatter(
        x=[int(row.year) for row in rows], y=[getattr(row, measure) for row in rows], mode="lines+markers", name=name,
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={
            "size": 10, "color": colour, "line": {"color": colour, "width": 2},
            "symbol": ["circle-open" if row.catalysts < FEW else "circle" for row in rows],
        },
        ids=[mark_id({"period": view.year(int(row.year))}) for row in rows],
        customdata=[[i18n.number(getattr(row, measure), 2), _catalysts(row)] for row in rows],
        hovertemplate=i18n.labelled("%{x}", _HOVER),
    )  # fmt: skip


def _catalysts(row: Row) -> str:
    return ngettext("{n} catalyst", "{n} catalysts", row.catalysts).format(n=i18n.number(row.catalysts))


def diversity_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    if not len(frame):
        return _("No catalyst in this view gives a sector.")
    measure = chosen["measure"]
    whole = {row.scope: row for row in records(frame[frame["year"].isna()])}
    by_year = frame[(frame["scope"] == "view") & frame["year"].notna()]
    latest = [(_("In {year}").format(year=int(row.year)), row) for row in records(by_year.tail(1))]
    told = [(_(MEASURES[measure]), whole["view"]), *latest]
    parts = [_said(label, row, chosen) for label, row in told]
    if "portfolio" in whole:
        parts.append(_said(_("All organisations"), whole["portfolio"], chosen))
    if (by_year["catalysts"] < FEW).any():
        parts.append(_("Years with fewer than {n} catalysts are drawn hollow.").format(n=FEW))
    return i18n.sentences([*parts, _(_MEANINGS[measure])])


def _said(label: str, row: Row, chosen: Choices) -> str:
    value = i18n.number(getattr(row, chosen["measure"]), 2)
    return i18n.labelled(label, _("{value}, of {catalysts}.").format(value=value, catalysts=_catalysts(row)))
