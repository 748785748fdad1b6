"""Each page opened by its address, as a stranger to the server; what the server sends along."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.asking import view
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor, expect_text
from tests.browser.files import png_button
from tests.browser.server import serving

SENTENCE = re.compile(r"\w+ \w+.*\. \w+")
"""A title and what is seen."""

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["/timeline", "/regions"])
def test_deep_link_as_the_very_first_visit_to_a_server(
    address: str, data: Path, real_warehouse: Path, visit: Callable[[str], Visitor]
) -> None:
    with serving(data) as site:
        visitor = visit(site)
        page = visitor.open(f"{address}?region=11")
        expect_charts(page, PAGES[address])
        expect_text(page, view(real_warehouse, region="11").sentence)
        visitor.leave()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.trust("A page asks another server for something")
def test_each_page_draws_its_charts_and_asks_nobody_else(address: str, visitor: Visitor) -> None:
    page = visitor.open(address)
    expect_charts(page, PAGES[address])
    for chart in PAGES[address]:
        button = png_button(page, chart)
        expect(button).to_have_count(1)
        expect(button).to_be_visible()
        expect(button).to_contain_text("PNG")
        box = button.bounding_box()
        assert box
        assert box["height"] >= 32
        alternative = page.locator(f".st-key-chart-{chart}").get_by_role("figure")
        expect(alternative).to_have_attribute("aria-label", SENTENCE)
    png_button(page, PAGES[address][0]).click()
    expect(png_button(page, PAGES[address][0])).to_have_attribute("data-state", "done")
    assert any(request.startswith("blob:") for request in visitor.requests)
    assert visitor.complaints == []


@pytest.mark.trust("An answer without a content security policy or the other headers")
def test_every_answer_carries_the_security_headers(site: str) -> None:
    for address in ("/", "/timeline", "/ready", "/_stcore/health"):
        with urllib.request.urlopen(site + address) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "http" not in policy
            assert "'unsafe-eval'" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_ready_with_a_warehouse(site: str) -> None:
    with urllib.request.urlopen(f"{site}/ready") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("query", ["", "?kind=state&kind=media&period=2024-01-01%3A"])
def test_the_overview_by_its_name_is_the_overview_by_its_address(query: str, visitor: Visitor) -> None:
    page = visitor.open(f"/overview{query}")
    expect_charts(page, PAGES["/"])
    assert page.url == f"{visitor.site}/{query}"
