"""Common scales: figures that are shown side by side get the same axes, so that the eye may compare their marks."""

from __future__ import annotations

import datetime as dt
import html
import textwrap
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics import theme

_ROW = 30
"""Height in px that one more category takes."""


_LABEL = {1: 30, 2: 22, 3: 16, 4: 13}
"""Letters in a line of a category's name, by the number of columns of a page."""
_SMALLER, _TALLER = 11, 1.15
"""Size in px of names in two lines, and how much more height their figure takes."""
_TURNED = 30
"""Room in px for labels below that a phone turns."""
_MAP = {1: 560, 2: 460, 3: 380, 4: 320}
"""Height in px of a map, by the number of columns: it fills the width of one."""
_TITLE = 12
"""Letters in a line of the title of an axis, where there are more than two columns."""


def share(figures: Sequence[go.Figure], *, same_days: bool, columns: int = 2) -> None:
    """Give the figures the same axes, in place: numbers to the same end, the same categories in the same order.

    `same_days`: whether their axes of time are one; where periods are compared each keeps its own. `columns`: of the
    page, by which long names are folded.
    """
    _fit(figures, columns)
    if len(figures) < 2:
        return
    for name in ("xaxis", "xaxis2", "yaxis"):
        if not all(name in figure.layout for figure in figures):
            continue
        axes = [figure.layout[name] for figure in figures]
        if any(axis.visible is False for axis in axes):
            continue
        if all(axis.type == "category" for axis in axes):
            _share_categories(figures, axes)
        elif all(axis.type == "date" for axis in axes):
            _share_days(axes, same_days=same_days)
        elif all(_is_lanes(axis) for axis in axes):
            _update(axes, range=max((axis.range for axis in axes), key=lambda ends: float(ends[0])))
        elif all(_is_count(axis) for axis in axes):
            _share_counts(axes)
        elif all(_is_years(axis) for axis in axes) and same_days:
            _update(axes, range=[min(axis.range[0] for axis in axes), max(axis.range[1] for axis in axes)])
    height = max((figure.layout.height or 0 for figure in figures), default=0)
    for figure in figures:
        figure.update_layout(height=height or None)


def _fit(figures: Sequence[go.Figure], columns: int) -> None:
    """Fold names, and thin out what stands below, to the width of a column."""
    for figure in figures:
        axis = figure.layout.yaxis
        if axis.ticktext:
            axis.ticktext = [_folded(text, _LABEL[columns]) for text in axis.ticktext]
        if axis.scaleanchor:
            figure.layout.height = _MAP[columns]
        for below in ("xaxis", "xaxis2") if columns > 2 else ():
            if below in figure.layout:
                _thin_out(figure.layout[below])
    if any("<br>" in text for figure in figures for text in figure.layout.yaxis.ticktext or ()):
        for figure in figures:
            figure.layout.yaxis.tickfont.size = _SMALLER
            figure.layout.height = round(figure.layout.height * _TALLER) + _TURNED


def _thin_out(axis: Any) -> None:
    axis.title.font.size = _SMALLER
    if axis.title.text:
        axis.title.text = "<br>".join(textwrap.wrap(axis.title.text.replace("<br>", " "), 2 * _TITLE))
        if axis.domain and axis.domain != (0, 1):
            axis.title.text = "<br>".join(textwrap.wrap(axis.title.text.replace("<br>", " "), _TITLE))
    if axis.ticktext and not axis.type:
        axis.update(tickvals=axis.tickvals[::2], ticktext=axis.ticktext[::2])
    if axis.nticks:
        axis.nticks = 3


def _folded(text: str, width: int) -> str:
    """`text`, which has no markup, in at most two lines."""
    lines = textwrap.wrap(html.unescape(text), width)
    if len(lines) > 2:
        lines[1:] = [f"{lines[1][: width - 1].rstrip()}…"]
    return "<br>".join(theme.plain(line) for line in lines)


def _update(axes: Sequence[Any], **changed: object) -> None:
    for axis in axes:
        axis.update(**changed)


def _is_count(axis: Any) -> bool:
    return axis.range is not None and axis.range[0] == 0 and axis.tickvals is None


def _is_lanes(axis: Any) -> bool:
    """Whether each whole number is a lane, counted from the top: a lane is as high in all figures."""
    return axis.range is not None and axis.tickvals is not None and axis.range[0] > axis.range[1]


def _is_years(axis: Any) -> bool:
    return axis.range is not None and axis.dtick == 1 and axis.tickformat == "d"


def _share_counts(axes: Sequence[Any]) -> None:
    largest = max(axes, key=lambda axis: axis.range[1])
    _update(axes, range=largest.range, dtick=largest.dtick, nticks=largest.nticks)


_MOST_TICKS = 5
"""Of an axis of time: each figure has a part of the width only."""


def _share_days(axes: Sequence[Any], *, same_days: bool) -> None:
    ranges = [(dt.date.fromisoformat(axis.range[0]), dt.date.fromisoformat(axis.range[1])) for axis in axes]
    if same_days:
        ranges = [(min(first for first, _last in ranges), max(last for _first, last in ranges))] * len(axes)
    for axis, (first, last) in zip(axes, ranges, strict=True):
        axis.update(theme.time_axis(first, last, _MOST_TICKS))


def _share_categories(figures: Sequence[go.Figure], axes: Sequence[Any]) -> None:
    """Every figure has a place for each category that any of them has, in one order."""
    texts: dict[str, str] = {}
    for axis in axes:
        texts.update(zip(axis.tickvals or (), axis.ticktext or (), strict=True))
    shown = [list(axis.categoryarray or axis.tickvals or ()) for axis in axes]
    longest = max(shown, key=len)
    more = dict.fromkeys(code for codes in shown for code in codes if code not in longest)
    order = _in_order(longest, list(more))
    ends = [-0.5, len(order) - 0.5]
    for axis in axes:
        is_reversed = axis.autorange == "reversed"
        axis.update(
            categoryorder="array", categoryarray=order, autorange=None, range=ends[::-1] if is_reversed else ends
        )
        if texts:
            axis.update(tickvals=order, ticktext=[texts[code] for code in order])
    if axes[0].plotly_name == "yaxis":
        for figure in figures:
            figure.update_layout(height=(figure.layout.height or 0) + _ROW * len(more))


def _in_order(longest: list[str], more: list[str]) -> list[str]:
    """Years by number; else what the longest list lacks comes first, which is the foot of an upright axis."""
    codes = [*more, *longest]
    return sorted(codes, key=lambda code: (not code.isdecimal(), code)) if any(map(str.isdecimal, codes)) else codes
