"""The 18 regional authorities: on a map, by year, and the other public authorities beside them.

Three states, never two: a trace was found; none was found in a complete capture; nothing can be said, because the
capture is incomplete. The three differ in fill, pattern and text, not in colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analytics import i18n, metrics, theme, vocabulary
from analytics.chart import Chart, Choice, Choices
from analytics.charts import outlines
from analytics.frame import Row, records
from analytics.i18n import N_, _, ngettext
from analytics.view import View

MAPS = {"tiles": N_("Tiles"), "outline": N_("Outline")}
AUTHORITIES = 20
"""Other authorities drawn; the CSV has them all."""
ISO_PREFIX = "FR-"
STATE_MARKS = {"not_knowable": "?", "no_trace": "–"}


@dataclass(frozen=True)
class Layer:
    """Regions drawn alike, with one entry in the legend."""

    name: str
    fill: str
    pattern: str
    rows: pd.DataFrame


def involvement_title(view: View, chosen: Choices) -> str:
    return _("Regional authorities that left a trace")


def draw_involvement(frame: pd.DataFrame, view: View, chosen: Choices) -> go.Figure:
    shapes = outlines.tiles(frame) if chosen["map"] == "tiles" else outlines.outlines()
    figure = go.Figure()
    for layer in _layers(frame):
        _draw_layer(figure, layer, shapes)
    _draw_labels(figure, frame, shapes, wordy=chosen["map"] == "tiles")
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", scaleanchor="x", constrain="domain")
    figure.update_layout(height=560, showlegend=True, hovermode="closest", margin_b=28)
    figure.add_annotation(
        x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top", showarrow=False, align="left",
        text=_("Number: engagements. Year: last contact.") if chosen["map"] == "tiles" else _("Number: engagements."),
        font={"size": 12, "color": theme.PAGE_TEXT},
    )  # fmt: skip
    return figure


def _layers(frame: pd.DataFrame) -> list[Layer]:
    traced = frame[frame["state"] == "traced"]
    bounds = metrics.steps(_largest(traced))
    layers = [
        Layer(_class_name(rows), theme.SEQUENCE[shade], "", rows)
        for place, shade in enumerate(theme.shades(len(bounds)))
        if len(rows := traced[[metrics.class_of(int(n), bounds) == place for n in traced["engagements"]]])
    ]
    for state, pattern in (("no_trace", ""), ("not_knowable", "/")):
        rows = frame[frame["state"] == state]
        if len(rows):
            layers.append(Layer(vocabulary.name("state", state), theme.FAINT, pattern, rows))
    return layers


def _class_name(rows: pd.DataFrame) -> str:
    """The numbers that are in the class, not those that could be."""
    low, high = int(rows["engagements"].min()), int(rows["engagements"].max())
    if low == high:
        return ngettext("{n} engagement", "{n} engagements", low).format(n=i18n.number(low))
    return _("{low} to {high} engagements").format(low=i18n.number(low), high=i18n.number(high))


def _draw_layer(figure: go.Figure, layer: Layer, shapes: dict[str, outlines.Shape]) -> None:
    rings = [ring for iso in layer.rows["iso"] for ring in shapes[iso]]
    closed = [point for ring in rings for point in [*ring, ring[0], (None, None)]]
    figure.add_scatter(
        x=[x for x, _y in closed], y=[y for _x, y in closed], mode="lines", fill="toself", name=layer.name,
        fillcolor=layer.fill, line={"color": theme.NEUTRAL, "width": 1}, hoverinfo="skip",
        fillpattern={"shape": layer.pattern, "fgcolor": theme.NEUTRAL, "fgopacity": 0.35, "size": 8},
    )  # fmt: skip


def _draw_labels(figure: go.Figure, frame: pd.DataFrame, shapes: dict[str, outlines.Shape], *, wordy: bool) -> None:
    """Code, number and last contact on a tile, the number alone on an outline; everything on hovering."""
    label = _tile_label if wordy else _outline_label
    rows = records(frame)
    bounds = metrics.steps(_largest(frame))
    for of_state in ([row for row in rows if row.state == "traced"], [row for row in rows if row.state != "traced"]):
        points = [outlines.centre(shapes[row.iso]) for row in of_state]
        ink = [theme.INK[_shade(row, bounds)] for row in of_state if row.state == "traced"]
        figure.add_scatter(
            x=[x for x, _y in points], y=[y for _x, y in points], mode="text", showlegend=False,
            text=[label(row) for row in of_state],
            textfont={"size": 11, "color": ink or theme.PAGE_TEXT},
            customdata=[_hover(row) for row in of_state], hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip


def _largest(frame: pd.DataFrame) -> int:
    """Most engagements of a region; 0 where nothing is known of any."""
    return int(frame["engagements"].fillna(0).max()) if len(frame) else 0


def _shade(row: Row, bounds: list[int]) -> int:
    return theme.shades(len(bounds))[metrics.class_of(row.engagements, bounds)]


def short_code(iso: str) -> str:
    return iso.removeprefix(ISO_PREFIX)


SHORT_NAMES = {"971": "GLP", "972": "MTQ", "973": "GUF", "974": "REU", "976": "MYT", "20R": "COR"}
"""Letters for the regions whose ISO code is a number: nobody reads '974' as La Réunion."""


def _tile_label(row: Row) -> str:
    code = short_code(row.iso)
    code = SHORT_NAMES.get(code, code)
    if row.state != "traced":
        return f"{code}<br>{STATE_MARKS[row.state]}"
    home = " ⌂" if row.home else ""
    year = "" if row.last_contact is None else f"<br>{row.last_contact.year}"
    return f"{code}{home}<br><b>{i18n.number(row.engagements)}</b>{year}"


def _outline_label(row: Row) -> str:
    if row.state != "traced":
        return STATE_MARKS[row.state]
    return f"<b>{i18n.number(row.engagements)}</b>"


def _hover(row: Row) -> str:
    lines = [f"<b>{theme.plain(row.region)}</b>", vocabulary.name("state", row.state)]
    if row.state == "traced":
        lines.append(
            ngettext("{n} engagement", "{n} engagements", row.engagements).format(n=i18n.number(row.engagements))
        )
        lines.append(
            ngettext("{n} organisation", "{n} organisations", row.organisations).format(
                n=i18n.number(row.organisations)
            )
        )
    if row.last_contact is not None:
        lines.append(_("last contact {day}").format(day=i18n.date(row.last_contact, row.last_precision)))
    if row.home:
        lines.append(_("home region of the organisation"))
    return "<br>".join(lines)


def involvement_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    states = frame["state"].value_counts()
    traced, silent = int(states.get("traced", 0)), int(states.get("no_trace", 0))
    unknown = int(states.get("not_knowable", 0))
    parts = [
        ngettext(
            "{n} of {all} regional authorities has left a trace.",
            "{n} of {all} regional authorities have left a trace.",
            traced,
        ).format(n=traced, all=len(frame))
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
    return i18n.sentences(parts)


def years_title(view: View, chosen: Choices) -> str:
    return _("Traces of each regional authority by year")


def draw_years(frame: pd.DataFrame, view: View, chosen: Choices) -> go.Figure:
    """A cell for each region and year, in the colours of the map."""
    rows = records(frame)
    regions = list(dict.fromkeys(theme.plain(row.region) for row in rows))
    years = list(dict.fromkeys(_year(row) for row in rows))
    bounds = metrics.steps(_largest(frame))
    levels = {(theme.plain(row.region), _year(row)): _level(row, bounds) for row in rows}
    figure = go.Figure()
    figure.add_heatmap(
        x=years, y=regions, z=[[levels[region, year] for year in years] for region in regions],
        zmin=0, zmax=len(theme.SEQUENCE), colorscale=_year_scale(), showscale=False, xgap=3, ygap=3, hoverinfo="skip",
    )  # fmt: skip
    for traced in (True, False):
        cells = [row for row in rows if (row.state == "traced") == traced]
        ink = [theme.INK[_shade(row, bounds)] for row in cells] if traced else theme.PAGE_TEXT
        figure.add_scatter(
            x=[_year(row) for row in cells], y=[theme.plain(row.region) for row in cells], mode="text",
            text=[_year_mark(row) for row in cells], showlegend=False, textfont={"size": 12, "color": ink},
            hovertemplate=i18n.labelled("%{y}, %{x}", "%{text}<extra></extra>"),
        )  # fmt: skip
    figure.update_xaxes(type="category", side="top", tickangle=0, categoryorder="array", categoryarray=years)
    figure.update_yaxes(
        type="category", autorange="reversed", showgrid=False, categoryorder="array", categoryarray=regions
    )
    figure.update_layout(height=90 + 26 * len(regions), showlegend=False)
    return figure


def _year(row: Row) -> str:
    return _("n.d.") if row.year is None else str(row.year)


def _level(row: Row, bounds: list[int]) -> int:
    """Level of colour; 0 where there is nothing to count."""
    return _shade(row, bounds) + 1 if row.state == "traced" else 0


def _year_mark(row: Row) -> str:
    return i18n.number(row.engagements) if row.state == "traced" else STATE_MARKS[row.state]


def _year_scale() -> list[tuple[float, str]]:
    """A colour for each level, without blending between them."""
    colours = [theme.FAINT, *theme.SEQUENCE]
    step = 1 / len(colours)
    return [(edge, colour) for place, colour in enumerate(colours) for edge in (place * step, (place + 1) * step)]


def years_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    traced = frame[frame["state"] == "traced"].dropna(subset=["year"])
    if not len(traced):
        return _("No dated trace of a regional authority in this view.")
    by_year = traced.groupby("year").size()
    most = by_year[by_year == by_year.max()]
    text = ngettext(
        "{years} has traces of the most regional authorities: {n} of 18.",
        "{years} have traces of the most regional authorities: {n} of 18 each.",
        len(most),
    )
    parts = [text.format(years=i18n.listing([str(int(year)) for year in most.index], most=3), n=int(most.iloc[0]))]
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


def draw_others(frame: pd.DataFrame, view: View, chosen: Choices) -> go.Figure:
    rows = frame.head(AUTHORITIES)
    figure = go.Figure()
    for kind in vocabulary.ordered("kind", set(rows["kind"])):
        of_kind = rows[rows["kind"] == kind]
        figure.add_bar(
            x=of_kind["engagements"].tolist(), y=of_kind["catalyst_id"].tolist(), orientation="h",
            name=vocabulary.name("kind", kind), marker_color=theme.colour("kind", kind),
            text=[_bar_text(row) for row in records(of_kind)], textposition="outside", cliponaxis=False,
            textfont={"size": 13, "color": theme.PAGE_TEXT},
            customdata=[theme.plain(name) for name in of_kind["catalyst"]],
            hovertemplate=i18n.labelled("%{customdata}", "<b>%{x}</b><extra>%{fullData.name}</extra>"),
        )  # fmt: skip
    order = rows["catalyst_id"].tolist()[::-1]
    names = [theme.plain(name, 42) for name in rows["catalyst"]][::-1]
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=order, tickvals=order, ticktext=names, showgrid=False
    )
    figure.update_xaxes(**theme.count_axis(_("Engagements"), rows["engagements"].max() if len(rows) else 1))
    figure.update_layout(height=max(180, 90 + 26 * len(rows)), barmode="stack", showlegend=True)
    return figure


def _bar_text(row: Row) -> str:
    """Number and year of the last contact, written at the end of the bar."""
    count = i18n.number(row.engagements)
    return count if row.last_contact is None else f"{count} · {row.last_contact.year}"


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
        question="regions_involvement",
        title=involvement_title,
        draw=draw_involvement,
        insight=involvement_insight,
        choices={"map": Choice(N_("Map"), MAPS, "tiles")},
    ),
    Chart(
        name="regions_by_year",
        question="regions_by_year",
        title=years_title,
        draw=draw_years,
        insight=years_insight,
    ),
    Chart(
        name="regions_other_authorities",
        question="regions_other_authorities",
        title=others_title,
        draw=draw_others,
        insight=others_insight,
    ),
)
