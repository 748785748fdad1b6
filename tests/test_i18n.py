"""Languages: which is chosen, how numbers, dates and lists are written, and that no translation loses a word."""

from __future__ import annotations

import datetime as dt
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from analytics import i18n

SPACE, WIDE = "\u202f", "\u00a0"
DAY = dt.date(2025, 2, 28)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de-DE, fr;q=0.5, en;q=0.3", "fr"),
        ("en-US,fr;q=0.9", "en"),
        ("de,es", "en"),
        (";;,,", "en"),
    ],
)
def test_the_browsers_first_language_of_ours_is_taken(accepted: str | None, language: str) -> None:
    assert i18n.preferred(accepted) == language


@given(st.text())
def test_whatever_a_browser_sends_gives_a_language(accepted: str) -> None:
    assert i18n.preferred(accepted) in i18n.LANGUAGES


def test_a_language_is_spoken_within_its_block_only() -> None:
    with i18n.use("fr"):
        assert i18n.language() == "fr"
        with i18n.use("en"):
            assert i18n.language() == "en"
        assert i18n.language() == "fr"
    assert i18n.language() == "en"


def test_an_unknown_language_is_english() -> None:
    before = i18n.language()
    i18n.set_language("tlh")
    assert i18n.language() == "en"
    i18n.set_language(before)


@pytest.mark.parametrize(
    ("language", "number", "share", "day", "month", "listed"),
    [
        ("en", "1,234.5", "71%", "28 Feb 2025", "Feb 2025", "a, b and c"),
        ("fr", f"1{SPACE}234,5", f"71{WIDE}%", "28 févr. 2025", "févr. 2025", "a, b et c"),
    ],
)
def test_numbers_dates_and_lists(language: str, number: str, share: str, day: str, month: str, listed: str) -> None:
    with i18n.use(language):
        assert i18n.number(1234.5, 1) == number
        assert i18n.percent(0.714) == share
        assert (i18n.date(DAY), i18n.date(DAY, "month"), i18n.date(DAY, "year")) == (day, month, "2025")
        assert i18n.listing(["a", "b", "c"]) == listed
        assert i18n.moment(dt.datetime(2025, 2, 28, 9, 5)) == f"{day}, 09:05"


def test_numbers_have_no_more_decimals_than_they_need() -> None:
    assert [i18n.number(value, 1) for value in (3, 3.5, 3.04)] == ["3", "3.5", "3"]


def test_quarters() -> None:
    assert i18n.date(DAY, "quarter") == "Q1 2025"


@pytest.mark.parametrize(
    ("count", "listed"),
    [(0, ""), (1, "a"), (2, "a or b"), (5, "a, b, c, d or e"), (6, "a, b, c, d or 2 others")],
)
def test_long_lists_end_in_a_number_that_is_never_one(count: int, listed: str) -> None:
    assert i18n.listing(list("abcdef")[:count], "or") == listed


def test_sentences_leave_out_what_is_not_said() -> None:
    assert i18n.sentences(["A.", "", "B."]) == "A. B."


def test_a_catalogue_is_an_ordinary_gettext_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plural = 'msgid "{n} dog"\nmsgid_plural "{n} dogs"\nmsgstr[0] "{n} chien"\nmsgstr[1] "{n} chiens"\n'
    header = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    (tmp_path / "fr.po").write_text(f'{header}msgid "Yes"\nmsgstr "Oui"\n\n{plural}', encoding="utf-8")
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    with i18n.use("fr"):
        assert (i18n._("Yes"), i18n._("Not there"), i18n._("")) == ("Oui", "Not there", "")
        assert [i18n.ngettext("{n} dog", "{n} dogs", n) for n in (0, 1, 2)] == ["{n} chien", "{n} chien", "{n} chiens"]
    assert i18n._("Yes") == "Yes"


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if code != i18n.DEFAULT])
def test_translations_are_whole_and_keep_what_is_filled_in(language: str) -> None:
    with (i18n.CATALOGUES / f"{language}.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    assert len(messages) > 100
    for message in messages:
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        given = [message.string] if isinstance(message.string, str) else list(message.string)
        assert not message.fuzzy, originals
        for text in given:
            assert text, f"{originals[0]!r} has no translation"
            assert _fields(text) <= _fields(originals[-1]), originals
            assert {name for name in _fields(originals[-1]) if name != "n"} <= _fields(text), originals
            assert not re.search(r"[^\s\u00a0\u202f][;!?]|«[^\u00a0\u202f]|\w'\w", text), f"French typography: {text!r}"


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (dt.date(2026, 11, 23), "today", "aujourd’hui"),
        (dt.date(2026, 11, 22), "1 day ago", "il y a 1 jour"),
        (dt.date(2025, 2, 28), "21 months ago", "il y a 21 mois"),
        (dt.date(2020, 2, 28), "7 years ago", "il y a 7 ans"),
    ],
)
def test_ages_are_said_in_a_fitting_unit(day: dt.date, english: str, french: str) -> None:
    today = dt.date(2026, 11, 23)
    with i18n.use("en"):
        assert i18n.ago(day, today) == english
    with i18n.use("fr"):
        assert i18n.ago(day, today) == french


def test_a_build_at_midnight_has_a_time_of_day() -> None:
    with i18n.use("en"):
        assert i18n.moment(dt.date(2025, 1, 1)) == "1 Jan 2025, 00:00"
