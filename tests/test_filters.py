"""Filters as words, as parameters, as a sentence, and as what they leave of a warehouse."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.filters import DIMENSIONS, PRESETS, SEARCHED, Filters, Period, mark_id, words_of
from analytics.frame import plain
from analytics.view import Facts, Scope, View
from etl.errors import UsageError
from tests.asking import ask, built, page, row, searched, view

LAST = dt.date(2025, 2, 28)
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
DAYS = st.none() | st.dates()


def _ordered(days: tuple[dt.date | None, dt.date | None]) -> Period:
    first, last = days
    if first is None and last is None:
        return Period()
    if first and last and first > last:
        first, last = last, first
    return Period(None, first, last)


PERIODS = st.sampled_from(PRESETS).map(Period) | st.tuples(DAYS, DAYS).map(_ordered)
CODES = st.lists(TEXT, max_size=3, unique=True).map(tuple)
BLANK = View(Filters(), {}, None, cast(Scope, None), lambda: cast(Facts, None))
FILTERS = st.builds(Filters, PERIODS, **dict.fromkeys(DIMENSIONS, CODES))


# Words


@given(FILTERS)
def test_words_come_back_as_the_same_filters(filters: Filters) -> None:
    assert Filters.parse(filters.words()) == filters


@given(FILTERS)
@settings(max_examples=50)
def test_the_address_comes_back_as_the_same_filters(filters: Filters) -> None:
    address = dataclasses.replace(BLANK, filters=filters).address
    assert Filters.parse(parse_qs(address, keep_blank_values=True, strict_parsing=bool(address))) == filters


@given(FILTERS, TEXT)
@settings(max_examples=50)
def test_codes_that_a_warehouse_does_not_have_are_told_apart_and_nothing_is_lost(filters: Filters, code: str) -> None:
    labels = {name: {code: "x"} for name in DIMENSIONS}
    kept, dropped = filters.known(labels)
    assert kept.period == filters.period
    assert {given for name in DIMENSIONS for given in getattr(kept, name)} <= {code}
    asked = sum(len(getattr(filters, name)) for name in DIMENSIONS)
    assert sum(len(getattr(kept, name)) for name in DIMENSIONS) + len(dropped) == asked


def test_words_of_no_filter_are_left_alone_and_repeated_codes_count_once() -> None:
    words = {"lang": ["fr"], "grain": ["month"], "region": ["11", "53", "11"], "period": ["all", "this-year"]}
    assert Filters.parse(words) == Filters(Period("this-year"), region=("11", "53"))


def test_no_filter_needs_no_word() -> None:
    assert Filters().words() == {}
    assert Filters.parse({"period": [":"]}) == Filters()


@pytest.mark.parametrize(
    "word", ["yesterday", "", "2024", "2024-13-01:", "2024-01-01:2024-01-02:", "2024-02-30:", "01/02/2024:"]
)
def test_a_period_that_is_not_understood_is_said_with_what_would_be(word: str) -> None:
    with pytest.raises(UsageError, match=r"is not understood: write two days as 2024-01-01:2025-02-28 .* all, last-12"):
        Filters.parse({"period": [word]})


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it starts"):
        Period.parse("2025-01-02:2025-01-01")


# Presets


@pytest.mark.parametrize(
    ("preset", "last", "first"),
    [
        ("last-12-months", LAST, dt.date(2024, 2, 29)),
        ("last-12-months", dt.date(2024, 2, 29), dt.date(2023, 3, 1)),
        ("last-12-months", dt.date(2025, 6, 30), dt.date(2024, 7, 1)),
        ("last-3-years", LAST, dt.date(2022, 3, 1)),
        ("last-3-years", dt.date(2024, 12, 31), dt.date(2022, 1, 1)),
        ("this-year", LAST, dt.date(2025, 1, 1)),
    ],
)
def test_presets_end_with_the_last_capture(preset: str, last: dt.date, first: dt.date) -> None:
    assert Period(preset).resolve(last) == (first, last)


@given(st.dates(min_value=dt.date(1905, 1, 1)), st.sampled_from([("last-12-months", 1), ("last-3-years", 3)]))
def test_presets_of_years_span_as_many_days_as_their_years(last: dt.date, preset: tuple[str, int]) -> None:
    first, end = Period(preset[0]).resolve(last)
    assert first is not None
    assert end == last
    assert 365 * preset[1] <= (end - first).days + 1 <= 365 * preset[1] + 1


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_without_any_capture_are_open(preset: str) -> None:
    assert Period(preset).resolve(None) == (None, None)


# The sentence


@given(st.sets(st.sampled_from(list(DIMENSIONS))), PERIODS)
def test_the_sentence_names_every_active_filter_and_no_other(active: set[str], period: Period) -> None:
    labels = {name: {"1": f"<{name}-1>", "2": f"<{name}-2>"} for name in DIMENSIONS}
    filters = Filters(period, **dict.fromkeys(active, ("1", "2")))
    sentence = filters.sentence(labels, LAST)
    named = {name for name in DIMENSIONS for code in ("1", "2") if f"<{name}-{code}>" in sentence}
    assert named == active
    assert all(f"<{name}-1> or <{name}-2>" in sentence for name in active)
    assert ("at any date" in sentence) == (period.resolve(LAST) == (None, None))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({}, "at any date."),
        ({"organisation": "89998"}, "at any date."),
        ({"period": "2024-01-01:"}, "since 1 Jan 2024."),
        ({"period": ":2024-12-31"}, "until 31 Dec 2024."),
        ({"period": "last-12-months"}, "from 29 Feb 2024 to 28 Feb 2025."),
        (
            {"region": ["11", "75"], "kind": "state", "period": "this-year"},
            "with state bodies by the regional authority of Île-de-France or Nouvelle-Aquitaine from 1 Jan 2025 to "
            "28 Feb 2025.",
        ),
    ],
)
def test_sentences_of_the_real_page(real_warehouse: Path, words: Mapping[str, Any], sentence: str) -> None:
    only = "Engagements of Association des Centres culturels de rencontre"
    assert view(real_warehouse, **words).sentence == f"{only} {sentence}"


def test_many_codes_are_counted_rather_than_listed(demo_warehouse: Path) -> None:
    codes = list(view(demo_warehouse).labels["region"])
    sentence = view(demo_warehouse, region=codes).sentence
    assert sentence.startswith("Engagements of all organisations by the regional authority of ")
    assert sentence.endswith(" or 14 others at any date.")


# What filters leave

Row = Mapping[str, Any]
KEYS = ("engaged_on", "relation_type", "channel", "mentions", "file", "line")


@cache
def _rows(warehouse: Path) -> list[Row]:
    """Every engagement with what can be filtered, put together without any of the code under test."""
    with duckdb.connect(os.path.realpath(warehouse), read_only=True) as connection:
        sectors = connection.execute("select * from catalyst_sector").df()
        frame = connection.execute(
            """select e.*, c.kind, c.region_code as region, s.path as file, e.line_number as line
            from engagement e join catalyst c using (catalyst_id) join source s using (source_id)"""
        ).df()
    by_catalyst = dict(iter(sectors.groupby("catalyst_id")))
    rows = [{key: plain(value) for key, value in given.items()} for given in frame.to_dict("records")]
    for engagement in rows:
        of_catalyst = by_catalyst.get(engagement["catalyst_id"], sectors.iloc[:0])
        engagement["sector"] = set(of_catalyst["sector"])
        engagement["sector_group"] = set(of_catalyst["sector_group"]) or {"none"}
        engagement["organisation"], engagement["catalyst"] = engagement["organisation_id"], engagement["catalyst_id"]
    return rows


def _passes(given: Row, filters: Filters) -> bool:
    first, last = filters.period.start, filters.period.end
    if first and (given["engaged_until"] is None or given["engaged_until"] < first):
        return False
    if last and (given["engaged_on"] is None or given["engaged_on"] > last):
        return False
    for name in DIMENSIONS:
        codes, has = set(getattr(filters, name)), given[name]
        if codes and not codes & (has if isinstance(has, set) else {has}):
            return False
    return True


def _expected(warehouse: Path, filters: Filters) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(given[key] for key in KEYS) for given in _rows(warehouse) if _passes(given, filters))


def _found(warehouse: Path, filters: Filters) -> Counter[tuple[Any, ...]]:
    frame = ask(warehouse, "view_rows", **filters.words())
    return Counter(tuple(plain(value) for value in cells) for cells in frame[list(KEYS)].itertuples(index=False))


@pytest.mark.parametrize("name", DIMENSIONS)
def test_each_filter_leaves_what_it_says(demo_warehouse: Path, name: str) -> None:
    codes = _codes(demo_warehouse, name)
    everything = len(_rows(demo_warehouse))
    used = 0
    for code in [*codes[:4], codes[-1]]:
        filters = Filters(**{name: (code,)})
        found = _found(demo_warehouse, filters)
        assert found == _expected(demo_warehouse, filters)
        used += 0 < found.total() < everything
    assert used, "no code of this dimension was a test"


def _codes(warehouse: Path, name: str) -> list[str]:
    """Every value of a dimension."""
    if name in SEARCHED:
        return list(searched(warehouse, name))
    return list(view(warehouse).labels[name])


def _choose(warehouse: Path) -> st.SearchStrategy[Filters]:
    some = {name: st.lists(st.sampled_from(_codes(warehouse, name)), max_size=2, unique=True) for name in DIMENSIONS}
    codes = st.lists(st.sampled_from(list(DIMENSIONS)), max_size=2, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: some[name].map(tuple) for name in names})
    )
    days = st.none() | st.dates(dt.date(2018, 1, 1), dt.date(2025, 6, 30))
    return st.builds(lambda period, given: Filters(period, **given), st.tuples(days, days).map(_ordered), codes)


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_filters_together_leave_what_each_of_them_leaves(demo_warehouse: Path, data: st.DataObject) -> None:
    filters = data.draw(_choose(demo_warehouse))
    assert _found(demo_warehouse, filters) == _expected(demo_warehouse, filters)


@pytest.fixture(scope="module")
def coarse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse with a day, a month, a year and a count without a date."""
    rows = [row("Ville de A", "Other 5 Jun 2020"), row("Ville de B", "Other Mar 2021"), row("Ville de C", "Other 2019")]
    text = page(*rows, row("Ville de D", tweets="3"), captured_on="2025-01-31")
    return built(tmp_path_factory.mktemp("coarse"), text)


@pytest.mark.parametrize(
    ("period", "left"),
    [
        ("all", "ABCD"),
        ("2019-12-31:2019-12-31", "C"),  # a day of the year is inside
        ("2020-01-01:", "AB"),
        (":2018-12-31", ""),
        (":2019-01-01", "C"),
        ("2021-03-31:2021-04-30", "B"),  # the month's last day
        ("2021-04-01:", ""),
        ("2020-06-05:2020-06-05", "A"),
        ("2020-06-06:2021-02-28", ""),
        ("1900-01-01:2100-01-01", "ABC"),  # what has no date is inside no period
    ],
)
def test_coarse_dates_overlap_a_period_and_undated_counts_are_in_none(coarse: Path, period: str, left: str) -> None:
    assert "".join(sorted(name[-1] for name in ask(coarse, "view_rows", period=period)["catalyst"])) == left


@given(st.sampled_from(list(DIMENSIONS)), st.text(min_size=1), st.text())
def test_the_id_of_a_mark_gives_its_code_back_and_is_no_markup(dimension: str, code: str, part: str) -> None:
    mark = mark_id({dimension: [code, code], "period": "2024-01-01:"}, part)
    assert words_of(mark) == {dimension: [code, code], "period": ["2024-01-01:"]}
    assert not set("<>#\"'") & set(mark.split("#")[0])
