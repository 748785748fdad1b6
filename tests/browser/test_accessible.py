"""Every page for those who see little, hear a page, or have no pointer: axe-core's rules, and the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import findings
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor, expect_words, follow
from tests.browser.files import keep

EVERY_PAGE = (*PAGES, "/compare", "/report")
pytestmark = pytest.mark.browser


def settle(page: Page, address: str) -> None:
    """Wait until a page stands still."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if address in PAGES:
        expect_charts(page, PAGES[address])
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


@pytest.mark.parametrize(("mode", "language", "width"), [("light", "en", 1280), ("dark", "fr", 390)])
def test_axe_finds_nothing_on_any_page(visitor: Visitor, mode: str, language: str, width: int) -> None:
    page = visitor.open(f"/?lang={language}", color_scheme=mode, viewport={"width": width, "height": 900})
    expect(page.locator("html")).to_have_attribute("lang", language)
    found: list[str] = []
    for address in EVERY_PAGE:
        if address != "/":
            follow(page, address)
        settle(page, address)
        found += [f"{address}: {finding}" for finding in findings(page)]
    assert found == []


def press_tab_until(page: Page, selector: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => Boolean(document.activeElement.closest(selector))", selector):
            return
    raise AssertionError(f"{selector} cannot be reached in {most} steps")


def test_a_choice_and_a_download_without_a_pointer(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/timeline?lang=en")
    settle(page, "/timeline")
    press_tab_until(page, ".st-key-pick-colour")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect_words(page, {"lang": ["en"], "colour": ["relation_type"]})
    settle(page, "/timeline")
    press_tab_until(page, ".st-key-csv-timeline_engagements")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert keep(download.value, tmp_path).stat().st_size > 100


def test_a_figure_says_what_it_shows(visitor: Visitor) -> None:
    page = visitor.open("/sectors?lang=en")
    settle(page, "/sectors")
    for chart in PAGES["/sectors"]:
        figure = page.locator(f".st-key-chart-{chart}").get_by_role("figure")
        title = page.locator(f".st-key-card-{chart}").get_by_role("heading", level=2).inner_text()
        assert str(figure.get_attribute("aria-label")).startswith(f"{title}. ")
