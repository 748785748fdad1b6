"""The matrix of the 18 regional authorities by year, in the colours of the map."""

from __future__ import annotations

import pandas as pd

from analytics import i18n, metrics, theme
from analytics.chart import Choices
from analytics.charts.regions_map import STATE_MARKS, largest, marked, shade
from analytics.filters import mark_id
from analytics.frame import Row, records
from analytics.i18n import _
from analytics.sketch import Sketch
from analytics.view import View


def draw_matrix(frame: pd.DataFrame, view: View, chosen: Choices, pooled: pd.DataFrame | None = None) -> Sketch:
    """A cell for each region and year, in the colours of the map; `pooled` as there."""
    rows = records(frame)
    regions = list(dict.fromkeys(theme.plain(row.region) for row in rows))
    years = list(dict.fromkeys(_year(row) for row in rows))
    bounds = metrics.steps(largest(frame if pooled is None else pooled))
    levels = {(theme.plain(row.region), _year(row)): _level(row, bounds) for row in rows}
    names = {theme.plain(row.region): marked(row) for row in rows}
    figure = Sketch()
    figure.add_heatmap(
        x=years, y=regions, z=[[levels[region, year] for year in years] for region in regions],
        zmin=0, zmax=len(theme.SEQUENCE), colorscale=_year_scale(), showscale=False, xgap=3, ygap=3, hoverinfo="skip",
    )  # fmt: skip
    for traced in (True, False):
        cells = [row for row in rows if (row.state == "traced") == traced]
        ink = [theme.INK[shade(row, bounds)] for row in cells] if traced else theme.PAGE_TEXT
        figure.add_scatter(
            x=[_year(row) for row in cells], y=[theme.plain(row.region) for row in cells], mode="text",
            text=[_year_mark(row) for row in cells], showlegend=False, textfont={"size": 12, "color": ink},
            hovertemplate=i18n.labelled("%{y}, %{x}", "%{text}<extra></extra>"),
            ids=[_cell_id(row, view) for row in cells],
        )  # fmt: skip
    figure.update_xaxes(
        type="category", side="top", autotickangles=theme.UPRIGHT, categoryorder="array", categoryarray=years
    )
    figure.update_yaxes(
        type="category",
        autorange="reversed",
        showgrid=False,
        categoryorder="array",
        categoryarray=regions,
        tickvals=regions,
        ticktext=[names[region] for region in regions],
    )
    figure.update_layout(height=90 + 26 * len(regions), showlegend=False)
    return figure


def _year(row: Row) -> str:
    return _("n.d.") if row.year is None else str(row.year)


def _cell_id(row: Row, view: View) -> str:
    """What a click on a cell filters by: the region in that year; of traces without a date no period tells."""
    dated = {} if row.year is None else {"period": view.year(row.year)}
    return mark_id({"region": row.region_code, **dated}, _year(row))


def _level(row: Row, bounds: list[int]) -> int:
    """Level of colour; 0 where there is nothing to count."""
    return shade(row, bounds) + 1 if row.state == "traced" else 0


def _year_mark(row: Row) -> str:
    return i18n.number(row.engagements) if row.state == "traced" else STATE_MARKS[row.state]


def _year_scale() -> list[tuple[float, str]]:
    """A colour for each level, without blending between them."""
    colours = [theme.FAINT, *theme.SEQUENCE]
    step = 1 / len(colours)
    return [(edge, colour) for place, colour in enumerate(colours) for edge in (place * step, (place + 1) * step)]
