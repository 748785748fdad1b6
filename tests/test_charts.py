"""Every chart on real, synthetic and no data: what it draws, what it says, and what it must never show."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics import i18n
from analytics.charts import CHARTS
from analytics.charts.timeline import LANES
from tests.asking import answer, built, page, row, view
from tests.strings import strings

Build = Callable[[Mapping[str, str]], Path]
CASES = [
    (chart.name, dict(zip(chart.choices, codes, strict=True)))
    for chart in CHARTS.values()
    for codes in product(*(choice.options for choice in chart.choices.values()))
]


@pytest.mark.parametrize("warehouse", ["real_warehouse", "demo_warehouse", "empty_warehouse"])
@pytest.mark.parametrize(("name", "chosen"), CASES, ids=str)
def test_every_chart_draws_and_speaks(
    request: pytest.FixtureRequest, warehouse: str, name: str, chosen: dict[str, str]
) -> None:
    shown = answer(request.getfixturevalue(warehouse), name, chosen)
    assert shown.chosen == chosen
    drawing = json.loads(shown.figure.to_json())
    go.Figure(drawing)  # raises for an attribute that plotly does not have
    assert drawing["data"] or drawing["layout"]["annotations"]
    for words in (shown.title, shown.insight):
        assert words.strip() == words != ""
        assert not re.search(r"[{}]|\bnan\b|None|NaT|  ", words)
    assert shown.insight.endswith(".")
    assert not shown.title.endswith(".")


@pytest.mark.parametrize(("name", "chosen"), CASES, ids=str)
def test_every_chart_draws_in_french(real_warehouse: Path, name: str, chosen: dict[str, str]) -> None:
    with i18n.use("fr"):
        shown = answer(real_warehouse, name, chosen)
        assert go.Figure(json.loads(shown.figure.to_json())).layout.template.layout.separators == ", "
        assert shown.insight.endswith(".")


def test_words_that_are_no_choice_are_left_alone_and_wrong_values_fall_back(real_warehouse: Path) -> None:
    shown = answer(real_warehouse, "sectors_mix", {"level": "galaxy", "grain": "month"})
    assert shown.chosen == {"level": "sector_group", "counting": "whole"}


def test_csv_repeats_the_view_beside_every_row(real_warehouse: Path) -> None:
    shown = answer(real_warehouse, "regions_involvement", region="11")
    header, *lines = shown.csv().decode("utf-8-sig").splitlines()
    assert header.endswith("home,title,filters,coverage,source,capture,caution,synthetic,choices,counting")
    assert len(lines) == 18
    assert all("10 of 14 catalysts captured." in line and shown.view.sentence in line for line in lines)


def test_file_names_say_what_and_when(real_warehouse: Path) -> None:
    shown = answer(real_warehouse, "sectors_mix", {"counting": "split"}, organisation="89998", period="2024-01-01:")
    assert shown.file_name("csv") == (  # the longest word gives way first
        "catalyst-atlas_sectors-mix_sector-group_split_association-des-centres-culturels"
        "_2024-01-01_open_captured-2025-02-28.csv"
    )
    assert shown.png["filename"].endswith("_captured-2025-02-28.png")


def test_image_carries_what_its_view_says(demo_warehouse: Path) -> None:
    shown = answer(demo_warehouse, "data_coverage", region="11")
    assert (shown.png["badge"], shown.png["subtitle"]) == ("Synthetic data", shown.view.sentence)
    assert shown.view.coverage in shown.png["caption"]
    assert shown.png["metadata"]["Filters"] == "region=11&lang=en"
    assert shown.png["metadata"]["Insight"] == shown.insight


# What is said of the real page


@pytest.mark.parametrize(
    ("name", "chosen", "sentence"),
    [
        ("timeline_engagements", {}, "11 dated engagements: most in Feb 2025, with 3."),
        (
            "timeline_engagements",
            {"grain": "quarter"},
            "11 dated engagements: most in Q1 2025, with 3.",
        ),
        (
            "timeline_engagements",
            {"grain": "year"},
            "11 dated engagements: most in 2022, 2024 and 2025, with 3 each.",
        ),
        (
            "timeline_lanes",
            {},
            "Catalysts without a trace for over a year before 28 Feb 2025: 4 of 10. Most recent: Ministère de la "
            "Culture, 28 Feb 2025.",
        ),
        (
            "sectors_mix",
            {},
            "Public administration & security comes first with 6 of 10 catalysts. 2 give no sector. Catalysts of "
            "several sectors count once in each: the bars add up to 11, for 10 distinct catalysts.",
        ),
        (
            "sectors_mix",
            {"level": "sector"},
            "Government Administration comes first with 6 of 10 catalysts. 2 give no sector. Catalysts of several "
            "sectors count once in each: the bars add up to 16, for 10 distinct catalysts.",
        ),
        (
            "sectors_mix",
            {"level": "sector", "counting": "split"},
            "Government Administration comes first with 3.5 of 10 catalysts. 2 give no sector.",
        ),
        (
            "sectors_by_year",
            {},
            "In 2025, the last year with a date, most active: Public administration & security (2 of 3).",
        ),
        (
            "regions_involvement",
            {},
            "5 of 18 regional authorities have left a trace. Of 13 nothing can be said, because the capture is "
            "incomplete.",
        ),
        (
            "regions_by_year",
            {},
            "2022 has traces of the most regional authorities: 3 of 18. “?”: the capture is incomplete, nothing can be "
            "said.",
        ),
        ("regions_other_authorities", {}, "3 other public authorities: State bodies (3)."),
        ("data_coverage", {}, "71% of the catalysts that the pages announce were captured: 10 of 14."),
    ],
)
def test_insights_of_the_real_page(real_warehouse: Path, name: str, chosen: dict[str, str], sentence: str) -> None:
    found = answer(real_warehouse, name, chosen)
    caution = "Only 71% of the announced catalysts are captured: averages and rankings may change."
    assert found.insight == (f"{sentence} {caution}" if found.chart.ranks else sentence)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("timeline_engagements", "No engagement in this view is dated."),
        ("timeline_lanes", "No catalyst in this view."),
        ("sectors_mix", "No catalyst in this view."),
        ("sectors_by_year", "No engagement in this view is dated."),
        ("regions_by_year", "No dated trace of a regional authority in this view."),
        ("regions_other_authorities", "No other public authority in this view."),
    ],
)
def test_a_chart_of_nothing_is_a_sentence(real_warehouse: Path, name: str, sentence: str) -> None:
    shown = answer(real_warehouse, name, period="1990-01-01:1990-12-31")
    assert shown.insight == sentence
    assert [note.text for note in shown.figure.layout.annotations] == ["<br>".join(_wrapped(sentence))]
    assert not shown.figure.data


def _wrapped(sentence: str) -> Iterator[str]:
    while sentence:
        cut = len(sentence) if len(sentence) <= 44 else sentence.rindex(" ", 0, 45)
        yield sentence[:cut]
        sentence = sentence[cut:].lstrip()


def test_one_engagement_and_ties(warehouse_of: Build) -> None:
    one = page(row("Ville de A", "Event 1 Mar 2021"), row("Ville de B", tweets="2"), captured_on="2021-05-01")
    path = warehouse_of({"1-a.txt": one})
    assert answer(path, "timeline_engagements").finding == (
        "1 dated engagement: most in Mar 2021, with 1. 1 more is not drawn: its date is not given, or known less "
        "finely than by month."
    )
    assert answer(path, "timeline_lanes").finding == (
        "Catalysts without a trace for over a year before 1 May 2021: 0 of 2. Most recent: Ville de A, 1 Mar 2021. "
        "1 has no date and no lane."
    )
    assert answer(path, "sectors_mix").insight.startswith("2 catalysts. 2 give no sector. How complete")
    assert answer(path, "data_coverage").insight == "No page in this view announces a number of catalysts."


# Time


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


# Sectors and regions


def test_catalysts_without_a_sector_are_a_bar_of_their_own_however_rare(demo_warehouse: Path) -> None:
    for level in ("sector", "sector_group"):
        (bars,) = answer(demo_warehouse, "sectors_mix", {"level": level}).figure.data
        assert bars.marker.pattern.shape[list(bars.y).index("none")] == "/"


def test_regions_differ_in_words_and_pattern_not_in_colour_alone(real_warehouse: Path) -> None:
    for map_, labels in (("tiles", {"IDF ⌂<br><b>1</b><br>2025", "BRE<br>?"}), ("outline", {"<b>1</b>", "?"})):
        figure = answer(real_warehouse, "regions_involvement", {"map": map_}).figure
        texts = [text for trace in figure.data if trace.mode == "text" for text in trace.text]
        assert len(texts) == 18
        assert labels <= set(texts)
        unknown = [trace for trace in figure.data if trace.name == "Not knowable (incomplete capture)"]
        assert [trace.fillpattern.shape for trace in unknown] == ["/"]


def test_a_cell_for_every_region_and_year(real_warehouse: Path) -> None:
    shown = answer(real_warehouse, "regions_by_year")
    heatmap, *labels = shown.figure.data
    assert np.shape(heatmap.z) == (18, 4)
    assert sum(len(trace.text) for trace in labels) == 18 * 4
    assert {text for trace in labels for text in trace.text} == {"1", "?"}


# Hostile names

BOLD, LINK, FORMULA, TEX = "<b>x</b>", "[a](http://x)", "=cmd", "$x^2$"
BACKWARDS = "\u202e\u2066evil\u2069"
HOSTILE = [BOLD, FORMULA, TEX, LINK, "N" * 300, BACKWARDS, "&lt;u&gt;", "Ville de <a href='http://x'>y</a>", "%{y}"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of one organisation, catalysts and relation types with hostile names."""
    rows = [row(catalyst, "<u>Rel</u> 1 Mar 2021 2 May 2022", tweets="2") for catalyst in HOSTILE]
    text = page(*rows, declared=20, captured_on="2023-01-31", name=BOLD + BACKWARDS)
    return built(tmp_path_factory.mktemp("hostile"), text)


OURS = re.compile(r"</?b>|<br>|</?extra>|<extra></extra>")


@pytest.mark.parametrize(("name", "chosen"), CASES, ids=str)
def test_hostile_names_are_shown_as_they_stand_and_do_nothing(hostile: Path, name: str, chosen: dict[str, str]) -> None:
    shown = answer(hostile, name, chosen)
    for text in strings(json.loads(shown.figure.to_json())):
        assert BOLD not in text
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
        assert "<" not in OURS.sub("", text)
    assert all(len(text) <= 45 for axis in ("xaxis", "yaxis") for text in shown.figure.layout[axis].ticktext or ())


def test_hostile_names_are_all_there(hostile: Path) -> None:
    names = set(answer(hostile, "timeline_lanes").figure.layout.yaxis.ticktext)
    assert {"&lt;b&gt;x&lt;/b&gt;", "=cmd", "$x^2$", "a", "&amp;lt;u&amp;gt;", "evil", "%{y}"} <= names
    assert any(re.fullmatch("N{20,43}…", name) for name in names)
    assert b"'=cmd" in answer(hostile, "timeline_lanes").csv()
    assert view(hostile).facts.catalysts == len(HOSTILE)


# Silence in a period, and of some traces only


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
