"""What a French browser shows stays French, whatever is done on the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.driver import Visitor, follow, settle

pytestmark = pytest.mark.browser


def test_a_search_speaks_the_language_of_its_page_at_every_keystroke(visitor: Visitor) -> None:
    page = visitor.open("/?dataset=demo", locale="fr-FR")
    page.locator(".st-key-filter-catalyst").get_by_role("button").first.click()
    box = page.locator(".st-key-search-catalyst").get_by_role("searchbox")
    answers = page.locator(".st-key-answers-catalyst")
    box.fill("ministere")
    state = answers.locator("small", has_text="Services de l’État")
    expect(state.first).to_be_visible()
    expect(answers.get_by_text("State bodies")).to_have_count(0)
    box.fill("zzzz")
    expect(answers.get_by_text("Rien trouvé")).to_be_visible()


STREAMLIT_SAYS = ("Press Enter to apply", "Increment", "Help for", "Choose an option")
"""What its fields would say in English to everybody."""


def test_no_field_of_a_page_speaks_english(visitor: Visitor) -> None:
    page = visitor.open("/?dataset=demo", locale="fr-FR")
    page.locator("html[lang=fr]").wait_for(state="attached")
    for address in ("/", "/relationships", "/regions"):
        if address != "/":
            follow(page, address)
        settle(page)
        for field in page.get_by_role("combobox").all():
            field.focus()
        said = page.content()
        assert [words for words in STREAMLIT_SAYS if words in said] == [], address
