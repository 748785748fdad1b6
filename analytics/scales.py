"""Common scales: figures that are shown side by side get the same axes, so that the eye may compare their marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics import theme

_ROW = 30
"""Height in px that one more category takes."""


def share(figures: Sequence[go.Figure], *, same_days: bool) -> None:
    """Give the figures the same axes, in place: numbers to the same end, the same categories in the same order.

    `same_days`: whether their axes of time are one; where periods are compared each keeps its own.
    """
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
        elif all(_is_count(axis) for axis in axes):
            _share_counts(axes)
        elif all(_is_years(axis) for axis in axes) and same_days:
            _update(axes, range=[min(axis.range[0] for axis in axes), max(axis.range[1] for axis in axes)])
    height = max((figure.layout.height or 0 for figure in figures), default=0)
    for figure in figures:
        figure.update_layout(height=height or None)


def _update(axes: Sequence[Any], **changed: object) -> None:
    for axis in axes:
        axis.update(**changed)


def _is_count(axis: Any) -> bool:
    return axis.range is not None and axis.range[0] == 0 and axis.tickvals is None


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
