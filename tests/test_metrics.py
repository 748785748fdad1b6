"""Arithmetic of time and classes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics import MONTHS, MOST_BARS, class_of, fit_grain, period_end, period_start, steps

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
GRAINS = st.sampled_from(list(MONTHS))
DAY = dt.timedelta(days=1)


@given(DAYS, GRAINS)
def test_a_day_lies_in_its_period_and_periods_have_no_gaps(day: dt.date, grain: str) -> None:
    start, end = period_start(day, grain), period_end(day, grain)
    assert start <= day <= end
    assert (start.day, (start.month - 1) % MONTHS[grain]) == (1, 0)
    assert period_start(end + DAY, grain) == end + DAY
    assert period_start(end, grain) == start == period_start(start, grain)


@pytest.mark.parametrize(
    ("grain", "start", "end"),
    [
        ("month", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("quarter", dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
        ("year", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_periods_of_a_day(grain: str, start: dt.date, end: dt.date) -> None:
    assert (period_start(dt.date(2024, 2, 29), grain), period_end(dt.date(2024, 2, 29), grain)) == (start, end)


@pytest.mark.parametrize(
    ("last", "grain"),
    [
        (dt.date(2020, 1, 1), "month"),
        (dt.date(2023, 12, 31), "month"),
        (dt.date(2024, 1, 1), "quarter"),
        (dt.date(2031, 12, 31), "quarter"),
        (dt.date(2032, 1, 1), "year"),
        (dt.date(2090, 1, 1), "year"),
    ],
)
def test_the_finest_grain_that_leaves_bars_wide_enough(last: dt.date, grain: str) -> None:
    assert fit_grain(dt.date(2020, 1, 1), last) == grain


@given(DAYS, st.integers(0, 40 * 365))
def test_there_are_never_too_many_bars(first: dt.date, days: int) -> None:
    last = min(first + dt.timedelta(days=days), dt.date(2100, 12, 31))
    grain = fit_grain(first, last)
    bars = {period_start(first + DAY * n, grain) for n in range((last - first).days + 1)}
    assert len(bars) <= MOST_BARS + 1  # one more where a range begins or ends within a quarter or year


@given(st.integers(1, 1_000_000))
def test_every_count_falls_into_one_class_and_the_largest_into_the_last(largest: int) -> None:
    bounds = steps(largest)
    assert bounds[0] == 1
    assert bounds == sorted(set(bounds))
    assert len(bounds) == min(largest, 4)
    assert class_of(1, bounds) == 0
    assert class_of(largest, bounds) == len(bounds) - 1
    assert [class_of(bound, bounds) for bound in bounds] == list(range(len(bounds)))


def test_nothing_to_count_still_has_a_class() -> None:
    assert steps(0) == [1]
    assert steps(100) == [1, 3, 10, 32]
