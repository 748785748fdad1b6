"""How tests see and use the dashboard in a browser: by its keys, roles and addresses, never by how it looks.

A browser, whoever visits with it, and the way from page to page. What is on a page is used by `charts`, `filters` and
`files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from playwright.sync_api import TimeoutError as TimedOut

from tests.browser_support import chromium
from tests.charts_on_pages import CHARTS_ON

PAGES: Mapping[str, tuple[str, ...]] = {
    "/" if page == "overview" else f"/{page}": charts for page, charts in CHARTS_ON.items()
}
"""Address -> the charts on it."""

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


def settle(page: Page) -> None:
    """Wait until the page's run has ended."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def back(page: Page) -> None:
    """Go back, once the page has told all that it has to tell."""
    settle(page)
    page.go_back()


_LINK = """place => [...document.querySelectorAll('[data-testid=stSidebar] a')]
    .find(link => new RegExp(place).test(link.getAttribute('href')))"""


def follow(page: Page, address: str) -> None:
    """Go to another page by the menu, which a phone has folded away, and wait until that is there."""
    place = re.compile(rf"(^|/){address.strip('/')}(\?|$)")
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    page.wait_for_function(_LINK, arg=place.pattern).as_element().dispatch_event("click")
    page.wait_for_url(place)
    expect(heading).not_to_have_text(before)


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
