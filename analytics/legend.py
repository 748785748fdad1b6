"""A legend beside a figure, or one for several that stand side by side: their own would take part of their height."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypedDict, get_args

import plotly.graph_objects as go

Mark = Literal["fill", "hatched", "line", "dot", "diamond", "square", "x"]


class Entry(TypedDict):
    name: str
    colour: str
    mark: Mark


def common(figures: Sequence[go.Figure]) -> list[Entry]:
    """The entries of all figures, each once; those of the figure that has the most first, in its order."""
    found: dict[str, Entry] = {}
    for entries in sorted(([*_entries(figure)] for figure in figures), key=len, reverse=True):
        for entry in entries:
            found.setdefault(entry["name"], entry)
    return list(found.values())


def _entries(figure: go.Figure) -> Iterator[Entry]:
    if figure.layout.showlegend:
        for trace in figure.data:
            if trace.name and trace.showlegend is not False:
                colour, mark = _look(trace)
                yield {"name": html.unescape(trace.name), "colour": colour, "mark": mark}


def _look(trace: Any) -> tuple[str, Mark]:
    if trace.type == "bar":
        return trace.marker.color, _filled(trace.marker.pattern.shape)
    if trace.fill:
        return trace.fillcolor, _filled(trace.fillpattern.shape)
    if "markers" in trace.mode:
        return trace.marker.color, trace.marker.symbol if trace.marker.symbol in get_args(Mark) else "dot"
    return trace.line.color, "line"


def _filled(pattern: str | None) -> Mark:
    return "hatched" if pattern else "fill"
