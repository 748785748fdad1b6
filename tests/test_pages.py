"""Every page, run as the server runs it, on real, synthetic, hostile and no data. In a browser: tests/browser."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from analytics import datasets, i18n, vocabulary
from analytics.charts import CHARTS
from analytics.warehouse import LOCKED_DOWN, Warehouse
from etl import overrides
from etl.config import PROFILES, PROJECT
from etl.load import build
from pages import _asking
from tests.asking import multiply, own_copy, page, row, view

REAL, SYNTHETIC, OTHER_SYNTHETIC = "89998", "1000000", "1000001"
PAGES: Mapping[str, tuple[str, ...]] = {
    # page: the charts on it
    "overview": ("timeline_engagements", "regions_involvement", "sectors_mix", "data_coverage"),
    "timeline": ("timeline_engagements", "timeline_lanes"),
    "relationships": ("relationships_health",),
    "sectors": ("sectors_mix", "sectors_by_year", "sectors_diversity"),
    "regions": (
        "regions_involvement",
        "regions_by_year",
        "regions_ranking",
        "regions_portfolio",
        "regions_other_authorities",
    ),
    "organisation": ("timeline_lanes",),
    "catalyst": ("catalyst_network", "catalyst_regions"),
    "data": ("data_coverage",),
}
EVERY_PAGE = (
    *PAGES,
    "compare",
    "report",
)  # these two are tested in tests/browser
Words = str | list[str]

pytestmark = pytest.mark.usefixtures("scan_once")


@pytest.fixture(scope="module", autouse=True)
def release() -> Iterator[None]:
    """Let go of the warehouses that the pages keep open: other tests open them in other ways."""
    yield
    st.cache_resource.clear()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Return a function that says where the warehouses are; one that is not given is not there.

    Those of other tests too are copied, since the pages keep theirs open; one that this test builds is followed.
    """

    def put(real: Path | None = None, demo: Path | None = None) -> None:
        for name, given in (("WAREHOUSE", real), ("DEMO_WAREHOUSE", demo)):
            monkeypatch.setattr(datasets, name, served(given) if given else tmp_path / "nothing.duckdb")

    def served(given: Path) -> Path:
        return given if given.is_relative_to(tmp_path) else own_copy(given)

    return put


def open_page(page: str = "overview", **words: Words) -> AppTest:
    """Open a page under the words of an address, by the menu, as its first page is always the overview."""
    app = AppTest.from_file(PROJECT / "pages" / "_navigation.py", default_timeout=30)
    for name, word in words.items():
        app.query_params[name] = word
    app.run()
    return app if page == "overview" else app.switch_page(f"{page}.py").run()


def profiled(page: str, organisation: str) -> dict[str, Words]:
    """The page about one organisation has to know which."""
    return {"profile": organisation} if page == "organisation" else {}


def charts(app: AppTest) -> dict[str, Any]:
    """Chart -> what was sent to the browser: `figure`, `alt`."""
    return components(app, "chart-")


def components(app: AppTest, kind: str) -> dict[str, Any]:
    """Name -> what was sent to the browser for each component whose key begins with `kind`."""
    found = [element for element in app.get("bidi_component") if element.key.startswith(kind)]
    return {element.key.removeprefix(kind): json.loads(element.proto.json) for element in found}


def specs(app: AppTest) -> dict[str, str]:
    return {name: chart["figure"] for name, chart in charts(app).items()}


def pngs(app: AppTest) -> dict[str, dict[str, Any]]:
    """Chart -> specification of its image, as after a click on each button."""
    for name in components(app, "png-"):
        app.session_state[f"wanted-png-{name}"] = True
    app.run()
    return {name: data["spec"] for name, data in components(app, "png-").items()}


def prose(app: AppTest) -> str:
    """What was written as HTML, read as a browser would read it."""
    return html.unescape("\n".join(element.proto.body for element in app.get("html")))


def markdown(app: AppTest) -> str:
    """Every string that Streamlit reads as Markdown: all but what is known to be shown as it stands."""
    return "\n".join(words for element in app for words in _strings(_rendered(element)))


AS_IT_STANDS = {"html", "plotly_chart", "bidi_component", "code", "arrow_data_frame", "dataframe"}
PLAIN_OPTIONS = {"selectbox", "multiselect"}


def _rendered(element: Any) -> object:
    if element.type in AS_IT_STANDS or getattr(element, "proto", None) is None:
        return None
    fields: dict[str, object] = MessageToDict(element.proto)
    if element.type in PLAIN_OPTIONS:
        return {name: words for name, words in fields.items() if name in ("label", "help")}
    return fields


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (words for part in value.values() for words in _strings(part))
    elif isinstance(value, list):
        yield from (words for part in value for words in _strings(part))


def assert_whole(app: AppTest, expected: tuple[str, ...]) -> None:
    """No error; these charts, each with a text alternative and an image that is about the same thing."""
    assert not app.exception
    assert set(charts(app)) == set(pngs(app)) == set(expected)
    images = pngs(app)
    for name, chart in charts(app).items():
        image = images[name]
        told = (image["metadata"][name] for name in ("Insight", "Counting", "Coverage", "Capture"))
        assert chart["alt"] == " ".join([f"{image['title']}.", *told])
        assert image["title"]
        assert image["metadata"]["Insight"]
        assert image["subtitle"] in prose(app)


COMPARING = ("catalyst_network", "regions_portfolio")
"""Charts of several organisations: of one there is nothing to be drawn."""


def assert_drawn(app: AppTest, *, but: Collection[str] = ()) -> None:
    assert all(json.loads(spec)["data"] for name, spec in specs(app).items() if name not in but)


# What there is


@pytest.mark.parametrize("page", PAGES)
def test_real_page(page: str, real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    app = open_page(page)
    assert_whole(app, PAGES[page])
    assert_drawn(app, but=COMPARING)
    assert view(real_warehouse).sentence in prose(app)
    assert "10" in prose(app)
    assert "14" in prose(app)
    assert "Synthetic" not in markdown(app) + prose(app)
    assert all(image["badge"] is None for image in pngs(app).values())


@pytest.mark.parametrize("page", PAGES)
def test_synthetic_page_says_so_on_the_page_and_in_its_images(
    page: str, real_warehouse: Path, demo_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(real_warehouse, demo_warehouse)
    app = open_page(page, dataset="demo", **profiled(page, SYNTHETIC))
    assert_whole(app, PAGES[page])
    assert_drawn(app)
    assert "Synthetic data" in markdown(app)
    assert {image["badge"] for image in pngs(app).values()} == {"Synthetic data"}


def test_every_chart_there_is_has_a_page() -> None:
    assert {name for names in PAGES.values() for name in names} == set(CHARTS)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_without_pages_there_is_a_word_instead_of_empty_charts(
    page: str, empty_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(empty_warehouse)
    app = open_page(page)
    assert_whole(app, PAGES["data"] if page == "data" else ())
    assert page == "data" or "data/profiles" in markdown(app)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_without_a_warehouse_every_page_says_what_to_do(page: str, serve: Callable[..., None]) -> None:
    serve()
    app = open_page(page)
    assert not app.exception
    assert not charts(app)
    assert "python -m etl build" in prose(app)
    assert len(app.get("page_link")) == len(EVERY_PAGE)


def test_a_warehouse_that_appears_or_changes_is_in_the_next_run(tmp_path: Path, serve: Callable[..., None]) -> None:
    warehouse, pages = tmp_path / "warehouse.duckdb", tmp_path / "pages"
    serve(warehouse)
    app = open_page()
    shutil.copytree(PROFILES, pages)
    build([pages], warehouse)
    before = specs(app.run())
    assert set(before) == set(PAGES["overview"])
    (pages / "777-other.txt").write_text(next(PROFILES.glob("*.txt")).read_text(encoding="utf-8"), encoding="utf-8")
    build([pages], warehouse)
    after = specs(app.run())
    assert not app.exception
    assert all(after[name] != before[name] for name in ("timeline_engagements", "data_coverage"))


@pytest.mark.parametrize(
    ("there", "word", "synthetic"),
    [
        (("real", "demo"), None, False),
        (("real", "demo"), "demo", True),
        (("real", "demo"), "real", False),
        (("real", "demo"), "nonsense", False),
        (("real",), "demo", False),
        (("demo",), None, True),
    ],
)
def test_dataset_in_the_address(
    there: tuple[str, ...],
    word: str | None,
    synthetic: bool,
    real_warehouse: Path,
    demo_warehouse: Path,
    serve: Callable[..., None],
) -> None:
    files = {"real": real_warehouse, "demo": demo_warehouse}
    serve(**{name: files[name] for name in there})
    app = open_page(**{"dataset": word} if word else {})
    assert_whole(app, PAGES["overview"])
    assert ("Synthetic data" in markdown(app)) is synthetic
    assert [element.key for element in app.button_group].count("pick-dataset") == (len(there) > 1)


# Filters


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
    assert_whole(some, PAGES["overview"])
    assert (
        {image["subtitle"] for image in pngs(some).values()} == {expected.sentence} != {view(demo_warehouse).sentence}
    )
    for image in pngs(some).values():
        assert parse_qs(image["metadata"]["Filters"]).items() >= parse_qs(expected.address).items()
    assert specs(some)["timeline_engagements"] != specs(every)["timeline_engagements"]


@pytest.mark.parametrize("page", [page for page in PAGES if page != "data"])
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


@pytest.mark.parametrize("page", [page for page in PAGES if page != "data"])
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
    assert_whole(app, PAGES[page])
    assert not app.query_params


@pytest.mark.parametrize("page", PAGES)
def test_words_that_mean_nothing_are_said_and_left_out(
    page: str, real_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(real_warehouse)
    nonsense: dict[str, Words] = {
        "region": ["99", "<script>"], "kind": "nope", "period": "yesterday", "grain": "century", "profile": "0",
        "map": "globe", "lang": "tlh", "dataset": "moon", "other": "1",
    }  # fmt: skip
    app = open_page(page, **nonsense)
    assert_whole(app, PAGES[page])
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
    assert_whole(app, PAGES[page])
    assert specs(app)[chart] != specs(open_page(page))[chart]
    assert words.keys() <= {element.key.removeprefix("pick-") for element in app.button_group}


def test_the_menu_keeps_the_words_of_the_address(demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    app = open_page("regions", kind=["state", "media"], lang="fr")
    links = {link.proto.page: link.proto.query_string for link in app.sidebar.get("page_link")}
    assert set(links) == {"", *EVERY_PAGE} - {"overview"}
    assert set(links.values()) == {"kind=state&kind=media&lang=fr"}


# One organisation


def test_many_organisations_are_a_choice_before_they_are_a_page(
    demo_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(demo=demo_warehouse)
    app = open_page("organisation")
    assert_whole(app, ())
    assert len(app.dataframe[0].value) == 200
    assert_whole(open_page("organisation", profile=SYNTHETIC), PAGES["organisation"])


def test_the_only_organisation_of_a_filter_is_shown(demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    app = open_page("organisation", organisation=OTHER_SYNTHETIC)
    assert specs(app) == specs(open_page("organisation", profile=OTHER_SYNTHETIC))


def test_what_the_real_page_says_is_on_its_page(real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    said = prose(open_page("organisation"))
    for fact in (REAL, "784 244 295", "75014 Paris", "430 · 3,914", "2–10", "European network for a living heritage"):
        assert fact in said


def test_rows_behind_a_page_are_asked_for_on_opening(real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    app = open_page("timeline")
    assert not app.dataframe
    app.session_state["rows-behind"] = True
    (rows,) = app.run().dataframe
    assert len(rows.value) == 11
    assert rows.value["file"].str.contains(f"/{REAL}-").all()
    assert rows.value["line"].between(1, 60).all()
    assert rows.value["raw_text"].str.contains("|", regex=False).all()


# What people corrected, and what changed


@pytest.fixture
def two_captures(
    warehouse_of: Callable[[Mapping[str, str]], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a warehouse of two captures of one page, with corrections and a conflict."""
    monkeypatch.setattr(overrides, "FILE", tmp_path / "overrides.csv")
    overrides.FILE.write_text(
        "what,old,new,who,why,when\n"
        "organisation:1.name,Maison Test,Maison du Test,the **secretariat**,<b>their</b> letters,2026-03-01\n"
        "organisation:1.city,,Brest,the secretariat,seen there,2026-03-02\n"
        "catalyst:ville-de-b.kind,city_metropolis,media,the secretariat,it prints,2026-03-03\n"
        "organisation:1.country,Spain,Italy,the secretariat,no,2026-03-04\n"
    )
    early = page(row("Ville de A", "Event 1 Mar 2021"), row("Ville de B"), declared=4, captured_on="2023-06-01")
    late = page(row("Ville de A", "Event 2 Mar 2024"), row("Ville de C"), declared=4, captured_on="2024-06-01")
    copies = {"x/x.txt": early.replace("Maison Test", "X"), "y/x.txt": early.replace("Maison Test", "Y")}
    return warehouse_of({"early/1-a.txt": early, "late/1-a.txt": late, **copies})


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


def table(app: AppTest, title: str) -> Any:
    (found,) = [frame for frame in app.dataframe if frame.proto.alt == title]
    return found.value


def test_what_changed_is_on_the_organisation_s_page(two_captures: Path, serve: Callable[..., None]) -> None:
    serve(two_captures)
    app = open_page("organisation", profile="1")
    assert_whole(app, PAGES["organisation"])
    changed = table(app, "What changed since the last capture")
    assert list(zip(changed["change"], changed["catalyst"], strict=True)) == [
        ("New", "Ville de C"),
        ("Newer date", "Ville de A"),
        ("No longer listed", "Ville de B"),
    ]
    assert "New: 1 · Newer date: 1 · No longer listed: 1. 2 not for certain" in prose(app)
    french = table(open_page("organisation", profile="1", lang="fr"), "Ce qui a changé depuis la dernière capture")
    assert list(french["change"]) == ["Nouveau", "Date plus récente", "Disparu de la liste"]


def test_of_one_capture_there_is_a_word_instead(real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    assert "There is only one capture so far." in prose(open_page("organisation"))


def test_corrections_are_marked_where_they_take_effect(two_captures: Path, serve: Callable[..., None]) -> None:
    serve(two_captures)
    app = open_page("organisation", profile="1")
    said = prose(app)
    assert "Maison du Test (corrected by people)" in said
    assert "Name corrected by the **secretariat** on" in said
    assert "from “Maison Test” to “Maison du Test”: <b>their</b> letters" in said
    assert "City corrected by the secretariat on" in said
    assert "3 corrections by people apply." in said
    assert "<b>their" not in "".join(element.proto.body for element in app.get("html"))
    corrected = table(app, "Its catalysts, each with the line it was read from").set_index("catalyst")["corrected"]
    assert list(corrected["Ville de B"]) == ["Kind"]
    assert "3 corrections by people apply." in pngs(app)["timeline_lanes"]["caption"]


def test_corrections_and_conflicts_are_listed_with_the_data(two_captures: Path, serve: Callable[..., None]) -> None:
    serve(two_captures)
    app = open_page("data")
    listed = table(app, "Corrections by people")
    assert list(listed["outcome"]) == ["Not applied", "Applied", "Applied", "Applied"]
    assert listed["said_on"][0] == "2026-03-04"
    assert listed["reason"][0] == 'the value found is empty, not "Spain"'
    (conflict,) = table(app, "Organisations that may be one").to_dict("records")
    assert (conflict["conflict"], conflict["identifier"]) == ("One file name, several names", "x")
    assert list(conflict["kept_apart"]) == ["x--x", "x--y"]


# Languages


@pytest.mark.parametrize("page", PAGES)
def test_french(page: str, demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    words: dict[str, Words] = {"period": "2019-01-01:2024-12-31", "organisation": SYNTHETIC}
    english, french = open_page(page, **words), open_page(page, lang="fr", **words)
    assert_whole(french, PAGES[page])
    with i18n.use("fr"):
        assert view(demo_warehouse, **words).sentence in prose(french)
    assert "31 déc. 2024" in prose(french)
    assert french.title[0].value != english.title[0].value
    for name, image in pngs(french).items():
        assert image["language"] == "fr"
        assert image["title"] != pngs(english)[name]["title"]
        assert image["caption"] != pngs(english)[name]["caption"]


# Texts that others wrote

PAYLOADS = (
    "**bold**", "[link](https://evil.example)", "![image](https://evil.example/x.png)", "$x^2$", ":red[colour]",
    "`code`", ":material/bolt:", "https://evil.example/bare", "<b>tag</b>", "<img src=x onerror=alert(1)>",
)  # fmt: skip


def hostile_page() -> str:
    everything = " ".join(PAYLOADS)
    rows = "\n".join(f"![]() | {words} Network | {words} 3 Mar 202{n % 5} | | |" for n, words in enumerate(PAYLOADS))
    return f"""---
name: '{everything}'
captured_on: 2025-01-31
---
Social networks
430Activities
{everything}Entity types
Location
1 Rue {everything}, 75014 Paris, France
Paris
France
Engaged catalyst
12Added in Motherbase
2 years ago{everything} a tagline
{everything} and a long description of what this organisation does in the arts, culture and sciences since 1973.
{PAYLOADS[-1]}, {PAYLOADS[1]}, and {PAYLOADS[0]}
Catalyst | Type | Tweets | Articles | |
---|---|---|---|---|
{rows}
![]() {PAYLOADS[-2]} Fund {PAYLOADS[0]} Sector | {PAYLOADS[-2]} Fund {PAYLOADS[0]} Sector | Other 4 Apr 2024 | | |
"""


@pytest.mark.parametrize("page", PAGES)
def test_hostile_words_are_never_read_as_markup(
    page: str, warehouse_of: Callable[[Mapping[str, str]], Path], serve: Callable[..., None]
) -> None:
    serve(warehouse_of({"777-a-[link](x)-**b**.txt": hostile_page()}))
    app = open_page(page, organisation="777", relation_type=["**bold**", "Other", *PAYLOADS], region=list(PAYLOADS))
    assert_whole(app, PAGES[page])
    if page in ("timeline", "regions", "sectors"):
        app.session_state["rows-behind"] = True
        app.run()
    rendered, drawn = markdown(app), "\n".join(json.dumps(json.loads(spec)) for spec in specs(app).values())
    written = "\n".join(element.proto.body for element in app.get("html"))
    for payload in PAYLOADS:
        assert payload not in rendered
        assert payload in prose(app)  # it is on the page all right
        if "<" in payload:
            assert payload not in written
            assert payload not in drawn


def test_a_chart_that_takes_too_much_says_so_in_its_place(
    serve: Callable[..., None], real_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(real_warehouse, tmp_path / "warehouse.duckdb"))
    multiply(path, "range(10_000_000_000)")
    monkeypatch.setitem(LOCKED_DOWN, "max_execution_time", 300)
    serve(real=path)
    app = open_page("timeline", colour="channel")
    assert set(charts(app)) == {"timeline_lanes"}
    assert "takes more time or memory here than one question may have" in prose(app)
    assert not app.exception
    app = open_page("timeline", relation_type="Other")
    assert [header.value for header in app.header] == ["Too much at once"]
    assert not app.exception
    app.button(key="too-much-clear").click().run()
    assert set(charts(app)) == set(PAGES["timeline"])


def test_who_waits_for_an_answer_in_another_language_is_told_what_is_wrong_in_their_own(real_warehouse: Path) -> None:
    with closing(Warehouse(real_warehouse)) as warehouse:
        keys = set()
        for language in i18n.LANGUAGES:
            with i18n.use(language):
                keys.add(_asking.asked(warehouse, "data_coverage", {"organisation": []}))
    assert len(keys) == len(i18n.LANGUAGES)
