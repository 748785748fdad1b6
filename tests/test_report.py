"""The report says what the view says, in every part of it, whatever the words of the data are."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analytics import i18n
from analytics.charts import CHARTS
from analytics.report import MOST_ROWS, Report, image_place, with_images
from tests.asking import page, row, view, warehouse

Build = Callable[[Mapping[str, str]], Path]


class Read(HTMLParser):
    """What a browser would make of a page: its metadata, texts, images, and the tags it would obey."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.images: list[dict[str, str | None]] = []
        self.headings: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.tags.add(tag)
        named = dict(attrs)
        if tag == "meta" and (named.get("name") or "").startswith("catalyst-atlas:"):
            self.meta[str(named["name"]).removeprefix("catalyst-atlas:")] = str(named["content"])
        if tag == "img":
            self.images.append(named)

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._open in {"h1", "h2"}:
            self.headings.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n]+", " ", " ".join(self.texts))


def address_in(digest: str) -> str:
    """The address that a digest gives of its view, without the question mark."""
    (address,) = re.findall(r"`\?([^`]+)`", digest)
    return str(address)


def report(path: Path, **words: str) -> Report:
    return Report.of(warehouse(path).ask, view(path, **words))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("words", [{}, {"region": "11", "period": "2024-01-01:"}], ids=["all", "some"])
@pytest.mark.parametrize("name", ["real_warehouse", "demo_warehouse"])
def test_the_page_says_what_the_view_says(
    request: pytest.FixtureRequest, name: str, words: dict[str, str], language: str
) -> None:
    with i18n.use(language):
        made = report(request.getfixturevalue(name), **words)
        read, shown = Read(made.page()), made.view
        assert read.meta == {**shown.context, "address": made.address}
        for said in (shown.sentence, shown.caption, shown.coverage):
            assert said in read.text
        assert [answer.title for answer in made.answers] == read.headings[1:-1]
        assert [image["src"] for image in read.images] == [image_place(chart) for chart in CHARTS]
        for answer, image in zip(made.answers, read.images, strict=True):
            assert answer.insight in read.text
            assert image["alt"] == answer.alt
            assert answer.completeness in read.text
        assert f'lang="{language}"' in made.page()
        assert read.tags.isdisjoint({"script", "iframe", "link", "object", "base", "form"})


def test_the_digest_has_every_sentence_and_every_image(real_warehouse: Path) -> None:
    made = report(real_warehouse)
    plain = re.sub(r"\\(.)", r"\1", made.digest())
    for answer in made.answers:
        assert f"## {answer.title}\n" in plain
        assert answer.insight in plain
        assert f"]({answer.png['filename']})" in plain
    assert made.view.sentence in plain
    assert made.view.caption in plain


def test_images_take_their_places(real_warehouse: Path) -> None:
    made = report(real_warehouse)
    whole = with_images(made.page(), {name: name.encode() for name in CHARTS})
    sources = [str(image["src"]).removeprefix("data:image/png;base64,") for image in Read(whole).images]
    assert [base64.b64decode(source).decode() for source in sources] == list(CHARTS)


def test_hostile_words_stay_words(warehouse_of: Build) -> None:
    name = '<script>alert(1)</script>"><img src=x onerror=alert(2)> [a](javascript:alert(3)) **b** | c'
    path = warehouse_of({"1-a.txt": page(row(name.replace("|", "/"), "Event 1 Mar 2024"), name=f"'{name}'")})
    made = report(path)
    read = Read(made.page())
    assert "script" not in read.tags
    assert {image["src"] for image in read.images} == {image_place(chart) for chart in CHARTS}
    assert "<script>alert(1)</script>" in read.text
    digest = made.digest()
    assert "<script" not in html.unescape(digest).replace("\\<script", "")
    assert "](javascript" not in digest


def test_an_empty_view_makes_a_report_that_says_so(empty_warehouse: Path) -> None:
    assert "No organisation in this view." in Read(report(empty_warehouse).page()).text


def test_long_tables_are_cut_and_say_by_how_much(demo_warehouse: Path) -> None:
    made = report(demo_warehouse)
    rest = made.view.facts.engagements - MOST_ROWS
    assert f"{rest:,} more rows are not shown here." in Read(made.page()).text


def test_the_same_view_makes_the_same_report(real_warehouse: Path) -> None:
    assert report(real_warehouse).page() == report(real_warehouse).page()
