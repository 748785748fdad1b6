"""Filters as whoever looks at a page sets them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.driver import settle


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
