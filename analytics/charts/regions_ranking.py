"""The regional authorities in order: engagements, and beside them engagements per million inhabitants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics import i18n, theme
from analytics.chart import Choices
from analytics.charts.regions_map import STATE_MARKS, marked, point_id
from analytics.frame import Row, records
from analytics.i18n import _
from analytics.sketch import Sketch
from analytics.view import View

PANELS = {"engagements": [0, 0.47], "per_million": [0.53, 1]}
"""Column -> its part of the width."""


ROOM = 0.5
"""Room for the number at the longest bar, as a share of it: a panel has half the width, on a phone too."""


def ranking_title(view: View, chosen: Choices) -> str:
    return _("Engagements of each regional authority, and per million inhabitants")


def draw_ranking(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    asked = frame[frame["state"] != "left_out"].sort_values("engagements", ascending=False, kind="stable")
    rows = records(asked)
    names = {"engagements": _("Engagements"), "per_million": _("Per million")}
    figure = Sketch()
    for place, (column, domain) in enumerate(PANELS.items(), 1):
        axis = "x" if place == 1 else f"x{place}"
        _draw_panel(figure, rows, column, axis)
        scale = _scale(asked[column].dropna(), names[column])
        figure.update_layout({f"{axis[0]}axis{axis[1:]}": {**scale, "domain": domain, "anchor": "y", "side": "top"}})
    regions = [row.region for row in rows]
    figure.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=regions, tickvals=regions,
        ticktext=[marked(row) for row in rows], showgrid=False,
    )  # fmt: skip
    figure.update_layout(height=90 + 26 * len(rows), showlegend=False)
    return figure


def _scale(values: pd.Series, title: str) -> dict[str, Any]:
    """An axis from zero with room for the number at the longest bar; densities may all be below one."""
    largest = float(values.max()) if len(values) and values.max() > 0 else 1
    step = _round(largest * 0.75)
    scale = {**theme.count_axis(title, values), "range": [0, max(largest * (1 + ROOM), step * 1.3)], "nticks": None}
    # Two digits that say something, and no zeros behind them: 0.2, 50, 1,000.
    whole = (values % 1 == 0).all() and step >= 1
    return {**scale, "tick0": 0, "dtick": step, **({} if whole else {"tickformat": ",.2~r"})}


def _round(least: float) -> float:
    """The next of 1, 2 and 5 times a power of ten: beside zero the only tick that a panel has room for on a phone."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)


def _draw_panel(figure: Sketch, rows: Sequence[Row], column: str, axis: str) -> None:
    figure.add_bar(
        x=[getattr(row, column) or 0 for row in rows], y=[row.region for row in rows], orientation="h", xaxis=axis,
        marker_color=[theme.ACCENT if row.home else theme.SEQUENCE[1] for row in rows],
        text=[_mark(row, column) for row in rows], textposition="outside", cliponaxis=False,
        textfont={"size": 13, "color": theme.PAGE_TEXT}, ids=[point_id(row) for row in rows],
        hovertemplate=i18n.labelled("%{y}", "<b>%{text}</b><extra></extra>"),
    )  # fmt: skip


def _mark(row: Row, column: str) -> str:
    return i18n.number(getattr(row, column), 1) if row.state == "traced" else STATE_MARKS[row.state]


def ranking_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    traced = frame[frame["state"] == "traced"]
    source = _("Inhabitants: INSEE, reference populations 2023.")
    if not len(traced):
        return i18n.sentences([_("No regional authority has left a trace in this view."), source])
    text = _("Most engagements: {most} ({n}). Per million inhabitants: {dense} ({share}).")
    told = text.format(
        most=_first(traced, "engagements"), n=i18n.number(traced["engagements"].max()),
        dense=_first(traced, "per_million"), share=i18n.number(traced["per_million"].max(), 1),
    )  # fmt: skip
    return i18n.sentences([told, source])


def _first(traced: pd.DataFrame, column: str) -> str:
    """The region that comes first, or all that do."""
    return i18n.listing(traced.loc[traced[column] == traced[column].max(), "region"].tolist(), most=3)
