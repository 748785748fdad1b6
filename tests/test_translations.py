"""Every marked word is translated, with care, and no view mixes two languages."""

from __future__ import annotations

import functools
import html
import json
import re
import string
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from google.protobuf.message import Message as Proto

from analytics import datasets, i18n
from analytics.chart import Answer
from analytics.charts import CHARTS
from etl.config import PROJECT
from etl.i18n import CATALOGUES as SENTENCES
from tests import asking
from tests.app.opened import open_page
from tests.asking import Words, own_copy
from tests.sentences import sentences

PACKAGES = ("analytics", "pages")
RENEW = "run `make translations`, then translate what is new in analytics/locale/fr.po and etl/locale/fr.po"


@functools.cache
def french(folder: Path = i18n.CATALOGUES) -> Catalog:
    with (folder / "fr.po").open("rb") as file:
        return read_po(file, locale="fr")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


# The catalogue


def test_the_catalogue_holds_the_messages_of_the_code_and_no_other() -> None:
    code = Catalog()
    for package in PACKAGES:
        for _file, _line, message, _comments, context in extract_from_dir(PROJECT / package):
            code.add(message, context=context)
    wanted, held = ({(each.context, each.id) for each in messages(catalogue)} for catalogue in (code, french()))
    assert not wanted - held, f"not in the catalogue: {RENEW}"
    assert not held - wanted, f"no longer in the code: {RENEW}"
    assert not french().obsolete, RENEW


def test_the_catalogue_of_sentences_holds_those_of_the_code_and_no_other() -> None:
    assert {message.id for message in messages(french(SENTENCES))} == sentences(), RENEW


def faults(message: Message) -> Iterator[str]:
    originals, given = forms(message.id), forms(message.string)
    if message.fuzzy or len(given) != (2 if message.pluralizable else 1) or not all(given):
        yield f"it is not translated, or not for certain: {RENEW}"
    for text in given:
        if _fields(text) != _fields(originals[-1]):
            yield f"{text!r} fills in something else"
        if re.findall("`.+?`", text) != re.findall("`.+?`", originals[-1]):
            yield f"{text!r} shows other code"
        yield from (f"{text!r} has {slip}" for slip, pattern in TYPOGRAPHY.items() if re.search(pattern, _prose(text)))


@pytest.mark.parametrize("folder", [i18n.CATALOGUES, SENTENCES], ids=["analytics", "etl"])
def test_every_message_is_translated_with_care(folder: Path) -> None:
    found = {forms(message.id)[0]: list(faults(message)) for message in messages(french(folder))}
    assert not {message: why for message, why in found.items() if why}


def _fields(text: str) -> list[str]:
    return sorted(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name)


TYPOGRAPHY = {
    "a straight or English quotation mark": "['\"“”]",
    "a space too many": r"\s\s|^\s|\s$",
    "no narrow no-break space before ; ! ?": "(?<!\u202f)[;!?](?!\u00a0»)",
    "no no-break space before : or %": "(?<!\u00a0)[:%]",
    "no no-break space within « »": "«(?!\u00a0)|(?<!\u00a0)»",
    "three dots": r"\.\.\.",
}
_AS_IT_STANDS = re.compile(
    r"`.+?`|\{\w+\}|%\(\w+\)[rs]|%[rs]|\d{4}-\d\d-\d\d:\d{4}-\d\d-\d\d"
    r"|\w+:(?:<id>\.<field>|ID|FROM:TO)|^, |(?<=:) $|\n$"
)


def _prose(text: str) -> str:
    return _AS_IT_STANDS.sub("x", text)


@pytest.mark.parametrize(
    ("english", "given"),
    [
        ("Yes", ""),
        ("{n} dog", "{m} chien"),
        ("run `make`", "lancez `faire`"),
        ("What?", "Quoi ?"),
        ("The dog: {n}", "Le chien: {n}"),
        ("the dog's", "du l'chien"),
        ("“Yes”", "« Oui »"),
        ("A. B.", "A.  B."),
        (("{n} dog", "{n} dogs"), ("{n} chien",)),
    ],
)
def test_what_is_not_french_is_found(english: str | tuple[str, str], given: str | tuple[str, ...]) -> None:
    assert list(faults(Message(english, given)))


# What is seen


def _fragments(words: str) -> Iterator[str]:
    """The parts of a message between what is filled in, if they are too long to stand in a name by chance."""
    for text, *_field in string.Formatter().parse(words):
        fragment = text.strip(" \u00a0\u202f.,:;()“”«»")
        if len(fragment) >= 10 and len(fragment.split()) > 1:
            yield fragment


@functools.cache
def foreign(language: str) -> list[str]:
    """What gives away the other language, the longest first."""
    known = [*messages(french()), *messages(french(SENTENCES))]
    pairs = [(forms(message.id), forms(message.string)) for message in known]
    own, other = (1, 0) if language == "fr" else (0, 1)
    spoken = "\n".join(words for pair in pairs for words in pair[own])
    found = {fragment for pair in pairs for words in pair[other] for fragment in _fragments(words)}
    return sorted((fragment for fragment in found if fragment not in spoken), key=len, reverse=True)


def assert_speaks(language: str, seen: str) -> None:
    said = [fragment for fragment in foreign(language) if fragment in seen]
    assert not said


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("data", ["real_warehouse", "demo_warehouse", "empty_warehouse"])
def test_a_chart_speaks_one_language(data: str, name: str, language: str, request: pytest.FixtureRequest) -> None:
    warehouse: Path = request.getfixturevalue(data)
    with i18n.use(language):
        for chosen, words in _askings(name, filtered=data != "empty_warehouse"):
            answer = asking.answer(warehouse, name, chosen, **words)
            assert_speaks(language, "\n".join(_told(answer)))


def _askings(name: str, *, filtered: bool) -> Iterator[tuple[dict[str, str], dict[str, Words]]]:
    """Choices and filters: the defaults, then every option once, then a filter."""
    yield {}, {}
    for word, choice in CHARTS[name].choices.items():
        yield from (({word: option}, {}) for option in choice.options)
    if filtered:
        yield {}, {"kind": ["state", "regional_authority"], "period": "last-3-years"}


def _told(answer: Answer) -> Iterator[str]:
    """Everything a chart says: on screen, and in the files made of it."""
    yield from (answer.title, answer.insight, answer.png["caption"], *answer.view.context.values())
    yield json.dumps(json.loads(answer.figure.to_json()), ensure_ascii=False)


@pytest.mark.usefixtures("scan_once")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    "page",
    [
        "overview",
        "timeline",
        "relationships",
        "sectors",
        "regions",
        "compare",
        "organisation",
        "catalyst",
        "report",
        "data",
    ],
)
@pytest.mark.parametrize("words", [{}, {"region": "03", "period": "yesterday"}], ids=["all", "nothing"])
def test_a_page_speaks_one_language(
    page: str, words: dict[str, str], language: str, real_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets, "WAREHOUSE", own_copy(real_warehouse))
    assert_speaks(language, _page(page, {**words, "lang": language}))


@pytest.mark.usefixtures("scan_once")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_page_without_data_speaks_one_language(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets, "WAREHOUSE", tmp_path / "nothing.duckdb")
    assert_speaks(language, _page("overview", {"lang": language}))


def _page(page: str, words: dict[str, str]) -> str:
    """Everything that a page sends to a browser, but for tables' rows and the SQL."""
    app = open_page(page, **words)
    assert not app.exception
    protos = [element.proto for element in app if element.type != "code" and getattr(element, "proto", None)]
    return html.unescape("\n".join(words for proto in protos for words in _strings(proto)))


def _strings(proto: Proto) -> Iterator[str]:
    for _field, value in proto.ListFields():
        for each in value if hasattr(value, "__iter__") and not isinstance(value, str | bytes) else [value]:
            if isinstance(each, str):
                yield each
            elif isinstance(each, Proto):
                yield from _strings(each)


# Viewers at the same time


def test_the_language_of_one_viewer_is_not_that_of_another() -> None:
    both = Barrier(2, timeout=10)

    def visit(code: str) -> list[str]:
        i18n.set_language(code)
        both.wait()  # both have chosen, in either order
        said = [i18n.language(), i18n._("Regions")]
        both.wait()
        return said

    with i18n.use("fr"), ThreadPoolExecutor(2) as visitors:
        assert list(visitors.map(visit, ["fr", "en"])) == [["fr", "Régions"], ["en", "Regions"]]
        assert i18n.language() == "fr"


def test_what_is_made_later_speaks_the_language_of_its_page() -> None:
    def say() -> str:
        return i18n._("Regions")

    with i18n.use("fr"):
        later: Callable[[], str] = i18n.kept(say)
    with ThreadPoolExecutor(1) as elsewhere:
        assert (elsewhere.submit(later).result(), elsewhere.submit(say).result()) == ("Régions", "Regions")
