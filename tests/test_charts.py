"""Every chart on real, synthetic and no data: what it draws and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics import i18n
from tests.asking import CHART_CASES, answer, page, row

Build = Callable[[Mapping[str, str]], Path]


@pytest.mark.parametrize("warehouse", ["real_warehouse", "demo_warehouse", "empty_warehouse"])
@pytest.mark.parametrize(("name", "chosen"), CHART_CASES, ids=str)
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


@pytest.mark.parametrize(("name", "chosen"), CHART_CASES, ids=str)
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
