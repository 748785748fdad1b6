"""The catalyst's side in a browser: from the network to one catalyst, to its organisations, and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics import catalyst
from tests.asking import view
from tests.browser.charts import chart_data, click_mark, expect_charts, expect_other_data
from tests.browser.driver import PAGES, Visitor, expect_text, expect_words, settle
from tests.browser.files import save_csv, save_png
from tests.browser.filters import search

ONE = ("timeline_engagements", "catalyst_regions", "catalyst_network")
REGION = "region-53"

pytestmark = pytest.mark.browser


def pick_first_row(page: Page, table: str) -> None:
    """Tick the first row of a table: its box is the first cell below the header."""
    settle(page)
    grid = page.locator(f".st-key-table-{table}").get_by_test_id("stDataFrame")
    grid.evaluate("grid => grid.scrollIntoView({block: 'center'})")
    grid.click(position={"x": 16, "y": 52})


def test_from_the_network_to_a_catalyst_and_back(visitor: Visitor, demo_warehouse: Path) -> None:
    page = visitor.open("/catalyst?dataset=demo")
    expect_charts(page, PAGES["/catalyst"])
    network = chart_data(page, "catalyst_network")
    click_mark(page, "catalyst_network", "catalyst=region-11")
    expect_words(page, {"dataset": ["demo"], "catalyst": ["region-11"]})
    expect_charts(page, ONE)
    expect_text(page, catalyst.sentence(view(demo_warehouse, catalyst="region-11")))
    expect_other_data(page, "catalyst_network", network)
    page.locator(".st-key-all-catalysts").get_by_role("button").click()
    expect_words(page, {"dataset": ["demo"]})
    expect_charts(page, PAGES["/catalyst"])


def test_a_catalyst_is_searched_from_any_page_and_stays_chosen(visitor: Visitor, demo_warehouse: Path) -> None:
    page = visitor.open("/timeline?dataset=demo")
    expect_charts(page, PAGES["/timeline"])
    search(page, "catalyst", "bretagne region", REGION)
    expect_words(page, {"dataset": ["demo"], "catalyst": [REGION]})
    page.get_by_role("link", name="Catalysts").click()
    expect_charts(page, ONE)
    expect_text(page, catalyst.sentence(view(demo_warehouse, catalyst=REGION)))


def test_rows_lead_to_the_organisation_and_from_there_to_its_catalysts(visitor: Visitor) -> None:
    page = visitor.open(f"/catalyst?dataset=demo&catalyst={REGION}")
    expect_charts(page, ONE)
    pick_first_row(page, "catalyst_organisations")
    page.wait_for_url(re.compile(r"/organisation\?"))
    expect_charts(page, PAGES["/organisation"])
    expect(page.get_by_role("heading", name="What does its page say?")).to_be_visible()
    pick_first_row(page, "organisation_catalysts")
    page.wait_for_url(re.compile(r"/catalyst\?.*catalyst="))
    expect_charts(page, ONE)


def test_the_network_is_taken_away_as_image_and_table(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/catalyst?dataset=demo&nodes=200")
    expect_charts(page, PAGES["/catalyst"])
    assert save_png(page, "catalyst_network", tmp_path).stat().st_size > 100_000
    text = save_csv(page, "catalyst_network", tmp_path).read_text(encoding="utf-8-sig")
    assert text.startswith("catalyst_id,catalyst,")
    assert len(text.splitlines()) > 200
