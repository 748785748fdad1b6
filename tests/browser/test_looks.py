"""Light and dark, wide and narrow; and what a new version of Streamlit could take away unnoticed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pages import _png
from tests.browser.charts import expect_charts, plot
from tests.browser.driver import PAGES, Visitor, follow

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
    for axis, ink in {".xtick text": "fill", ".ytick text": "fill", ".legend button": "color"}.items():
        label = style(page, f".st-key-chart-timeline_engagements {axis}", ink)
        assert contrast(label, background) > READABLE, (axis, label, background)


def test_a_phone_never_scrolls_sideways(visitor: Visitor) -> None:
    page = visitor.open("/", viewport=PHONE, is_mobile=True, has_touch=True)
    for address, charts in PAGES.items():
        if address != "/":
            follow(page, address)
        expect_charts(page, charts)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth"), address
        for chart in charts:
            box = plot(page, chart).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]


def test_an_entry_of_a_legend_hides_what_it_names_from_the_keyboard_too(visitor: Visitor) -> None:
    page = visitor.open("/timeline?dataset=demo")
    expect_charts(page, PAGES["/timeline"])
    entries = page.locator(".st-key-chart-timeline_lanes .legend button")
    kind = entries.filter(has_text="State bodies")
    drawn = plot(page, "timeline_lanes").locator(".scatterlayer .trace")
    before = drawn.count()
    kind.press("Enter")
    expect(kind).to_have_attribute("aria-pressed", "false")
    expect(drawn).not_to_have_count(before)
    kind.press("Enter")
    expect(drawn).to_have_count(before)
    expect(kind).to_be_focused()


NAMED = {"/timeline": "timeline_lanes", "/regions": "regions_by_year", "/sectors": "sectors_mix"}
"""Charts whose names once took more than half of a phone's width."""


@pytest.mark.parametrize("address", NAMED)
def test_marks_have_most_of_a_phone_and_labels_below_or_above_lie_level(address: str, visitor: Visitor) -> None:
    page = visitor.open(f"{address}?dataset=demo&lang=fr", viewport=PHONE, is_mobile=True, has_touch=True)
    chart = NAMED[address]
    expect_charts(page, PAGES[address])
    room = plot(page, chart).evaluate("plot => plot._fullLayout._size.w / plot.clientWidth")
    assert room > 0.55
    turned = [text.get_attribute("transform") or "" for text in plot(page, chart).locator(".xtick text").all()]
    assert turned
    assert not [angle for angle in turned if re.search(r"rotate\((?!0[,)])", angle)]


def test_a_legend_takes_no_height_of_its_chart(visitor: Visitor) -> None:
    page = visitor.open("/?dataset=demo&lang=fr", viewport=PHONE, is_mobile=True, has_touch=True)
    expect_charts(page, PAGES["/"])
    share = plot(page, "timeline_engagements").evaluate("plot => plot._fullLayout._size.h / plot.clientHeight")
    assert share > 0.8
    rows = page.locator(".st-key-chart-timeline_engagements .legend li").evaluate_all(
        "entries => [entries.length, new Set(entries.map(entry => entry.offsetTop)).size]"
    )
    assert rows[1] < rows[0]


def test_cards_stand_under_each_other_where_both_would_be_too_narrow(visitor: Visitor) -> None:
    for width, beside in ((1024, False), (1440, True)):
        page = visitor.open("/regions", viewport={"width": width, "height": 900})
        expect_charts(page, PAGES["/regions"])
        tops = [page.locator(f".st-key-card-{name}").bounding_box() for name in PAGES["/regions"][:2]]
        assert (tops[0]["y"] == tops[1]["y"]) is beside


def test_streamlit_still_serves_one_plotly_that_draws_images(visitor: Visitor) -> None:
    assert _png.plotly_address() is not None
    page = visitor.open("/data")
    expect_charts(page, PAGES["/data"])
    assert page.evaluate("typeof window.Plotly.toImage") == "function"
    assert any(request.endswith(f"/{_png.plotly_address()}") for request in visitor.requests)
