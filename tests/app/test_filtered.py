"""What filters and choices in the address do to a page, and what choosing them does to the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from analytics import vocabulary
from tests.app.opened import (
    EVERY_PAGE,
    OTHER_SYNTHETIC,
    SYNTHETIC,
    Words,
    assert_whole,
    charts,
    open_page,
    pngs,
    profiled,
    prose,
    specs,
)
from tests.asking import view
from tests.charts_on_pages import CHARTS_ON

FILTERED: tuple[Mapping[str, Words], ...] = (
    {"period": "last-12-months"},
    {"period": "2021-01-01:2022-06-30"},
    {"period": "2023-01-01:"},
    {"organisation": [SYNTHETIC, OTHER_SYNTHETIC]},
    {"kind": "state"},
    {"region": ["11", "53"]},
    {"sector_group": "public"},
    {"sector": "Government Administration"},
    {"relation_type": "Partnership"},
    {"channel": "tweet"},
    {"kind": ["state", "media"], "period": "last-3-years"},
)


@pytest.mark.parametrize("words", FILTERED, ids=str)
def test_filters_in_the_address_are_in_sentence_figures_and_images(
    words: Mapping[str, Words], demo_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(demo=demo_warehouse)
    every, some = open_page(), open_page(**words)
    expected = view(demo_warehouse, **words)
    assert_whole(some, CHARTS_ON["overview"])
    assert (
        {image["subtitle"] for image in pngs(some).values()} == {expected.sentence} != {view(demo_warehouse).sentence}
    )
    for image in pngs(some).values():
        assert parse_qs(image["metadata"]["Filters"]).items() >= parse_qs(expected.address).items()
    assert specs(some)["timeline_engagements"] != specs(every)["timeline_engagements"]


@pytest.mark.parametrize("page", [page for page in CHARTS_ON if page != "data"])
def test_every_page_heeds_the_filters(page: str, demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    profile = profiled(page, SYNTHETIC)
    every, some = open_page(page, **profile), open_page(page, period="2024-01-01:", **profile)
    assert specs(every).keys() == specs(some).keys()
    assert all(specs(every)[name] != specs(some)[name] for name in specs(every) if name != "data_coverage")


def test_choosing_writes_codes_into_the_address_and_clearing_takes_them_out(
    demo_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(demo=demo_warehouse)
    app = open_page("timeline", lang="en")
    app.multiselect(key="filter-kind").set_value(["state"]).run()
    app.selectbox(key="filter-period").set_value("last-3-years").run()
    assert app.query_params == {
        "lang": "en", "kind": "state", "period": "last-3-years",
    }  # fmt: skip
    app.button(key="filter-clear").click().run()
    assert app.query_params == {"lang": "en"}
    assert specs(app) == specs(open_page("timeline"))
    assert not app.exception


def test_days_of_ones_own_start_from_the_preset_before_them(demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    app = open_page("timeline", period="last-12-months")
    app.selectbox(key="filter-period").set_value("custom").run()
    assert specs(app) == specs(open_page("timeline", period="last-12-months"))
    first, last = app.date_input(key="filter-from").value, app.date_input(key="filter-to").value
    assert app.query_params["period"] == f"{first}:{last}"
    app.date_input(key="filter-from").set_value(last).run()
    app.date_input(key="filter-to").set_value(first).run()
    assert app.query_params["period"] == f"{first}:{last}"
    app.date_input(key="filter-to").set_value(None).run()
    assert app.query_params["period"] == f"{first}:"
    assert not app.exception


KEPT = {"overview": {"regions_involvement"}, "regions": {"regions_involvement", "regions_by_year"}}
"""Charts that stay where there is nothing to be seen: on a map one chooses another region."""


@pytest.mark.parametrize("page", [page for page in CHARTS_ON if page != "data"])
def test_a_view_without_anything_in_it_offers_the_way_out(
    page: str, real_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(real_warehouse)
    app = open_page(page, period="1990-01-01:1990-12-31")
    assert not app.exception
    if page != "organisation":  # what a page says of itself is there at any date
        assert set(charts(app)) == KEPT.get(page, set())
        app.button(key="empty-clear").click().run()
    else:
        app.button(key="filter-clear").click().run()
    assert_whole(app, CHARTS_ON[page])
    assert not app.query_params


@pytest.mark.parametrize("page", CHARTS_ON)
def test_words_that_mean_nothing_are_said_and_left_out(
    page: str, real_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(real_warehouse)
    nonsense: dict[str, Words] = {
        "region": ["99", "<script>"], "kind": "nope", "period": "yesterday", "grain": "century", "profile": "0",
        "map": "globe", "lang": "tlh", "dataset": "moon", "other": "1",
    }  # fmt: skip
    app = open_page(page, **nonsense)
    assert_whole(app, CHARTS_ON[page])
    assert specs(app) == specs(open_page(page))
    assert "Left out of this view" in prose(app)
    for word in ("region=99", "region=<script>", "kind=nope", "yesterday"):
        assert word in prose(app)


@pytest.mark.parametrize(
    ("page", "chart", "words"),
    [
        ("timeline", "timeline_engagements", {"grain": "year"}),
        ("timeline", "timeline_engagements", {"colour": "channel"}),
        ("sectors", "sectors_mix", {"level": "sector"}),
        ("sectors", "sectors_mix", {"counting": "split"}),
        ("regions", "regions_involvement", {"map": "outline"}),
    ],
)
def test_choices_of_a_chart_are_words_in_the_address(
    page: str, chart: str, words: dict[str, str], demo_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(demo=demo_warehouse)
    app = open_page(page, **words)
    assert_whole(app, CHARTS_ON[page])
    assert specs(app)[chart] != specs(open_page(page))[chart]
    assert words.keys() <= {element.key.removeprefix("pick-") for element in app.button_group}


def test_the_menu_keeps_the_words_of_the_address(demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    app = open_page("regions", kind=["state", "media"], lang="fr")
    links = {link.proto.page: link.proto.query_string for link in app.sidebar.get("page_link")}
    assert set(links) == {"", *EVERY_PAGE} - {"overview"}
    assert set(links.values()) == {"kind=state&kind=media&lang=fr"}


def test_a_field_begins_with_what_the_address_says(demo_warehouse: Path, serve: Callable[..., None]) -> None:
    """A browser that draws it anew without being told its value would send what it begins with as somebody's choice."""
    serve(demo=demo_warehouse)
    app = open_page("relationships", cooling="9", lapsed="24", period="last-3-years", kind="regional_authority")
    for key, expected in {
        "threshold-cooling": "9 months",
        "threshold-lapsed": "24 months",
        "filter-period": "Last 3 years",
    }.items():
        field = app.selectbox(key=key).proto
        assert field.options[field.default] == expected
    kinds = app.multiselect(key="filter-kind").proto
    assert [kinds.options[place] for place in kinds.default] == [vocabulary.name("kind", "regional_authority")]
    (language,) = (group.proto for group in app.get("button_group") if group.key == "pick-lang")
    assert [language.options[place].content for place in language.default] == ["English"]
