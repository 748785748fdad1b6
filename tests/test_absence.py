"""What is not there: absence is not zero, and what has no date, or a coarse one, is not given a finer one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analytics.frame import records
from tests.asking import ask, built, page, row

COMPLETE = page(row("Région Bretagne", "Event 1 Mar 2021"), row("Ville de A"), declared=2, captured_on="2023-05-01")
INCOMPLETE = page(row("Région Normandie", "Event 2 Mar 2021"), declared=2, captured_on="2023-05-01", name="Maison B")
UNDECLARED = page(row("Région Normandie", "Event 2 Mar 2021"), captured_on="2023-05-01", name="Maison C")
Build = Callable[[Mapping[str, str]], Path]


def _states(path: Path, **words: Any) -> dict[str, int]:
    return ask(path, "regions_involvement", **words)["state"].value_counts().to_dict()


def test_no_trace_is_said_of_complete_captures_alone(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": COMPLETE, "2-b.txt": INCOMPLETE, "3-c.txt": UNDECLARED})
    assert _states(path, organisation="1") == {"traced": 1, "no_trace": 17}
    assert _states(path, organisation="2") == {"traced": 1, "not_knowable": 17}
    assert _states(path, organisation="3") == {"traced": 1, "not_knowable": 17}
    assert _states(path, organisation=["1", "2"]) == {"traced": 2, "not_knowable": 16}
    assert _states(path) == {"traced": 2, "not_knowable": 16}
    assert _states(path, organisation="1", period="2022-01-01:") == {"no_trace": 18}


def test_years_without_a_trace_of_a_complete_capture_are_zero_up_to_the_capture(warehouse_of: Build) -> None:
    years = ask(warehouse_of({"1-a.txt": COMPLETE}), "regions_by_year")
    bretagne = years[years["region_code"] == "53"]
    assert list(zip(bretagne["year"], bretagne["state"], bretagne["engagements"], strict=True)) == [
        (2021, "traced", 1),
        (2022, "no_trace", 0),
        (2023, "no_trace", 0),
    ]
    assert set(years.loc[years["region_code"] != "53", "state"]) == {"no_trace"}


def test_traces_without_a_date_have_a_column_of_their_own(warehouse_of: Build) -> None:
    counted = page(row("Région Bretagne", tweets="4"), declared=1, captured_on="2023-05-01")
    path = warehouse_of({"1-a.txt": counted})
    (bretagne,) = [year for year in records(ask(path, "regions_by_year")) if year.region_code == "53"]
    assert (bretagne.year, bretagne.state, bretagne.engagements) == (None, "traced", 1)


def test_coarse_dates_are_placed_only_where_they_fit(warehouse_of: Build) -> None:
    rows = [row("Ville de A", "Event Mar 2021"), row("Ville de B", "Award 3 Mar 2021"), row("Ville de C", "Other 2020")]
    path = warehouse_of({"1-a.txt": page(*rows, row("Ville de D", tweets="2"), captured_on="2023-05-01")})
    january, march = dt.date(2021, 1, 1), dt.date(2021, 3, 1)
    for grain, placed, unplaced in (
        ("month", {"Event": march, "Award": march}, 2),
        ("quarter", {"Event": january, "Award": january}, 2),
        ("year", {"Event": january, "Award": january, "Other": dt.date(2020, 1, 1)}, 1),
    ):
        bars = ask(path, "timeline_engagements", {"grain": grain, "colour": "relation_type"})
        assert {bar.category: bar.period_start for bar in records(bars) if bar.period_start} == placed
        assert bars["unplaced"].sum() == unplaced


def test_the_newest_line_of_a_catalyst_is_of_a_dated_trace_where_there_is_one(tmp_path: Path) -> None:
    text = page(row("Radio France", "Event"), row("Radio France", "Award 3 May 2024"), captured_on="2025-01-31")
    (catalyst,) = records(ask(built(tmp_path, text), "organisation_catalysts", {"profile": "1"}))
    assert "Award 3 May 2024" in catalyst.raw_text
