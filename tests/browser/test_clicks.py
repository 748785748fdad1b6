"""A click on a mark filters the page, which says so, and leads to the rows behind it."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TimedOut

from analytics.filters import words_of
from tests.asking import ask, view
from tests.browser.charts import chart_data, click_mark, expect_charts, plot
from tests.browser.driver import PAGES, Visitor, back, expect_text, expect_words, settle
from tests.browser.files import save_csv

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "chart", "word"),
    [
        ("/timeline", "timeline_engagements", "kind=regional_authority&period=2024-01-01:2024-12-31"),
        ("/timeline", "timeline_engagements", "relation_type=Other&period=2024-01-01:2024-12-31"),
        ("/sectors", "sectors_mix", "sector_group=finance"),
        ("/sectors", "sectors_by_year", "sector_group=public&period=2022-01-01:2022-12-31"),
        ("/sectors", "sectors_diversity", "period=2022-01-01:2022-12-31"),
        ("/", "sectors_mix", "sector_group=international"),
        ("/timeline", "timeline_lanes", "catalyst=region-11"),
        ("/relationships", "relationships_health", "catalyst=region-11"),
    ],
)
def test_a_click_filters_and_is_undone(
    visitor: Visitor, real_warehouse: Path, address: str, chart: str, word: str
) -> None:
    filters = words_of(word)
    dimension = next(iter(filters))
    colour = "relation_type" if dimension == "relation_type" else "kind"
    start = {"lang": ["en"], "colour": [colour], "grain": ["year"]}
    page = visitor.open(f"{address}?lang=en&colour={colour}&grain=year")
    expect_charts(page, PAGES[address])
    click_mark(page, chart, word)
    expect_words(page, {**start, **filters})
    expect_text(page, view(real_warehouse, **filters).sentence)
    expect(page.locator(".st-key-filtered")).to_contain_text("From 1 Jan" if dimension == "period" else "Filtered to")
    settle(page)
    page.locator(f".st-key-undo-{dimension}").get_by_role("button").click()
    expect_words(page, start)


def test_the_rows_behind_a_mark_are_one_click_further(visitor: Visitor) -> None:
    page = visitor.open("/sectors?lang=en")
    expect_charts(page, PAGES["/sectors"])
    click_mark(page, "sectors_mix", "sector_group=finance")
    expect_text(page, "Filtered to")
    settle(page)
    page.locator(".st-key-rows-behind").get_by_text("Rows behind this page").click()
    expect(page.get_by_role("heading", name="Engagements in this view")).to_be_visible()
    expect_charts(page, PAGES["/sectors"])


IN_SIGHT_AND_STILL = """async part => {
    part.scrollIntoView({block: 'center'});
    let before;
    do {  // charts above it that come into sight are drawn, and move it
        before = part.getBoundingClientRect().top;
        await new Promise(resolve => setTimeout(resolve, 300));
    } while (part.getBoundingClientRect().top !== before);
}"""


def undo(page: Page, name: str) -> None:
    settle(page)
    page.locator(f".st-key-undo-{name}").get_by_role("button").click()


def test_undo_puts_back_the_filter_that_a_click_took_the_place_of(visitor: Visitor) -> None:
    kinds = ["departement", "media", "state"]
    start = {"dataset": ["demo"], "kind": kinds, "period": ["2020-01-01:"], "grain": ["year"]}
    page = visitor.open("/timeline?dataset=demo&period=2020-01-01:&grain=year&kind=" + "&kind=".join(kinds))
    expect_charts(page, PAGES["/timeline"])
    mark = "kind=state&period=2023-01-01:2023-12-31"
    for way_back in ("undo", "the same mark", "back"):
        click_mark(page, "timeline_engagements", mark)
        expect_words(page, {**start, **words_of(mark)})
        expect(page.locator(".st-key-filtered")).to_contain_text("Filtered to State bodies, from 1 Jan 2023")
        if way_back == "undo":
            undo(page, "kind")
        elif way_back == "back":
            back(page)
        else:
            expect_charts(page, PAGES["/timeline"])
            click_mark(page, "timeline_engagements", mark)
        expect_words(page, start)
        expect(page.locator(".st-key-filtered")).to_contain_text("Since 1 Jan 2020")
        expect_charts(page, PAGES["/timeline"])


def test_filters_that_nobody_clicked_are_told_and_can_be_removed(visitor: Visitor) -> None:
    page = visitor.open("/timeline?organisation=89998&period=2023-01-01:&kind=state")
    expect_charts(page, PAGES["/timeline"])
    for name, rest in (("period", ["organisation", "kind"]), ("organisation", ["kind"]), ("kind", [])):
        undo(page, name)
        expect(page.locator(f".st-key-undo-{name}")).to_have_count(0)
        for other in rest:
            expect(page.locator(f".st-key-undo-{other}")).to_have_count(1)
    expect_words(page, {})


def test_the_rows_behind_a_bar_are_those_it_counts(visitor: Visitor, demo_warehouse: Path, tmp_path: Path) -> None:
    page = visitor.open("/timeline?dataset=demo&grain=year")
    expect_charts(page, PAGES["/timeline"])
    mark = "kind=state&period=2023-01-01:2023-12-31"
    click_mark(page, "timeline_engagements", mark)
    expect(page.locator(".st-key-filtered")).to_contain_text("State bodies, from 1 Jan 2023 to 31 Dec 2023")
    settle(page)
    page.locator(".st-key-rows-behind").get_by_text("Rows behind this page").click()
    expect(page.get_by_role("heading", name="Engagements in this view")).to_be_visible()
    with save_csv(page, "table-view_rows", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    by_year = ask(demo_warehouse, "timeline_engagements", {"grain": "year", "colour": "kind"})
    bar = by_year[(by_year["category"] == "state") & (by_year["period_start"] == "2023-01-01")]
    assert [len(rows)] == bar["engagements"].tolist()
    assert {row["kind"] for row in rows} == {"state"}
    assert {row["engaged_on"][:4] for row in rows} == {"2023"}


def test_a_bar_of_kinds_leads_to_the_catalysts_of_the_kind(visitor: Visitor) -> None:
    page = visitor.open("/relationships?dataset=demo&board=kinds")
    expect_charts(page, PAGES["/relationships"])
    click_mark(page, "relationships_health", "kind=media&board=lanes")
    expect_words(page, {"dataset": ["demo"], "kind": ["media"], "board": ["lanes"]})
    undo(page, "kind")
    expect_words(page, {"dataset": ["demo"], "board": ["kinds"]})


def test_a_row_can_be_picked_undone_and_picked_again(visitor: Visitor) -> None:
    page = visitor.open("/regions?dataset=demo")
    expect_charts(page, PAGES["/regions"])
    for _time in range(2):
        grid = page.locator(".st-key-table-regions_involvement").get_by_test_id("stDataFrame")
        settle(page)
        grid.evaluate(IN_SIGHT_AND_STILL)
        for _again in range(3):  # a grid that is there may not listen yet
            grid.click(position={"x": 16, "y": 52})
            with suppress(TimedOut):
                page.locator(".st-key-undo-region").wait_for(timeout=10_000)
                break
        expect(page.locator(".st-key-undo-region")).to_be_visible()
        undo(page, "region")
        expect_words(page, {"dataset": ["demo"]})


def test_a_region_without_a_trace_leaves_the_map_to_choose_another(visitor: Visitor) -> None:
    page = visitor.open("/regions")
    expect_charts(page, PAGES["/regions"])
    click_mark(page, "regions_involvement", "region=53")
    expect_words(page, {"region": ["53"]})
    expect(page.get_by_role("heading", name="Nothing matches these filters")).to_be_visible()
    expect_charts(page, ["regions_involvement", "regions_by_year"])
    for button in ("filter-organisation", "filter-more", "csv-regions_involvement"):
        expect(page.locator(f".st-key-{button}").get_by_role("button").first).to_be_enabled()
    click_mark(page, "regions_involvement", "region=11")
    expect_words(page, {"region": ["11"]})
    undo(page, "region")
    expect_words(page, {"region": ["53"]})
    undo(page, "region")
    expect_words(page, {})
    expect(plot(page, "regions_ranking")).to_be_visible()


def test_the_keyboard_goes_from_mark_to_mark_and_filters(visitor: Visitor) -> None:
    page = visitor.open("/sectors?lang=en")
    expect_charts(page, PAGES["/sectors"])
    chart = plot(page, "sectors_mix")
    chart.focus()
    said = page.locator(".st-key-chart-sectors_mix .said")
    heard = []
    for _step in range(2):
        page.keyboard.press("ArrowDown")
        expect(said).not_to_have_text(heard[-1] if heard else "")
        heard.append(said.inner_text())
    ids = [mark for trace in json.loads(chart_data(page, "sectors_mix")) for mark in trace["ids"] if mark]
    page.keyboard.press("Enter")
    expect_words(page, {"lang": ["en"], **words_of(ids[1])})
    assert heard[0] != heard[1]


def test_a_search_that_is_opened_by_keyboard_can_be_written_into_at_once(visitor: Visitor) -> None:
    page = visitor.open("/timeline?dataset=demo")
    expect_charts(page, PAGES["/timeline"])
    for _again in range(2):
        settle(page)
        page.locator(".st-key-filter-organisation").get_by_role("button").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-search-organisation").get_by_role("searchbox")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".st-key-search-organisation")).to_have_count(0)
