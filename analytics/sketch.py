"""A figure while it is being drawn: traces and a layout, filled with the words of `plotly.graph_objects.Figure`.

Plotly checks every attribute as it is set, which costs more than asking the warehouse and drawing in the browser
together. A sketch only keeps them; plotly checks the whole once it is a figure, as in every image and every test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

Drawing = dict[str, Any]

_WHOLE = frozenset({"paper_bgcolor", "plot_bgcolor", "error_x", "error_y"})
"""Attributes whose own name has an underscore; any other `marker_color` is `color` of `marker`."""


class Sketch:
    """`data` and `layout` as plotly JSON has them. Values may be lists, arrays or columns; None leaves one out."""

    def __init__(self) -> None:
        self.data: list[Drawing] = []
        self.layout: Drawing = {}

    def add_bar(self, **attributes: Any) -> Sketch:
        return self._add("bar", attributes)

    def add_scatter(self, **attributes: Any) -> Sketch:
        return self._add("scatter", attributes)

    def add_heatmap(self, **attributes: Any) -> Sketch:
        return self._add("heatmap", attributes)

    def _add(self, kind: str, attributes: Mapping[str, Any]) -> Sketch:
        self.data.append(_merge({"type": kind}, attributes))
        return self

    def update_layout(self, more: Mapping[str, Any] | None = None, **attributes: Any) -> Sketch:
        _merge(self.layout, {**(more or {}), **attributes})
        return self

    def update_xaxes(self, **attributes: Any) -> Sketch:
        return self._update_axes("x", attributes)

    def update_yaxes(self, **attributes: Any) -> Sketch:
        return self._update_axes("y", attributes)

    def _update_axes(self, letter: str, attributes: Mapping[str, Any]) -> Sketch:
        for name in axes(self.layout, letter):
            _merge(self.layout.setdefault(name, {}), attributes)
        return self

    def add_annotation(self, **attributes: Any) -> Sketch:
        self.layout.setdefault("annotations", []).append(_merge({}, attributes))
        return self

    def add_vline(self, x: object, **attributes: Any) -> Sketch:
        """A line from the bottom of the plot to its top."""
        line = {"type": "line", "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
        self.layout.setdefault("shapes", []).append(_merge(line, attributes))
        return self

    def to_plotly_json(self) -> Drawing:
        """Return data and layout, in which the layout and its axes may be changed without changing the sketch."""
        layout = {name: dict(part) if isinstance(part, dict) else part for name, part in self.layout.items()}
        return {"data": self.data, "layout": layout}

    def figure(self) -> go.Figure:
        """Return the figure. Raises ValueError for what plotly does not know."""
        return go.Figure(data=self.data, layout=self.layout)


def axes(layout: Mapping[str, Any], letter: str) -> list[str]:
    """Return the names of a layout's axes along x or y: there is always one."""
    return list(dict.fromkeys([f"{letter}axis", *(name for name in layout if re.fullmatch(letter + r"axis\d*", name))]))


def _merge(target: Drawing, attributes: Mapping[str, Any]) -> Drawing:
    """Put `attributes` into `target`, those of a part into the part that is there."""
    for name, value in attributes.items():
        first, _underscore, rest = (name, "", "") if name in _WHOLE else name.partition("_")
        if rest:
            _merge(target.setdefault(first, {}), {rest: value})
        elif isinstance(value, Mapping):
            _merge(target.setdefault(name, {}), value)
        elif value is not None:
            target[name] = value
        else:
            target.pop(name, None)
    return target
