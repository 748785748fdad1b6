"""The map of the 18 regional authorities, as tiles of equal size or as outlines.

The three states differ in fill, pattern and text, not in colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics import i18n, metrics, theme, vocabulary
from analytics.chart import Choices
from analytics.charts import outlines
from analytics.filters import mark_id
from analytics.frame import Row, records
from analytics.i18n import _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

STATE_MARKS = {"not_knowable": "?", "no_trace": "–", "left_out": ""}
HOME = "⌂"
ISO_PREFIX = "FR-"
REACH = 60
"""Pixels from a region's label within which a click or a pointer means it: about a tile."""
NOTE_ROOM = 0.1
"""Share of the height, at the foot, for the words that explain a tile: in a margin an image would cut them off."""


@dataclass(frozen=True)
class Layer:
    """Regions drawn alike, with one entry in the legend."""

    name: str
    fill: str
    pattern: str
    solidity: float
    rows: Sequence[Row]


def draw_map(frame: pd.DataFrame, view: View, chosen: Choices, pooled: pd.DataFrame | None = None) -> Sketch:
    """`pooled`: the rows of all maps that are compared, whose colours mean the same; there is less room for words."""
    is_alone = pooled is None
    pooled = frame if pooled is None else pooled
    rows, bounds = records(frame), metrics.steps(largest(pooled))
    shapes = outlines.tiles(frame) if chosen["map"] == "tiles" else outlines.outlines()
    figure = Sketch()
    for layer in _layers(rows, bounds, rows if is_alone else records(pooled)):
        _draw_layer(figure, layer, shapes)
    _draw_labels(figure, rows, shapes, bounds, _label(chosen, is_alone=is_alone))
    left, top, right, bottom = _extent(shapes)
    figure.update_xaxes(visible=False, range=[left, right], constrain="domain")
    figure.update_yaxes(
        visible=False, range=[bottom, top], scaleanchor="x", constrain="domain", domain=[NOTE_ROOM, 1]
    )  # fmt: skip
    figure.update_layout(height=560, showlegend=True, hovermode="closest", hoverdistance=REACH)
    figure.add_annotation(
        x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="bottom", showarrow=False, align="left",
        text=_note(frame, wordy=is_alone and chosen["map"] == "tiles"),
        font={"size": 12, "color": theme.PAGE_TEXT},
    )  # fmt: skip
    return figure


def _note(frame: pd.DataFrame, *, wordy: bool) -> str:
    """What the marks on the map mean, in lines that fit on a phone."""
    number = _("Number: engagements. Year: last contact.") if wordy else _("Number: engagements.")
    home = i18n.labelled(HOME, _("home region.")) if frame["home"].any() else ""
    return "<br>".join(filter(None, [number, home]))


def _extent(shapes: dict[str, outlines.Shape]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a map without any room around it: every pixel goes to the regions."""
    xs, ys = zip(*(point for shape in shapes.values() for ring in shape for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _layers(rows: Sequence[Row], bounds: list[int], pooled: Sequence[Row]) -> list[Layer]:
    layers = [
        Layer(_class_name(_of_class(pooled, bounds, place)), theme.SEQUENCE[shade], "", 0, found)
        for place, shade in enumerate(theme.shades(len(bounds)))
        if (found := _of_class(rows, bounds, place))
    ]
    for state, pattern, solidity in (("no_trace", "", 0), ("not_knowable", "/", 0.3), ("left_out", ".", 0.1)):
        if found := [row for row in rows if row.state == state]:
            layers.append(Layer(vocabulary.name("state", state), theme.FAINT, pattern, solidity, found))
    return layers


def _of_class(rows: Sequence[Row], bounds: list[int], place: int) -> list[Row]:
    return [row for row in rows if row.state == "traced" and metrics.class_of(row.engagements, bounds) == place]


def _class_name(rows: Sequence[Row]) -> str:
    """The numbers that are in the class, not those that could be."""
    counts = [int(row.engagements) for row in rows]
    low, high = min(counts), max(counts)
    if low == high:
        return ngettext("{n} engagement", "{n} engagements", low).format(n=i18n.number(low))
    return _("{low} to {high} engagements").format(low=i18n.number(low), high=i18n.number(high))


def _draw_layer(figure: Sketch, layer: Layer, shapes: dict[str, outlines.Shape]) -> None:
    rings = [ring for row in layer.rows for ring in shapes[row.iso]]
    closed = [point for ring in rings for point in [*ring, ring[0], (None, None)]]
    figure.add_scatter(
        x=[x for x, _y in closed], y=[y for _x, y in closed], mode="lines", fill="toself", name=layer.name,
        fillcolor=layer.fill, line={"color": theme.NEUTRAL, "width": 1}, hoverinfo="skip",
        fillpattern={
            "shape": layer.pattern, "solidity": layer.solidity, "fgcolor": theme.NEUTRAL, "fgopacity": 0.35, "size": 8
        },
    )  # fmt: skip


def _draw_labels(
    figure: Sketch,
    rows: Sequence[Row],
    shapes: dict[str, outlines.Shape],
    bounds: list[int],
    label: Callable[[Row], str],
) -> None:
    """What there is room for in a region; everything on hovering."""
    for of_state in ([row for row in rows if row.state == "traced"], [row for row in rows if row.state != "traced"]):
        points = [outlines.centre(shapes[row.iso]) for row in of_state]
        ink = [theme.INK[shade(row, bounds)] for row in of_state if row.state == "traced"]
        figure.add_scatter(
            x=[x for x, _y in points], y=[y for _x, y in points], mode="text", showlegend=False,
            text=[label(row) for row in of_state],
            textfont={"size": 11, "color": ink or theme.PAGE_TEXT},
            customdata=[_hover(row) for row in of_state], hovertemplate="%{customdata}<extra></extra>",
            ids=[point_id(row) for row in of_state],
        )  # fmt: skip


def largest(frame: pd.DataFrame) -> int:
    """Most engagements of a region; 0 where nothing is known of any."""
    return int(frame["engagements"].fillna(0).max()) if len(frame) else 0


def shade(row: Row, bounds: list[int]) -> int:
    return theme.shades(len(bounds))[metrics.class_of(row.engagements, bounds)]


def point_id(row: Row) -> str:
    """What a click on a mark of the region filters by."""
    return mark_id({"region": row.region_code})


def marked(row: Row) -> str:
    """The region's name, marked where the organisation has its seat."""
    return f"{theme.plain(row.region)} {HOME}" if row.home else theme.plain(row.region)


def short_code(iso: str) -> str:
    return iso.removeprefix(ISO_PREFIX)


SHORT_NAMES = {"971": "GLP", "972": "MTQ", "973": "GUF", "974": "REU", "976": "MYT", "20R": "COR"}
"""Letters for the regions whose ISO code is a number: nobody reads '974' as La Réunion."""


def _label(chosen: Choices, *, is_alone: bool) -> Callable[[Row], str]:
    """Code, number and last contact on a tile; no last contact on one of several maps; the number on an outline."""
    if chosen["map"] != "tiles":
        return _outline_label
    return _tile_label if is_alone else _short_label


def _tile_label(row: Row) -> str:
    year = "" if row.last_contact is None or row.state != "traced" else f"<br>{row.last_contact.year}"
    return f"{_short_label(row)}{year}"


def _short_label(row: Row) -> str:
    code = short_code(row.iso)
    code = SHORT_NAMES.get(code, code)
    home = f" {HOME}" if row.home else ""
    mark = f"<b>{i18n.number(row.engagements)}</b>" if row.state == "traced" else STATE_MARKS[row.state]
    return f"{code}{home}<br>{mark}"


def _outline_label(row: Row) -> str:
    home = f" {HOME}" if row.home else ""
    if row.state != "traced":
        return f"{STATE_MARKS[row.state]}{home}"
    return f"<b>{i18n.number(row.engagements)}</b>{home}"


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
        density = _("{n} per million inhabitants")
        lines.append(density.format(n=i18n.number(row.per_million, 1)))
    if row.last_contact is not None:
        lines.append(_("last contact {day}").format(day=i18n.date(row.last_contact, row.last_precision)))
    if row.home:
        lines.append(_("home region of the organisation"))
    return "<br>".join(lines)
