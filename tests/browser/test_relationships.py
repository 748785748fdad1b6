"""Who deserves a call: thresholds in the address, lanes, the table beside them, and what can be taken away."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import Page, expect

from analytics.charts.relationships_lanes import LANES
from tests.asking import answer
from tests.browser.charts import chart_data, expect_charts, expect_other_data
from tests.browser.driver import PAGES, Visitor, expect_text, expect_words
from tests.browser.files import keep, save_csv, save_png

CHART = "relationships_health"
DEMO = "/relationships?dataset=demo"

pytestmark = pytest.mark.browser


def open_board(visitor: Visitor, address: str = "/relationships") -> Page:
    page = visitor.open(address)
    expect_charts(page, PAGES["/relationships"])
    return page


def set_months(page: Page, name: str, months: int) -> None:
    page.locator(f".st-key-threshold-{name}").get_by_role("combobox").click()
    page.get_by_role("option", name=f"{months} months", exact=True).click()


def save_calendar(page: Page, folder: Path) -> list[str]:
    with page.expect_download() as download:
        page.locator(f".st-key-ics-{CHART}").get_by_role("button").click()
    saved = keep(download.value, folder)
    assert saved.suffix == ".ics"
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(saved.read_bytes()).walk("VEVENT")]


def test_the_page_says_who_to_call_and_why_in_this_order(visitor: Visitor, real_warehouse: Path) -> None:
    page = open_board(visitor)
    expect_text(page, answer(real_warehouse, CHART).insight)
    expect_text(page, "The order: first those without a trace for 12 months.")
    expect(page.locator(f".st-key-chart-{CHART} .ytick")).to_have_count(10)
    expect(page.get_by_role("region", name="Every relation, in the order of the calls")).to_be_visible()


def test_thresholds_are_set_on_the_page_and_stand_in_the_address(visitor: Visitor, real_warehouse: Path) -> None:
    page = open_board(visitor)
    data = chart_data(page, CHART)
    set_months(page, "cooling", 3)
    expect_words(page, {"cooling": ["3"]})
    data = expect_other_data(page, CHART, data)
    set_months(page, "lapsed", 6)
    expect_words(page, {"cooling": ["3"], "lapsed": ["6"]})
    expect_other_data(page, CHART, data)
    expect_text(page, answer(real_warehouse, CHART, cooling="3", lapsed="6").insight)
    set_months(page, "lapsed", 24)
    expect_words(page, {"cooling": ["3"]})


def test_thresholds_that_mean_nothing_are_said_and_left_out(visitor: Visitor, real_warehouse: Path) -> None:
    page = open_board(visitor, "/relationships?cooling=30&lapsed=24")
    expect_text(page, "cooling=30 has to be fewer months than lapsed=24")
    expect_text(page, answer(real_warehouse, CHART).insight)


def test_four_hundred_catalysts_are_read_as_lanes_of_the_first_and_as_bars_of_all(
    visitor: Visitor, demo_warehouse: Path
) -> None:
    page = open_board(visitor, DEMO)
    expect(page.locator(f".st-key-chart-{CHART} .ytick")).to_have_count(LANES)
    data = chart_data(page, CHART)
    page.locator(".st-key-pick-board").get_by_role("radio", name="Kinds of catalyst").click()
    bars = json.loads(expect_other_data(page, CHART, data))
    expect_words(page, {"dataset": ["demo"], "board": ["kinds"]})
    assert (
        sum(int(text) for trace in bars for text in trace["text"] if text)
        == len(answer(demo_warehouse, CHART).frame)
        > 400
    )


def test_what_is_taken_away_says_the_same(visitor: Visitor, demo_warehouse: Path, tmp_path: Path) -> None:
    page = open_board(visitor, f"{DEMO}&cooling=6&kind=state")
    shown = answer(demo_warehouse, CHART, cooling="6", kind="state")
    with Image.open(save_png(page, CHART, tmp_path)) as image:
        assert image.text["Filters"] == "kind=state&cooling=6&lang=en&dataset=demo"
        assert image.text["Insight"] == shown.insight
    with save_csv(page, f"table-{CHART}", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["catalyst_id"] for row in rows] == shown.frame["catalyst_id"].tolist()
    known = shown.frame[shown.frame["health"] != "unknown"]["catalyst"].tolist()
    assert sorted(summary.split(": no trace since")[0] for summary in save_calendar(page, tmp_path)) == sorted(known)


def test_french(visitor: Visitor, tmp_path: Path) -> None:
    page = open_board(visitor, "/relationships?lang=fr")
    expect_text(page, "À appeler en premier\u00a0: Ministère de l'Intérieur, aucune trace depuis le 13 juin 2023.")
    assert "Ministère de la Culture\u00a0: aucune trace depuis le 28 févr. 2025" in save_calendar(page, tmp_path)
