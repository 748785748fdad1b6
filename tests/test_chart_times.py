"""Dates as charts draw them: as fine as they are known, up to the capture or the end of the period."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path

import plotly.graph_objects as go
import pytest

from analytics.charts.timeline import LANES
from tests.asking import answer, built, page, row


def _days(figure: go.Figure) -> set[str]:
    """Where the figure has a mark for a single day."""
    return {day for trace in figure.data if trace.mode == "markers" for day in trace.x}


@pytest.fixture(scope="module")
def coarse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse whose dates are known to the month and to the year."""
    rows = [row("Région Bretagne", "Event Mar 2021"), row("Ville de B", "Event 2019"), row("Ville de C", "2 May 2020")]
    return built(tmp_path_factory.mktemp("coarse"), page(*rows, declared=3, captured_on="2023-01-31"))


def test_months_and_years_are_never_drawn_as_a_day(coarse: Path) -> None:
    lanes = answer(coarse, "timeline_lanes")
    assert _days(lanes.figure) == {"2020-05-02"}
    wide = [trace for trace in lanes.figure.data if trace.mode == "lines" and trace.line.width == 9]
    assert {tuple(trace.x[:2]) for trace in wide} == {("2021-03-01", "2021-03-31"), ("2019-01-01", "2019-12-31")}
    assert "Most recent: Région Bretagne, Mar 2021." in lanes.insight
    months = answer(coarse, "timeline_engagements", {"grain": "month"})
    assert {text for trace in months.figure.data for text in trace.customdata} == {"Mar 2021", "May 2020"}
    assert "1 more is not drawn" in months.insight
    drawn = answer(coarse, "regions_involvement").figure.to_json()
    assert "last contact Mar 2021" in drawn
    assert "31 Mar 2021" not in drawn


@pytest.mark.parametrize("name", ["timeline_engagements", "timeline_lanes"])
def test_the_time_axis_runs_to_the_capture(coarse: Path, name: str) -> None:
    figure = answer(coarse, name).figure
    first, last = figure.layout.xaxis.range
    assert first < "2019-01-02"
    assert last >= "2023-01-31"
    assert figure.layout.shapes[0].x0 == "2023-01-31"
    assert figure.layout.annotations[0].text == "last capture 31 Jan 2023"


def test_the_time_axis_ends_with_a_chosen_period(coarse: Path) -> None:
    figure = answer(coarse, "timeline_lanes", period="2018-01-01:2021-12-31").figure
    assert figure.layout.xaxis.range[0] < "2018-01-01"
    assert "2021-12-31" <= figure.layout.xaxis.range[1] < "2022-03-01"
    assert not figure.layout.shapes


def test_silence_is_drawn_from_the_last_contact_to_the_capture(real_warehouse: Path) -> None:
    lanes = answer(real_warehouse, "timeline_lanes")
    (silence,) = [trace for trace in lanes.figure.data if trace.line.dash == "dot"]
    assert set(silence.x[1::3]) == {"2025-02-28"}
    assert list(silence.x[0::3]) == [day.date().isoformat() for day in lanes.frame["last_contact"]]


def test_bars_stand_within_their_periods_and_count_every_engagement(demo_warehouse: Path) -> None:
    for grain, colour in product(("month", "quarter", "year"), ("kind", "relation_type", "channel")):
        shown = answer(demo_warehouse, "timeline_engagements", {"grain": grain, "colour": colour})
        placed = shown.frame["engagements"].sum() - shown.frame["unplaced"].sum()
        assert sum(sum(trace.y) for trace in shown.figure.data) == placed
        starts = {day.date() for day in shown.frame["period_start"].dropna()}
        middles = {dt.datetime.fromisoformat(x).date() for trace in shown.figure.data for x in trace.x}
        assert {day.replace(day=1) for day in starts} == starts
        assert len(middles) == len(starts)


@pytest.mark.parametrize(("period", "grain"), [("all", "quarter"), ("this-year", "month"), ("1950-01-01:", "year")])
def test_bars_are_as_fine_as_the_range_allows(demo_warehouse: Path, period: str, grain: str) -> None:
    assert answer(demo_warehouse, "timeline_engagements", period=period).chosen["grain"] == grain


def test_no_more_lanes_than_can_be_read_and_it_is_said(demo_warehouse: Path) -> None:
    lanes = answer(demo_warehouse, "timeline_lanes")
    assert len(lanes.figure.layout.yaxis.ticktext) == LANES < len(lanes.frame)
    assert f"The {LANES} most recent are drawn." in lanes.insight


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of a catalyst heard of in a year before the capture, and of one heard of after it too."""
    rows = [
        row("Ville de A", "Event 1 Mar 2021"),
        row("Ville de B", "Funding 1 May 2019 Event 1 Jun 2021 Event 1 Jul 2023"),
    ]
    return built(tmp_path_factory.mktemp("talkative"), page(*rows, declared=2, captured_on="2023-08-31"))


def test_silence_in_a_period_ends_with_it(talkative: Path) -> None:
    lanes = answer(talkative, "timeline_lanes", period="2021-01-01:2021-12-31")
    assert lanes.frame["silent_days"].tolist() == [213, 305]
    assert lanes.insight.startswith("Catalysts without a trace for over a year before 31 Dec 2021: 0 of 2.")
    (silence,) = [trace for trace in lanes.figure.data if trace.line.dash == "dot"]
    assert set(silence.x[1::3]) == {"2021-12-31"}
    later = answer(talkative, "timeline_lanes", period="2021-01-01:2030-12-31")
    assert later.frame["silent_days"].tolist() == [61, 913]
    assert "before 31 Aug 2023: 1 of 2." in later.insight


@pytest.mark.parametrize("name", ["timeline_lanes", "relationships_health"])
def test_silence_of_some_traces_is_not_said_to_be_of_all(talkative: Path, name: str) -> None:
    told = "Only traces of type funding count here: others may be newer."
    assert answer(talkative, name, relation_type="Funding").finding.endswith(told)
    assert told not in answer(talkative, name).finding
