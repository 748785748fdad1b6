"""The address is the view: filters write it, links and the menu carry it, Back goes back in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics.vocabulary import KINDS
from etl.text import fold
from pages._filters import PERIODS
from pages._search import BEST
from tests.asking import view
from tests.browser.charts import chart_data, expect_charts, expect_data, expect_other_data
from tests.browser.driver import PAGES, Visitor, back, expect_text, expect_words, follow
from tests.browser.filters import add_to_filter, choose_period, clear_filters, search

ORGANISATION = "1000000"
CHART = "timeline_engagements"

pytestmark = pytest.mark.browser


def open_timeline(visitor: Visitor, words: str = "?dataset=demo") -> Page:
    page = visitor.open(f"/timeline{words}")
    expect_charts(page, PAGES["/timeline"])
    return page


def test_filters_change_address_sentence_and_chart_and_the_link_reopens_them(
    visitor: Visitor, demo_warehouse: Path
) -> None:
    page = open_timeline(visitor)
    everything = data = chart_data(page, CHART)

    choose_period(page, PERIODS["last-3-years"])
    expect_words(page, {"dataset": ["demo"], "period": ["last-3-years"]})
    data = expect_other_data(page, CHART, data)

    add_to_filter(page, "kind", KINDS["state"])
    expect_words(page, {"dataset": ["demo"], "period": ["last-3-years"], "kind": ["state"]})
    data = expect_other_data(page, CHART, data)
    add_to_filter(page, "kind", KINDS["regional_authority"])
    expect_words(page, {"dataset": ["demo"], "period": ["last-3-years"], "kind": ["state", "regional_authority"]})
    data = expect_other_data(page, CHART, data)
    sentence = view(demo_warehouse, period="last-3-years", kind=["state", "regional_authority"]).sentence
    expect_text(page, sentence)

    copy = visitor.open(page.url.removeprefix(visitor.site))
    expect_charts(copy, PAGES["/timeline"])
    expect_text(copy, sentence)
    expect_data(copy, CHART, data)
    expect_data(page, "timeline_lanes", chart_data(copy, "timeline_lanes"))

    clear_filters(page)
    expect_words(page, {"dataset": ["demo"]})
    expect_text(page, view(demo_warehouse).sentence)
    expect_data(page, CHART, everything)


def test_organisation_by_its_name(visitor: Visitor, demo_warehouse: Path) -> None:
    page = open_timeline(visitor)
    before = chart_data(page, CHART)
    chosen = view(demo_warehouse, organisation=ORGANISATION)
    search(page, "organisation", chosen.labels["organisation"][ORGANISATION], ORGANISATION)
    expect_words(page, {"dataset": ["demo"], "organisation": [ORGANISATION]})
    expect_text(page, chosen.sentence)
    expect_other_data(page, CHART, before)


def test_the_menu_keeps_the_view_and_back_goes_back(visitor: Visitor, demo_warehouse: Path) -> None:
    words = {"dataset": ["demo"], "period": ["2019-01-01:"], "organisation": [ORGANISATION]}
    sentence = view(demo_warehouse, period="2019-01-01:", organisation=ORGANISATION).sentence
    page = visitor.open(f"/?dataset=demo&period=2019-01-01:&organisation={ORGANISATION}")
    expect_charts(page, PAGES["/"])
    for address in [address for address in PAGES if address != "/"]:
        follow(page, address)
        expect_charts(page, PAGES[address])
        expect_words(page, words)
        expect_text(page, sentence)
    back(page)
    before = list(PAGES)[-2]
    page.wait_for_url(re.compile(rf"{before}\?"))
    expect_charts(page, PAGES[before])
    expect_words(page, words)
    expect_text(page, sentence)


def test_back_undoes_a_filter(visitor: Visitor, demo_warehouse: Path) -> None:
    page = open_timeline(visitor)
    everything = chart_data(page, CHART)
    choose_period(page, PERIODS["last-12-months"])
    expect_words(page, {"dataset": ["demo"], "period": ["last-12-months"]})
    expect_other_data(page, CHART, everything)
    back(page)
    expect_words(page, {"dataset": ["demo"]})
    expect_data(page, CHART, everything)
    expect_text(page, view(demo_warehouse).sentence)


def test_french_by_a_click(visitor: Visitor) -> None:
    page = open_timeline(visitor, "?kind=state")
    page.locator(".st-key-pick-lang").get_by_text("Français", exact=True).click()
    expect_words(page, {"kind": ["state"], "lang": ["fr"]})
    expect(page.locator("p", has_text="févr. 2025").first).to_be_visible()
    expect_charts(page, PAGES["/timeline"])


def test_a_search_is_heeded_as_it_is_typed_and_what_is_chosen_can_be_taken_back(
    visitor: Visitor, demo_warehouse: Path
) -> None:
    page = open_timeline(visitor)
    everything = chart_data(page, CHART)
    name = view(demo_warehouse, organisation=ORGANISATION).labels["organisation"][ORGANISATION]
    search(page, "organisation", fold(name), ORGANISATION)
    expect_words(page, {"dataset": ["demo"], "organisation": [ORGANISATION]})
    expect_other_data(page, CHART, everything)
    page.locator(".st-key-filter-organisation").get_by_role("button").first.click()
    answers = page.locator(".st-key-answers-organisation")
    expect(answers.get_by_role("button", pressed=True)).to_have_text(name)
    box = page.get_by_role("searchbox", name="Organisation")
    box.fill("")
    expect(answers.get_by_role("button")).to_have_count(BEST + 1)
    box.fill("zzzz")
    expect(answers.get_by_text("Nothing found")).to_be_visible()
    answers.get_by_role("button", pressed=True).press("Enter")
    expect_words(page, {"dataset": ["demo"]})
    expect_data(page, CHART, everything)
