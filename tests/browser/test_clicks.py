"""A click on a mark filters the page, which says so, and leads to the rows behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.asking import view
from tests.browser.driver import PAGES, Visitor, click_mark, expect_charts, expect_text, expect_words, settle

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "chart", "word"),
    [
        ("/timeline", "timeline_engagements", "kind=regional_authority"),
        ("/timeline", "timeline_engagements", "relation_type=Other"),
        ("/sectors", "sectors_mix", "sector_group=finance"),
        ("/sectors", "sectors_by_year", "sector_group=public"),
        ("/", "sectors_mix", "sector_group=international"),
        ("/timeline", "timeline_lanes", "catalyst=region-11"),
        ("/relationships", "relationships_health", "catalyst=region-11"),
    ],
)
def test_a_click_filters_and_is_undone(
    visitor: Visitor, real_warehouse: Path, address: str, chart: str, word: str
) -> None:
    dimension, code = word.split("=")
    colour = "relation_type" if dimension == "relation_type" else "kind"
    start = {"lang": ["en"], "colour": [colour]}
    page = visitor.open(f"{address}?lang=en&colour={colour}")
    expect_charts(page, PAGES[address])
    click_mark(page, chart, word)
    expect_words(page, {**start, dimension: [code]})
    expect_text(page, view(real_warehouse, **{dimension: code}).sentence)
    expect_text(page, "Filtered to")
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
