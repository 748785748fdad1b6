"""The months from which silence is called cooling, and lapsed: words, defaults, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.filters import Filters
from analytics.thresholds import MOST_MONTHS, Thresholds
from etl.errors import UsageError
from tests.asking import filters, view

PAIRS = st.tuples(st.integers(1, MOST_MONTHS), st.integers(1, MOST_MONTHS)).filter(lambda pair: pair[0] < pair[1])


@given(PAIRS)
def test_words_come_back_as_the_same_thresholds(pair: tuple[int, int]) -> None:
    thresholds = Thresholds(*pair)
    assert Thresholds.parse(thresholds.words()) == thresholds
    assert Filters.parse(Filters(thresholds=thresholds).words()).thresholds == thresholds


def test_the_usual_thresholds_need_no_word() -> None:
    assert Thresholds().words() == {}
    assert Thresholds.parse({}) == Thresholds(12, 24)
    assert Thresholds.parse({"cooling": ["3", "6"]}) == Thresholds(6, 24)


@pytest.mark.parametrize("word", ["", "x", "0", "-1", "1.5", "601", "1_2", "١٢", " 12", "99999999999999999999"])
def test_what_is_no_number_of_months_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="write a whole number of months from 1 to 600"):
        Thresholds.parse({"cooling": [word]})


@pytest.mark.parametrize(("cooling", "lapsed"), [("24", "24"), ("30", "24"), ("12", "6")])
def test_cooling_comes_before_lapsed(cooling: str, lapsed: str) -> None:
    with pytest.raises(UsageError, match=f"cooling={cooling} has to be fewer months than lapsed={lapsed}"):
        Thresholds.parse({"cooling": [cooling], "lapsed": [lapsed]})


def test_thresholds_restrict_nothing_and_stand_in_the_address(real_warehouse: Path) -> None:
    usual, early = view(real_warehouse), view(real_warehouse, cooling="3", lapsed="6")
    assert early.facts == usual.facts
    assert early.sentence == usual.sentence
    assert early.address == "cooling=3&lapsed=6&lang=en"
    assert filters(cooling="3", lapsed="6") == early.filters
