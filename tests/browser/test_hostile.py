"""Names that are markup, formulas and addresses, in a real browser: they are shown, and nothing else happens."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics.report import PAGE
from etl.config import PROJECT
from tests import hostile
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor, follow, settle
from tests.browser.files import save_csv, save_png
from tests.browser.server import serving

EVERY_PAGE = (*PAGES, "/compare", "/report", "/add")
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

TOO_WIDE = """() => {
    const clipped = part => {
        for (let each = part.parentElement; each; each = each.parentElement) {
            if (each.matches('[data-testid=stMain], [data-testid=stApp]')) return false;
            if (getComputedStyle(each).overflowX !== 'visible') return true;
        }
        return false;
    };
    const found = [...document.querySelectorAll('[data-testid=stMain] *')].filter(part =>
        part.getBoundingClientRect().right > innerWidth + 1 && part.getClientRects().length && !clipped(part)
        && !part.closest('svg, .said')
    );
    const main = document.querySelector('[data-testid=stMain]');
    const signs = [];
    if (document.documentElement.scrollWidth > innerWidth) signs.push('the page scrolls sideways');
    if (main.scrollWidth > main.clientWidth) signs.push('the main part scrolls sideways');
    return [...signs, ...found.slice(0, 5).map(part => part.outerHTML.slice(0, 200))];
}"""
"""What makes the page scroll sideways, and what is wider than the window without being cut off by what holds it."""
OBEYED = "[src*='elsewhere'], [href*='elsewhere'], [href^='javascript:'], iframe, .katex, [onerror], [onload]"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    hostile.built(folder)
    return folder


@pytest.fixture(scope="module")
def hostile_site(data: Path) -> Iterator[str]:
    with serving(data, environment={"CATALYST_ATLAS_ADD_PROFILES": "1"}) as address:
        yield address


def expect_harmless(page: Page) -> None:
    page.wait_for_timeout(300)  # a picture that is to be fetched is asked for after it is there
    assert page.locator(OBEYED).count() == 0
    assert page.evaluate("window.pwned") is None


@pytest.mark.trust("Scripts, markup, links and formulas in names, on every page")
def test_markup_is_shown_and_never_obeyed(hostile_site: str, visit: Callable[[str], Visitor], tmp_path: Path) -> None:
    page = visit(hostile_site).open(f"/?lang=en&organisation={hostile.ORGANISATION}", viewport=WIDE)
    for address in EVERY_PAGE:
        if address != "/":
            follow(page, address)
        see_hostile(page, address, tmp_path)


def see_hostile(page: Page, address: str, folder: Path) -> None:
    """Look at a page, take something away from it, and look again on a phone."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if address == "/add":
        page.get_by_role("textbox", name="Text of a profile page").fill(hostile.profile())
        page.get_by_role("textbox", name="Its address").fill("778-a")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Will be stored as")).to_be_visible()
    settle(page)
    if address in PAGES:
        expect_charts(page, PAGES[address])
    expect_harmless(page)
    assert page.evaluate(TOO_WIDE) == [], address
    if address not in ("/report", "/compare"):
        assert hostile.PAYLOADS["script"] in page.locator("body").inner_text(), address
    if address in PAGES:
        save_png(page, PAGES[address][0], folder)
    page.set_viewport_size(NARROW)
    page.wait_for_timeout(700)  # charts are drawn anew
    assert page.evaluate(TOO_WIDE) == [], address
    page.set_viewport_size(WIDE)


@pytest.mark.trust("Formulas in cells of a CSV file from a page")
def test_no_cell_is_a_formula(hostile_site: str, visit: Callable[[str], Visitor], tmp_path: Path) -> None:
    page = visit(hostile_site).open("/timeline")
    expect_charts(page, PAGES["/timeline"])
    with save_csv(page, "timeline_lanes", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["catalyst"] for row in rows}
    assert len(names) > len(hostile.PAYLOADS)
    formulas = [name for name in hostile.PAYLOADS.values() if name[0] in "=+@"]
    assert {f"'{name} Fund" for name in formulas} <= names
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.trust("Scripts and addresses in a report that somebody opens")
def test_a_report_opens_and_nothing_of_it_runs(
    data: Path, hostile_site: str, visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    options = ["--warehouse", str(data / "warehouse.duckdb"), "--out", str(tmp_path / "report"), "--lang", "en"]
    subprocess.run([sys.executable, "-m", "analytics", "report", *options], cwd=PROJECT, check=True)
    visitor = visit("file://")
    page = visitor.open(f"{tmp_path}/report/{PAGE}", viewport=WIDE)
    expect_harmless(page)
    assert hostile.PAYLOADS["script"] in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(list((tmp_path / "report").glob("*.png"))) > 5
