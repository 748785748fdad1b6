"""Arithmetic of time and shares that several charts need. Pure functions of numbers and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST_BARS = 48


def fit_grain(first: dt.date, last: dt.date) -> str:
    """The finest of month, quarter and year that cuts the range into at most `MOST_BARS` periods."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return next((grain for grain, length in MONTHS.items() if months / length <= MOST_BARS), "year")


def period_start(day: dt.date, grain: str) -> dt.date:
    """First day of the month, quarter or year that `day` falls into."""
    length = MONTHS[grain]
    return dt.date(day.year, (day.month - 1) // length * length + 1, 1)


def period_end(day: dt.date, grain: str) -> dt.date:
    """Last day of the month, quarter or year that `day` falls into."""
    start = period_start(day, grain)
    index = start.year * 12 + start.month - 1 + MONTHS[grain]
    return dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)


def steps(largest: int, classes: int = 4) -> list[int]:
    """Lower bounds, from 1, of at most `classes` classes that grow geometrically up to `largest` (all counts >= 1)."""
    if largest <= classes:
        return list(range(1, max(largest, 1) + 1))
    ratio = largest ** (1 / classes)
    bounds = [max(round(ratio**step), step + 1) for step in range(classes)]
    return [1, *bounds[1:]]


def class_of(value: int, bounds: Sequence[int]) -> int:
    """Place of the class of `bounds` (as from `steps`) into which `value` falls."""
    return max(place for place, bound in enumerate(bounds) if value >= bound)
