"""Two to four organisations or periods side by side."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from analytics.charts import CHARTS
from tests.asking import searched
from tests.browser.charts import chart_data, click_mark, expect_charts, plot
from tests.browser.driver import Visitor, expect_text, expect_words, words
from tests.browser.files import save_csv, save_png
from tests.browser.filters import search

CHART = "timeline_engagements"
TWO_YEARS = "compare=period:2023-01-01:2023-12-31&compare=period:2024-01-01:2024-12-31"

pytestmark = pytest.mark.browser


def sides(chart: str, count: int) -> list[str]:
    return [f"{chart}-{place}" for place in range(count)]


def axis_end(page: Page, chart: str) -> float:
    layout = page.locator(f".st-key-chart-{chart} .js-plotly-plot").evaluate("plot => plot.layout.yaxis.range[1]")
    return float(layout)


def test_without_a_choice_the_last_twelve_months_stand_beside_those_before(visitor: Visitor) -> None:
    page = visitor.open("/compare")
    expect_charts(page, [*sides(CHART, 2), *sides("timeline_lanes", 2)])
    expect_text(page, "From 29 Feb 2024 to 28 Feb 2025")
    expect_text(page, "From 1 Mar 2023 to 28 Feb 2024")


def test_a_link_reopens_a_comparison_on_common_scales(visitor: Visitor) -> None:
    page = visitor.open(f"/compare?dataset=demo&{TWO_YEARS}")
    expect_charts(page, [*sides(CHART, 2), *sides("timeline_lanes", 2)])
    totals = [sum(sum(trace["y"]) for trace in json.loads(chart_data(page, name))) for name in sides(CHART, 2)]
    assert totals[0] != totals[1]
    assert len({axis_end(page, name) for name in sides(CHART, 2)}) == 1


def test_organisations_are_chosen_and_stand_in_the_address(visitor: Visitor, demo_warehouse: Path) -> None:
    code, name = list(searched(demo_warehouse, "organisation").items())[100]
    page = visitor.open("/compare?dataset=demo&topic=sectors")
    expect_charts(page, [*sides("sectors_mix", 2), *sides("sectors_by_year", 2), *sides("sectors_diversity", 2)])
    page.locator(".st-key-pick-by").get_by_role("radio", name="Organisations").click()
    expect_words(page, {"dataset": ["demo"], "topic": ["sectors"], "by": ["organisation"]})
    search(page, "organisation", name, code, box="side", popover="compare-organisation")
    expect_charts(page, [*sides("sectors_mix", 3), *sides("sectors_by_year", 3), *sides("sectors_diversity", 3)])
    expect_text(page, name)
    assert words(page)["compare"][2:] == [f"organisation:{code}"]


def test_one_side_alone_asks_for_another(visitor: Visitor) -> None:
    page = visitor.open("/compare?compare=period:all&compare=period:nonsense")
    expect_text(page, "Choose at least two to compare.")
    expect_text(page, "compare=period:nonsense")
    expect(page.locator(".plot")).to_have_count(0)


def test_one_image_and_one_table_hold_all_sides(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open(f"/compare?dataset=demo&{TWO_YEARS}")
    expect_charts(page, [*sides(CHART, 2), *sides("timeline_lanes", 2)])
    with Image.open(save_png(page, CHART, tmp_path)) as image:
        assert image.size == (2560, 1440)
        assert "from 1 Jan 2023 to 31 Dec 2023" in image.text["Description"]
        assert "from 1 Jan 2024 to 31 Dec 2024" in image.text["Description"]
    with save_csv(page, CHART, tmp_path).open(encoding="utf-8-sig", newline="") as file:
        assert {row["side"] for row in csv.DictReader(file)} == {
            "From 1 Jan 2023 to 31 Dec 2023",
            "From 1 Jan 2024 to 31 Dec 2024",
        }


def test_sides_stand_under_each_other_on_a_phone(visitor: Visitor) -> None:
    page = visitor.open("/compare", viewport={"width": 390, "height": 844})
    expect_charts(page, [*sides(CHART, 2), *sides("timeline_lanes", 2)])
    first, second = (page.locator(f".st-key-chart-{name}").bounding_box() for name in sides(CHART, 2))
    assert first is not None
    assert second is not None
    assert second["y"] > first["y"] + first["height"]


@pytest.mark.parametrize("topic", ["timeline", "regions"])
def test_plots_are_as_high_on_every_side_and_start_in_one_row(visitor: Visitor, topic: str) -> None:
    four = "&".join(f"compare=period:{year}-01-01:{year}-12-31" for year in range(2021, 2025))
    page = visitor.open(f"/compare?dataset=demo&topic={topic}&{four}", viewport={"width": 1440, "height": 900})
    for chart in [name for name in CHARTS if name.startswith(f"{topic}_")]:
        for name in sides(chart, 4):
            chart_data(page, name)
        shown = page.locator(f"[class*='st-key-chart-{chart}-'] .plot")
        expect(shown).to_have_count(4)
        sizes = shown.evaluate_all(
            "plots => plots.map(plot => [plot.getBoundingClientRect().top, plot._fullLayout._size.h].map(Math.round))"
        )
        assert len({tuple(size) for size in sizes}) == 1, (chart, sizes)
        assert page.locator(f"[class*='st-key-chart-{chart}-'] .legend li").count() == 0


@pytest.mark.parametrize("size", [1024, 1280])
def test_four_sides_stand_two_and_two_where_one_row_would_be_too_narrow(visitor: Visitor, size: int) -> None:
    four = "&".join(f"compare=period:{year}-01-01:{year}-12-31" for year in range(2021, 2025))
    page = visitor.open(f"/compare?dataset=demo&{four}", viewport={"width": size, "height": 900})
    for name in sides(CHART, 4):
        chart_data(page, name)
    places = page.locator(f"[class*='st-key-chart-{CHART}-'] .plot").evaluate_all(
        "plots => plots.map(plot => plot.getBoundingClientRect()).map(({left, width}) => [left, width].map(Math.round))"
    )
    assert len({width for _left, width in places}) == 1
    assert [left for left, _width in places] == [places[0][0], places[1][0]] * 2
    assert places[1][0] > places[0][0]


def test_names_of_sides_are_folded_once(visitor: Visitor) -> None:
    page = visitor.open("/compare?dataset=demo&topic=sectors", viewport={"width": 1024, "height": 900})
    for name in sides("sectors_mix", 2):
        chart_data(page, name)
        written = plot(page, name).locator(".ytick text").all_text_contents()
        assert written
        assert not [text for text in written if "<" in text]


def shown(page: Page, name: str) -> set[str]:
    """Return the names of what a chart shows."""
    return {trace["name"] for trace in json.loads(chart_data(page, name))}


def test_a_click_on_one_side_filters_all_and_is_undone(visitor: Visitor) -> None:
    page = visitor.open(f"/compare?dataset=demo&grain=year&{TWO_YEARS}")
    expect_charts(page, [*sides(CHART, 2), *sides("timeline_lanes", 2)])
    start = words(page)
    click_mark(page, f"{CHART}-0", "kind=state&period=2023-01-01:2023-12-31")
    expect_words(page, {**start, "kind": ["state"]})
    expect_charts(page, [*sides(CHART, 2), *sides("timeline_lanes", 2)])
    for name in sides(CHART, 2):
        for _ in range(100):  # charts are changed in place, one after the other
            if shown(page, name) == {"State bodies"}:
                break
            page.wait_for_timeout(200)
        assert shown(page, name) == {"State bodies"}
    page.locator(".st-key-undo-kind").get_by_role("button").click()
    expect_words(page, start)


def test_rows_behind_a_comparison_are_those_of_each_side(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open(f"/compare?dataset=demo&{TWO_YEARS}")
    expect_charts(page, [*sides(CHART, 2), *sides("timeline_lanes", 2)])
    page.locator(f".st-key-rows-{CHART}").get_by_role("button").click()
    for place, year in enumerate(("2023", "2024")):
        with save_csv(page, f"table-behind-{CHART}-{place}", tmp_path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert {row["engaged_on"][:4] for row in rows} == {year}
        assert {f"{year}-01-01" <= row["engaged_on"] for row in rows} == {True}
