"""Light and dark, wide and narrow; and what a new version of Streamlit could take away unnoticed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from pages import _png
from tests.browser.driver import PAGES, Visitor, expect_charts, plot

PHONE = {"width": 390, "height": 844}
READABLE = 4.5
"""Contrast of text, https://www.w3.org/TR/WCAG22/#contrast-minimum."""

pytestmark = pytest.mark.browser


def luminance(colour: str) -> float:
    """Relative luminance of `rgb(…)`, 0 black to 1 white: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (int(channel) / 255 for channel in re.findall(r"\d+", colour)[:3])
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


def style(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axis_labels_are_readable_in_both_modes(mode: str, visitor: Visitor) -> None:
    page = visitor.open("/timeline", color_scheme=mode)
    expect_charts(page, PAGES["/timeline"])
    background = style(page, "[data-testid=stApp]", "backgroundColor")
    assert (luminance(background) < 0.1) is (mode == "dark")
    for axis in (".xtick text", ".ytick text", ".legendtext"):
        label = style(page, f".st-key-chart-timeline_engagements {axis}", "fill")
        assert contrast(label, background) > READABLE, (axis, label, background)


@pytest.mark.parametrize("address", PAGES)
def test_a_phone_never_scrolls_sideways(address: str, visitor: Visitor) -> None:
    page = visitor.open(address, viewport=PHONE, is_mobile=True, has_touch=True)
    expect_charts(page, PAGES[address])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    for chart in PAGES[address]:
        box = plot(page, chart).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_streamlit_still_serves_one_plotly_that_draws_images(visitor: Visitor) -> None:
    assert _png.plotly_address() is not None
    page = visitor.open("/data")
    expect_charts(page, PAGES["/data"])
    assert page.evaluate("typeof window.Plotly.toImage") == "function"
    assert any(request.endswith(f"/{_png.plotly_address()}") for request in visitor.requests)
