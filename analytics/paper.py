"""A figure as it looks on paper: screen figure in, plotly drawing for a white 1280 x 720 sheet out.

What the figure says is kept (traces, their colours, axis titles, ticks, shapes, annotations); what belongs to a screen
is not (hover, title, legend, size, margins, backgrounds). Text is set larger, for an image that ends up on a slide.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

WIDTH, HEIGHT, SCALE = 1280, 720, 2
"""CSS pixels, and device pixels to each of them: a file of 2560 x 1440 at 192 dpi."""

FONT = "Arial, Liberation Sans, DejaVu Sans, sans-serif"
"""Fonts that machines have: a web font would be measured on screen and replaced in the image, which clips labels."""

TEXT = 17
SMALLEST_TEXT = 15
"""CSS pixels. On a slide filled by the image, 15 px are 11 points."""

Drawing = dict[str, Any]

_SCREEN_TRACE = {"hoverinfo", "hoverlabel", "hovertemplate", "hovertext", "ids", "selectedpoints", "uid", "uirevision"}
_SCREEN_LAYOUT = {
    *("autosize", "clickmode", "dragmode", "height", "hoverdistance", "hoverlabel", "hovermode", "margin", "modebar"),
    *("legend", "paper_bgcolor", "plot_bgcolor", "selectdirection", "selections", "showlegend", "spikedistance"),
    *("template", "title", "transition", "uirevision", "updatemenus", "width"),
}

_AXIS: Drawing = {
    "automargin": True,
    "gridcolor": "#E5E7EB",
    "linecolor": "#9CA3AF",
    "zerolinecolor": "#9CA3AF",
    "tickcolor": "#9CA3AF",
    "tickfont": {"size": 16, "color": "#1F2937"},
    "title": {"font": {"size": TEXT, "color": "#374151"}, "standoff": 14},
}
_COLOURBAR: Drawing = {"outlinewidth": 0, "thickness": 18, "tickfont": {"size": 16}, "title": {"font": {"size": TEXT}}}
_COLOUR_SCALE = {"colorbar", "colorscale", "showscale"}
_SHEET: Drawing = {
    "font": {"family": FONT, "size": TEXT, "color": "#1F2937"},
    "paper_bgcolor": "#FFFFFF",
    "plot_bgcolor": "#FFFFFF",
    "margin": {"l": 8, "r": 16, "t": 12, "b": 8, "pad": 4},
    "xaxis": _AXIS,
    "yaxis": _AXIS,
    "coloraxis": {"colorbar": _COLOURBAR},
    "showlegend": False,
}


def paper(figure: go.Figure, columns: int = 1) -> Drawing:
    """`figure` as `{"data": […], "layout": {…}}` for the sheet, or for one of several columns of it.

    The figure itself is left alone.
    """
    drawing: Drawing = figure.to_plotly_json()
    traces = [_still(trace) for trace in drawing["data"]]
    screen = drawing["layout"]
    layout = _legible({key: value for key, value in screen.items() if key not in _SCREEN_LAYOUT})
    layout["template"] = _template(screen.get("template") or {})
    for name, letter in _axes(layout, traces):
        layout[name] = _paper_axis(layout.get(name, {}), letter, _categories(traces, name), columns)
    return {"data": traces, "layout": layout}


def _template(screen: Mapping[str, Any]) -> Drawing:
    """The figure's own template, with the sheet's colours, sizes and margins over it."""
    layout = {key: value for key, value in screen.get("layout", {}).items() if key not in _SCREEN_LAYOUT}
    return {**screen, "layout": _merge(layout, _SHEET)}


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> Drawing:
    merged = dict(under)
    for key, value in over.items():
        nested = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merge(merged[key], value) if nested else value
    return merged


def _still(trace: Mapping[str, Any]) -> Drawing:
    """A trace without what only a pointer can reveal, drawn as SVG: WebGL ones come out blank in some browsers."""
    still: Drawing = _legible({key: value for key, value in trace.items() if key not in _SCREEN_TRACE})
    if "customdata" not in str(trace.get("texttemplate", "")):
        still.pop("customdata", None)
    if "type" in still:
        still["type"] = still["type"].removesuffix("gl")
    if "marker" in still:
        still["marker"] = _with_colourbar(still["marker"])
    return _with_colourbar(still)


def _with_colourbar(node: Drawing) -> Drawing:
    """Templates reach the colour bar of a colour axis only, so a trace's or a marker's own is styled here."""
    return {**node, "colorbar": _merge(_COLOURBAR, node.get("colorbar", {}))} if node.keys() & _COLOUR_SCALE else node


def _legible(node: Any) -> Any:
    """Raise every font size under `node` to the smallest that can be read on a slide. Arrays of data are not walked."""
    if isinstance(node, Mapping):
        return {key: _legible_font(value) if key.endswith("font") else _legible(value) for key, value in node.items()}
    if isinstance(node, list | tuple) and node and isinstance(node[0], Mapping):
        return [_legible(item) for item in node]
    return node


def _legible_font(font: Mapping[str, Any]) -> Drawing:
    size = font.get("size")
    return {**font, "size": max(size, SMALLEST_TEXT)} if isinstance(size, int | float) else dict(font)


# Axes: long category names are folded, so that they neither push the plot off the sheet nor run over each other.

_AXIS_NAME = re.compile(r"([xy])axis(\d*)")
_TICK_LINE = 21  # px between the lines of a tick label
_TICK_CHARACTER = 8.5  # px, on average
_PLOT = {"x": 1100, "y": 460}  # px along an axis, about
_Y_WIDTHS = {1: 46, 2: 36, 3: 26}  # lines that a row has room for -> characters per line
_NARROWEST = 20  # characters of a label, however many columns there are


def _axes(layout: Mapping[str, Any], traces: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Name and letter of every axis that the layout sets or a trace uses."""
    used = {f"{letter}axis{trace.get(f'{letter}axis', letter)[1:]}" for trace in traces for letter in "xy"}
    for name in sorted({*used, *layout}):
        if match := _AXIS_NAME.fullmatch(name):
            yield name, match[1]


def _categories(traces: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """The texts that traces place on this axis, each once."""
    letter = name[0]
    own = [trace for trace in traces if trace.get(f"{letter}axis", letter)[1:] == name.removeprefix(f"{letter}axis")]
    return list(dict.fromkeys(text for trace in own for text in _texts(trace.get(letter))))


def _texts(values: Any) -> list[str]:
    is_list = isinstance(values, list | tuple | np.ndarray)
    return [value for value in values if isinstance(value, str)] if is_list else []


def _paper_axis(axis: Mapping[str, Any], letter: str, categories: Sequence[str], columns: int) -> Drawing:
    start, end = axis.get("domain", (0, 1))
    folded = {key: value for key, value in axis.items() if key != "automargin"}
    texts = _texts(axis.get("ticktext"))
    length = _PLOT[letter] / (columns if letter == "x" else 1)
    room = length * (end - start) / max(len(texts or categories), 1)
    if texts:
        folded["ticktext"] = [_fold(text, letter, room, columns) for text in texts]
    aliases = {text: _fold(text, letter, room, columns) for text in categories}
    changed = {text: alias for text, alias in aliases.items() if alias != text}
    if changed:
        folded["labelalias"] = changed | dict(axis.get("labelalias", {}))
    return folded


def _fold(text: str, letter: str, room: float, columns: int) -> str:
    """`text` broken into as many lines as `room` px along the axis allow, the rest cut. Markup is left as it stands."""
    width, most = _fold_y(room, columns) if letter == "y" else _fold_x(room)
    lines = textwrap.wrap(html.unescape(text), width)
    if "<" in text or len(lines) < 2:
        return text
    if len(lines) > most:
        cut = " ".join(lines[most - 1 :])[: width - 1]
        lines[most - 1 :] = [cut.rstrip(" ,;:–-") + "…"]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def _fold_y(room: float, columns: int) -> tuple[int, int]:
    lines = min(max(int(room // _TICK_LINE), 1), 3)
    return max(_Y_WIDTHS[lines] // columns, _NARROWEST), lines


def _fold_x(room: float) -> tuple[int, int]:
    characters = int(room / _TICK_CHARACTER)
    return (min(characters, 26), 3) if characters >= 9 else (34, 1)  # too narrow to write across: turned, one line
