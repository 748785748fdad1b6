"""What the page of figures says of what is aimed at."""

from __future__ import annotations

import re

import pytest

from tests.benchmarks import performance
from tests.benchmarks.aims import AIMS, REDRAWN, table
from tests.benchmarks.figures import Figure

PUBLISHED = [figure for _, figures in performance.read().values() for figure in figures]


@pytest.mark.skipif(
    not any(re.match(r"2[45]\d,\d+ pages", figure.rows) for figure in PUBLISHED),
    reason="`make bench` measured at other sizes than those that are aimed at",
)
def test_every_aim_is_told_by_the_figures_that_are_published() -> None:
    told = [line.split(" | ")[0].removeprefix("| ") for line in table(PUBLISHED).splitlines()[2:]]
    assert told == [aim.words for aim in AIMS]


@pytest.mark.parametrize(("errors", "reached"), [(0, "yes"), (1, "no")])
def test_what_is_reached_is_said(errors: int, reached: str) -> None:
    figure = Figure("Many people", "ours: errors", errors, "", "50 viewers, 2,000 organisations, 3 minutes")
    assert table([figure]).splitlines()[2:] == [f"| 50 viewers at once: no errors | {errors} | {reached} |"]


def test_of_several_figures_it_is_said_how_many_are_within() -> None:
    figures = [
        Figure(REDRAWN, f"{page}, 1 charts: redrawn, median", 200, "ms", "2,000 organisations", ratio, "floor")
        for page, ratio in (("/", 1.2), ("/data", 1.9), ("/regions", 1.25))
    ]
    assert table(figures).splitlines()[2].endswith("| 1.2 to 1.9, median 1.25 × | 1 of 3 |")


def test_what_was_not_measured_is_not_told() -> None:
    assert len(table([]).splitlines()) == 2
