"""A click on a mark filters to what it counts: the words in its id, put in place of the view's, leave those rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.charts import CHARTS
from analytics.filters import DIMENSIONS, Period, words_of
from tests.asking import answer, ask, warehouse

PERIOD = {"period": "2023-03-15:2025-01-31"}


def marks(path: Path, name: str, chosen: Mapping[str, str], words: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Id and size of each mark."""
    for trace in answer(path, name, chosen, **words).figure.data:
        if trace.ids:
            sizes = trace.text if trace.type == "scatter" else trace.x if trace.orientation == "h" else trace.y
            yield from zip(trace.ids, sizes, strict=True)


def rows_behind(path: Path, mark: str, words: Mapping[str, str]) -> pd.DataFrame:
    filters = {name: codes for name, codes in words_of(mark).items() if name in (*DIMENSIONS, "period")}
    return ask(path, "view_rows", {"row_limit": None}, **{**words, **filters})


@pytest.mark.parametrize("words", [{}, PERIOD, {"kind": ["state", "media", "departement"]}])
@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("timeline_engagements", {"grain": "year", "colour": "kind"}),
        ("timeline_engagements", {"grain": "year", "colour": "relation_type"}),
        ("regions_by_year", {}),
        ("regions_other_authorities", {}),
    ],
)
def test_a_mark_leads_to_the_rows_it_counts(
    demo_warehouse: Path, name: str, chosen: Mapping[str, str], words: Mapping[str, str]
) -> None:
    counted = [(mark, size) for mark, size in marks(demo_warehouse, name, chosen, words) if str(size).isdecimal()]
    for mark, size in counted[:: max(len(counted) // 12, 1)]:
        if name == "regions_by_year" and "period" not in words_of(mark):
            continue  # of traces without a date no filter tells
        assert len(rows_behind(demo_warehouse, mark, words)) == int(size), mark


@pytest.mark.parametrize("words", [{}, PERIOD])
def test_a_part_of_a_year_leads_to_the_catalysts_it_counts(demo_warehouse: Path, words: Mapping[str, str]) -> None:
    counted = [mark for mark in marks(demo_warehouse, "sectors_by_year", {}, words) if "&sector_group" not in mark[0]]
    assert counted
    for mark, size in counted[::5]:
        assert rows_behind(demo_warehouse, mark, words)["catalyst"].nunique() == size, mark


def test_a_layer_of_several_categories_leads_to_all_of_them(demo_warehouse: Path) -> None:
    found = list(marks(demo_warehouse, "timeline_engagements", {"grain": "year", "colour": "kind"}, {}))
    several = [mark for mark, _size in found if len(words_of(mark)["kind"]) > 1]
    assert several
    assert len({mark for mark, _size in found}) == len(found)


@pytest.mark.parametrize("name", ["sectors_diversity", "relationships_health"])
def test_years_and_kinds_can_be_clicked(demo_warehouse: Path, name: str) -> None:
    found = answer(demo_warehouse, name, {"board": "kinds"})
    assert found.is_clickable
    ids = [mark for trace in found.figure.data for mark in trace.ids or ()]
    assert all(words_of(mark).keys() in ({"period"}, {"kind", "board"}) for mark in ids)


@pytest.mark.parametrize("kind", [[], ["state", "regional_authority"], ["media"]])
@pytest.mark.parametrize("name", [name for name, chart in CHARTS.items() if chart.question.startswith("regions_")])
def test_rows_behind_a_chart_are_those_it_counts(demo_warehouse: Path, name: str, kind: list[str]) -> None:
    shown = answer(demo_warehouse, name, **({"kind": kind} if kind else {}))
    rows = warehouse(demo_warehouse).ask("view_rows", {**shown.behind, "row_limit": None})
    allowed = set(shown.chart.behind["kind"]) & set(kind or shown.chart.behind["kind"])
    assert set(rows["kind"]) == allowed
    if "engagements" in shown.frame:
        assert len(rows) == shown.frame["engagements"].sum()


def test_a_mark_stays_within_the_period_of_its_view() -> None:
    period, year = Period.parse("2023-03-15:"), (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    assert period.part(*year, None).word() == "2023-03-15:2023-12-31"
    assert Period().part(*year, None).word() == "2023-01-01:2023-12-31"
    last_months = Period("last-12-months").part(*year, dt.date(2024, 2, 29))
    assert last_months.word() == "2023-03-01:2023-12-31"


def test_every_clickable_mark_has_an_id_of_its_own(demo_warehouse: Path) -> None:
    for name in CHARTS:
        for trace in answer(demo_warehouse, name).figure.data:
            ids = [mark for mark in trace.ids or () if mark]
            assert len(set(ids)) == len(ids), name
