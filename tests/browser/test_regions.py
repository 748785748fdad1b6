"""Regional involvement in a browser: clicks that filter the page, how they are undone, white space, the portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analytics.charts.regions_silence import white_space
from tests.asking import ask, view
from tests.browser.charts import chart_data, click_mark, expect_charts, expect_data, expect_other_data, place_of, plot
from tests.browser.driver import PAGES, Visitor, back, expect_text, expect_words

MAP, YEARS, RANKING, PORTFOLIO = PAGES["/regions"][:4]
DEMO = "/regions?dataset=demo"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

pytestmark = pytest.mark.browser


def click(page: Page, chart: str, region: str) -> None:
    """Click the chart's first mark of a region."""
    click_mark(page, chart, f"region={region}")


def open_regions(visitor: Visitor, address: str = DEMO, **options: Any) -> Page:
    page = visitor.open(address, **options)
    expect_charts(page, PAGES["/regions"])
    return page


@pytest.mark.parametrize("chart", [MAP, YEARS, RANKING, PORTFOLIO])
def test_a_click_on_a_region_filters_the_page_and_can_be_undone(
    chart: str, visitor: Visitor, demo_warehouse: Path
) -> None:
    page = open_regions(visitor)
    before = {name: chart_data(page, name) for name in PAGES["/regions"]}
    click(page, chart, "53")
    expect_words(page, {"dataset": ["demo"], "region": ["53"]})
    for name, data in before.items():
        expect_other_data(page, name, data)
    expect_text(page, "Filtered to Bretagne")
    expect_text(page, view(demo_warehouse, region="53").sentence)
    page.locator(".st-key-undo-region").get_by_role("button").click()
    expect_words(page, {"dataset": ["demo"]})
    for name, data in before.items():
        expect_data(page, name, data)
    expect(page.locator(".st-key-undo-region")).to_have_count(0)


def test_the_same_region_again_undoes_it_and_another_takes_its_place(visitor: Visitor) -> None:
    page = open_regions(visitor)
    data = chart_data(page, MAP)
    for region, expected in (("53", ["53"]), ("53", []), ("53", ["53"]), ("11", ["11"])):
        click(page, MAP, region)
        expect_words(page, {"dataset": ["demo"], **({"region": expected} if expected else {})})
        data = expect_other_data(page, MAP, data)


def test_back_undoes_a_click(visitor: Visitor) -> None:
    page = open_regions(visitor)
    everything = chart_data(page, MAP)
    click(page, MAP, "84")
    expect_words(page, {"dataset": ["demo"], "region": ["84"]})
    expect_other_data(page, MAP, everything)
    back(page)
    expect_words(page, {"dataset": ["demo"]})
    expect_data(page, MAP, everything)


def test_a_finger_does_what_a_pointer_does(visitor: Visitor) -> None:
    page = open_regions(visitor, **PHONE)
    x, y = place_of(page, MAP, "region=53")
    page.touchscreen.tap(x, y)
    expect_words(page, {"dataset": ["demo"], "region": ["53"]})


def test_a_finger_scrolls_the_page_under_a_chart_that_can_be_clicked(visitor: Visitor) -> None:
    page = open_regions(visitor, **PHONE)
    x, y = place_of(page, MAP, "region=53")
    main = page.get_by_test_id("stMain")
    before = main.evaluate("main => main.scrollTop")
    finger = page.context.new_cdp_session(page)
    for kind, way in [("touchStart", 0), *(("touchMove", step) for step in range(20, 201, 20))]:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - way}]})
        page.wait_for_timeout(30)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert main.evaluate("main => main.scrollTop") > before + 100
    expect_words(page, {"dataset": ["demo"]})


def test_white_space_follows_the_thresholds_of_the_address(visitor: Visitor, demo_warehouse: Path) -> None:
    page = open_regions(visitor, f"{DEMO}&cooling=3&lapsed=6")
    regions = ask(demo_warehouse, "regions_involvement", cooling="3", lapsed="6")
    for sentence in white_space(regions, view(demo_warehouse, cooling="3", lapsed="6")):
        expect_text(page, sentence)
    expect(page.locator(".st-key-threshold-cooling").get_by_role("combobox")).to_have_value("3 months")


def test_an_organisation_stands_beside_the_portfolio_with_its_home_marked(
    visitor: Visitor, demo_warehouse: Path
) -> None:
    page = open_regions(visitor, f"{DEMO}&organisation=1000000")
    home = ask(demo_warehouse, "organisation_profile", {"profile": "1000000"})["region"].iloc[0]
    for chart in (RANKING, PORTFOLIO):
        expect(plot(page, chart).locator(".ytick text", has_text="⌂")).to_have_text([f"{home} ⌂"])
    marks = plot(page, PORTFOLIO).locator(".textpoint")
    expect(marks).to_have_count(18)
