"""How tests see and use the dashboard in a browser: by its keys, roles and addresses, never by how it looks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Download,
    Locator,
    Page,
    Request,
    expect,
)
from playwright.sync_api import (
    TimeoutError as TimedOut,
)

from tests.browser_support import chromium

PAGES: Mapping[str, tuple[str, ...]] = {
    # address: the charts on it
    "/": ("timeline_engagements", "regions_involvement", "sectors_mix", "data_coverage"),
    "/timeline": ("timeline_engagements", "timeline_lanes"),
    "/relationships": ("relationships_health",),
    "/sectors": ("sectors_mix", "sectors_by_year", "sectors_diversity"),
    "/regions": (
        "regions_involvement",
        "regions_by_year",
        "regions_ranking",
        "regions_portfolio",
        "regions_other_authorities",
    ),
    "/organisation": ("timeline_lanes",),
    "/catalyst": ("catalyst_network", "catalyst_regions"),
    "/data": ("data_coverage",),
}

QUIET = (
    # Chromium calls nobody by itself; the sandbox does not work as root, and the pages are ours.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A browser that tests listen to looks up where in its script each error was made, and there are many in a library:
    # unless that is kept, every function on the way is parsed once more, which takes a fifth of the time of a page.
    "--js-flags=--no-enable-lazy-source-positions",
)
DISABLED = (
    # Of several such lists a browser heeds the last one, so those that Playwright turns off stand here again.
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    # Pages of the browser's own, for its address bar and its menus, which nobody sees here: each new context loads
    # them, which takes a fifth of the time that a page of ours does.
    "AimEnabled",
    "PreloadTopChromeWebUI",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)
PATIENCE = 30_000
"""Milliseconds; a busy machine draws a page in ten seconds."""

expect.set_options(timeout=PATIENCE)

_PROBE = re.compile(r"/\w+/_stcore/(?:health|host-config)$")
"""Streamlit looks for its server beside a page's address before it looks at the root, and does not find it there."""


@contextmanager
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=[*QUIET, f"--disable-features={','.join(DISABLED)}"]
        )
        yield started
        started.close()


@dataclass
class Visitor:
    """Opens pages in contexts of their own and notes what must not happen there."""

    browser: Browser
    site: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    others: tuple[str, ...] = ()
    """What addresses of other servers begin with that may be asked too, whatever they say."""

    def context(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(PATIENCE)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        context.on("page", lambda page: page.on("dialog", self._dialog))
        self.contexts.append(context)
        return context

    def open(self, address: str = "/", **options: Any) -> Page:
        """Open an address of the site in a new context."""
        page = self.context(**options).new_page()
        page.goto(self.site + address)
        return page

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((f"{self.site}/", "data:", f"blob:{self.site}/", *self.others)):
            self.complaints.append(f"request to elsewhere: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        place = str(message.location.get("url", ""))
        if message.type == "error" and not _PROBE.search(place) and not place.startswith(self.others):
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def leave(self) -> None:
        for context in self.contexts:
            for page in context.pages:
                if page.get_by_test_id("stException").count():
                    self.complaints.append(f"exception shown on {page.url}")
            context.close()


# Charts


def plot(page: Page, chart: str) -> Locator:
    return page.locator(f".st-key-chart-{chart} .plot")


# What is out of sight is not drawn before it is in sight, and that of the page before may still be there.
_DRAWN = """chart => {
    const plots = document.querySelectorAll(`.st-key-chart-${chart} .plot`);
    if (plots.length !== 1) return false;
    plots[0].scrollIntoView({block: 'nearest'});
    return plots[0].querySelector('.main-svg')?.getBoundingClientRect().width > 0;
}"""


def expect_charts(page: Page, charts: Sequence[str]) -> None:
    """These charts, each drawn once it is in sight, and no other."""
    for chart in charts:
        try:
            page.wait_for_function(_DRAWN, arg=chart)
        except TimedOut as error:
            raise AssertionError(f"{chart}: not drawn, {plot(page, chart).count()} times on {page.url}") from error
    expect(page.locator(".plot")).to_have_count(len(charts))


_DATA = """([chart, wanted, given]) => {
    const plots = document.querySelectorAll(`.st-key-chart-${chart} .plot`);
    if (plots.length !== 1) return false;
    plots[0].scrollIntoView({block: 'nearest'});
    const data = plots[0].dataset.drawn === 'true' && JSON.stringify(plots[0].data);
    return data && (wanted === 'any' || (data === given) === (wanted === 'same')) && data;
}"""


def chart_data(page: Page, chart: str) -> str:
    """What plotly was given to draw, as JSON."""
    return _data(page, chart, "any")


def expect_data(page: Page, chart: str, expected: str) -> None:
    _data(page, chart, "same", expected)


def expect_other_data(page: Page, chart: str, before: str) -> str:
    return _data(page, chart, "other", before)


def _data(page: Page, chart: str, wanted: Literal["any", "same", "other"], given: str = "") -> str:
    try:
        return str(page.wait_for_function(_DATA, arg=[chart, wanted, given]).json_value())
    except TimedOut as error:
        found = plot(page, chart).evaluate_all("plots => plots.map(plot => JSON.stringify(plot.data))")
        same = [data == given for data in found]
        raise AssertionError(f"{chart}: not the {wanted} data; drawn {len(found)} times, as before: {same}") from error


def coverage(page: Page) -> tuple[int, int]:
    """Captured and missing catalysts, as the coverage chart draws them."""
    captured, missing = (trace["x"][0] for trace in json.loads(chart_data(page, "data_coverage")))
    return captured, missing


_PLACE = """(plot, word) => {
    plot.scrollIntoView({block: 'center'});
    const {left, top} = plot.getBoundingClientRect();
    for (const trace of plot._fullData) {
        const mark = (trace.ids || []).findIndex(id => id.split('#')[0] === word);
        if (mark < 0) continue;
        const [x, y] = [trace.xaxis, trace.yaxis].map(id => plot._fullLayout[id[0] + 'axis' + id.slice(1)]);
        const along = trace.orientation === 'h' ? trace.x[mark] / 2 : trace.x[mark];
        const up = trace.type === 'bar' && trace.orientation !== 'h' ? trace.y[mark] / 2 : trace.y[mark];
        return [left + x._offset + x.c2p(x.d2c(along)), top + y._offset + y.c2p(y.d2c(up))];
    }
}"""


def settle(page: Page) -> None:
    """Wait until the page's run has ended."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def back(page: Page) -> None:
    """Go back, once the page has told all that it has to tell."""
    settle(page)
    page.go_back()


def place_of(page: Page, chart: str, word: str) -> tuple[float, float]:
    """Where the chart's first mark is that filters by `word`, such as `region=53`."""
    settle(page)
    x, y = plot(page, chart).evaluate(_PLACE, word)
    return x, y


def click_mark(page: Page, chart: str, word: str) -> None:
    place, before = place_of(page, chart, word), None
    for _ in range(50):  # a chart that is yet to be drawn anew would have the mark elsewhere
        page.mouse.move(*place)
        page.wait_for_timeout(200)  # plotly looks what is under the pointer only now and then
        before, place = place, place_of(page, chart, word)
        if place == before:
            break
    assert place == before, f"{chart}: does not stand still"
    page.mouse.click(*place)


# The menu


def follow(page: Page, address: str) -> None:
    """Go to another page by the menu, which a phone has folded away, and wait until that is there."""
    place = re.compile(rf"(^|/){address.strip('/')}(\?|$)")
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    links = page.get_by_test_id("stSidebar").locator("a").all()
    next(link for link in links if place.search(link.get_attribute("href") or "")).dispatch_event("click")
    page.wait_for_url(place)
    expect(heading).not_to_have_text(before)


# Words


def words(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def expect_words(page: Page, expected: Mapping[str, Sequence[str]]) -> None:
    """The address holds these words and no other, in any order."""
    wanted = sorted(f"{name}={word}" for name, given in expected.items() for word in given)
    try:
        page.wait_for_function(
            """expected => {
                const given = [...new URLSearchParams(location.search)].map(pair => pair.join('=')).sort();
                return JSON.stringify(given) === JSON.stringify(expected);
            }""",
            arg=wanted,
        )
    except TimedOut as error:
        raise AssertionError(f"not {wanted} but {page.url}") from error


def expect_text(page: Page, text: str) -> None:
    expect(page.locator("p", has_text=text).first).to_be_visible()


# Filters


def choose_period(page: Page, label: str) -> None:
    box = page.locator(".st-key-filter-period").get_by_role("combobox")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(100)  # scrolling closes a list that is open
    box.click()
    page.get_by_role("option", name=label, exact=True).click()


def add_to_filter(page: Page, name: str, label: str) -> None:
    field_ = page.locator(f".st-key-filter-{name}")
    if not field_.is_visible():
        settle(page)
        page.locator(".st-key-filter-more").get_by_role("button").first.click()
    field_.get_by_role("combobox").fill(label)
    page.get_by_role("option", name=label, exact=True).click()
    page.keyboard.press("Escape")


def search(page: Page, what: str, words: str, code: str, *, box: str = "", popover: str = "") -> None:
    """Look for `words` in a search box and press the answer that stands for `code`."""
    box = box or what
    page.locator(f".st-key-{popover or f'filter-{what}'}").get_by_role("button").first.click()
    page.locator(f".st-key-search-{box}").get_by_role("searchbox").fill(words)
    page.locator(f".st-key-answers-{box} button[data-code='{code}']").click()
    page.keyboard.press("Escape")


def clear_filters(page: Page) -> None:
    page.locator(".st-key-filter-clear").get_by_role("button").click()


# Files


def png_button(page: Page, chart: str) -> Locator:
    return page.locator(f".st-key-png-{chart}").get_by_role("button")


def save_png(page: Page, chart: str, folder: Path) -> Path:
    button = png_button(page, chart)
    with page.expect_download() as download:
        button.click()
    expect(button).to_have_attribute("data-state", "done")
    return keep(download.value, folder)


def save_csv(page: Page, key: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator(f".st-key-csv-{key}").get_by_role("button").click()
    return keep(download.value, folder)


def keep(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path
