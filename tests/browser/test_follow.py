"""An open page follows the warehouse: it opens when data appears, and shows a new build by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from etl.config import PROFILES, PROJECT
from tests.asking import view
from tests.browser.charts import coverage, expect_charts
from tests.browser.driver import PAGES, Visitor
from tests.browser.server import serving

BUILDS = 3
SECONDS_TO_FOLLOW = 15

# Notes every sign of trouble there is at any moment, and is gone if the page is loaded again.
WATCH = """() => {
    window.trouble = [];
    const signs = '[data-testid=stException], [data-testid=stAlert], [data-testid=stDialog], [role=dialog]';
    const look = () => document.querySelectorAll(signs).forEach(sign => window.trouble.push(sign.textContent));
    new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true});
    look();
}"""

pytestmark = pytest.mark.browser


def build(pages: Path, warehouse: Path) -> None:
    """Build as people do, in a process of its own."""
    command = [sys.executable, "-m", "etl", "build", str(pages), "--warehouse", str(warehouse)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)


def status(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def expect_coverage(page: Page, captured: int, missing: int) -> None:
    page.wait_for_function(
        """([captured, missing]) => {
            const plot = document.querySelector('.st-key-chart-data_coverage .plot');
            plot?.scrollIntoView({block: 'nearest'});  // out of sight it is not drawn
            return plot?.data?.[0].x[0] === captured && plot.data[1].x[0] === missing;
        }""",
        arg=[captured, missing],
        timeout=SECONDS_TO_FOLLOW * 1000,
    )


def test_a_page_opens_by_itself_and_shows_each_new_build(
    tmp_path: Path, demo_pages: Path, visit: Callable[[str], Visitor]
) -> None:
    data, pages = tmp_path / "data", tmp_path / "pages"
    data.mkdir()
    shutil.copytree(PROFILES, pages)
    more = iter(sorted(demo_pages.glob("*.txt")))
    with serving(data) as site:
        code, words = status(f"{site}/ready")
        assert code == 503
        assert "python -m etl build" in words

        visitor = visit(site)
        page = visitor.open("/?lang=en")
        expect(page.get_by_text("python -m etl build").first).to_be_visible()
        page.evaluate(WATCH)
        build(pages, data / "warehouse.duckdb")
        expect_charts(page, PAGES["/"])
        assert coverage(page) == (10, 4)
        code, words = status(f"{site}/ready")
        assert (code, json.loads(words)["last_captured_on"]) == (200, "2025-02-28")

        for _ in range(BUILDS):
            shutil.copy(next(more), pages)
            build(pages, data / "warehouse.duckdb")
            scope = view(data / "warehouse.duckdb").scope
            expect_coverage(page, scope.captured_catalysts, scope.declared_catalysts - scope.captured_catalysts)
            expect_charts(page, PAGES["/"])
        assert scope.organisations > 1
        assert page.evaluate("window.trouble") == []
        visitor.leave()
