"""The language that people are spoken to in, and the sentences of this package in it.

All code here speaks English, and so do the reasons, remarks and conflicts that a warehouse keeps: people script against
them. A sentence is translated as a whole where somebody reads it (`told`): it is recognised by the message of the
catalogue (`etl/locale/<language>.po`) that it was made from, and what was filled in there is filled in again.
"""

from __future__ import annotations

import functools
import gettext
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

LANGUAGES = {"en": "English", "fr": "Français"}
DEFAULT = "en"
CATALOGUES = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    return _language.get()


def set_language(code: str) -> None:
    _language.set(code if code in LANGUAGES else DEFAULT)


@contextmanager
def use(code: str) -> Iterator[None]:
    """Speak `code` within the block."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def of_environment(environment: Mapping[str, str]) -> str:
    """Our language that the environment asks for, as gettext reads it, else English."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    given = next((environment[name] for name in names if environment.get(name)), "")
    wanted = (re.split(r"[_.@]", locale)[0].lower() for locale in given.split(":"))
    return next((code for code in wanted if code in LANGUAGES), DEFAULT)


@functools.cache
def catalogue(folder: Path, code: str) -> gettext.NullTranslations:
    """The catalogue `<code>.po` of a folder, or one without messages: English is the language of the code."""
    path = folder / f"{code}.po"
    if not path.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # not for those who read English
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def catalogue_of_sentences(code: str) -> gettext.NullTranslations:
    """The catalogue of this package."""
    return catalogue(CATALOGUES, code)


def told(words: str) -> str:
    """`words` of this package, line for line, in the language of the reader; what is not recognised stays as it is."""
    if language() == DEFAULT:
        return words
    return "\n".join(_told(language(), line) for line in words.split("\n"))


_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class _Sentence:
    """A message that something is filled into: its own words, and the names of the fields between them."""

    message: str
    words: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, message: str) -> _Sentence:
        parts = _FIELD.split(message)
        return cls(message, tuple(parts[::2]), tuple(parts[1::2]))

    def fields(self, text: str) -> dict[str, str] | None:
        """What was filled in to make `text`, or None if it was not made from this; in time linear in its length."""
        first, *between, last = self.words
        place, end = len(first), len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last):
            return None
        values = []
        for words in between:
            found = text.find(words, place, end)
            if found < 0:
                return None
            values.append(text[place:found])
            place = found + len(words)
        return dict(zip(self.names, [*values, text[place:end]], strict=True)) if place <= end else None


@functools.cache
def _sentences(code: str) -> list[_Sentence]:
    """The messages that something is filled into, those with the most words of their own first."""
    messages = [message for message in _messages(code) if _FIELD.search(message)]
    return [_Sentence.of(message) for message in sorted(messages, key=_own_letters, reverse=True)]


def _own_letters(message: str) -> int:
    return sum(map(str.isalpha, _FIELD.sub("", message)))


def _messages(code: str) -> list[str]:
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return [message.id for message in read_po(file, locale=code) if isinstance(message.id, str) and message.id]


_LONGEST = 2_000
"""Letters of a line that is looked at; no sentence of ours is longer, but text of a file may be."""
_DEEPEST = 3
"""How far sentences within sentences are looked for."""


def _told(code: str, text: str, depth: int = 0) -> str:
    words = text.strip(" ")
    translated = _recognised(code, words, depth) if 0 < len(words) <= _LONGEST else None
    return text.replace(words, translated, 1) if translated else text


@functools.lru_cache(maxsize=10_000)
def _recognised(code: str, words: str, depth: int) -> str | None:
    """The translation of a message, of one with something filled in, or of what is put together of them; else None."""
    translated = catalogue_of_sentences(code).gettext(words)
    if translated != words:
        return translated
    if depth > _DEEPEST:
        return None
    ways = (_beginning_alike, _before_remark, _behind_place, _one_after_the_other, _ending_alike)
    return next(filter(None, (way(code, words, depth + 1) for way in ways)), _partly(code, words))


def _beginning_alike(code: str, words: str, depth: int) -> str | None:
    return _filled_in(code, words, depth, [each for each in _sentences(code) if each.words[0]])


def _ending_alike(code: str, words: str, depth: int) -> str | None:
    return _filled_in(code, words, depth, [each for each in _sentences(code) if not each.words[0]])


def _filled_in(code: str, words: str, depth: int, sentences: Iterable[_Sentence]) -> str | None:
    for sentence in sentences:
        if (fields := sentence.fields(words)) is not None:
            filled = {name: _told(code, value, depth) for name, value in fields.items()}
            return catalogue_of_sentences(code).gettext(sentence.message).format(**filled)
    return None


_REMARK = re.compile(r"(?P<words>.+) \((?P<remark>[^()]+)\)")


def _before_remark(code: str, words: str, depth: int) -> str | None:
    """`sentence (remark)`."""
    match = _REMARK.fullmatch(words)
    sentence = _recognised(code, match["words"], depth) if match else None
    return f"{sentence} ({_told(code, match['remark'], depth)})" if match and sentence else None


_PLACE = re.compile(r": ")
_PLACES = 4


def _behind_place(code: str, words: str, depth: int) -> str | None:
    """`file:3: column: sentence`."""
    for place in islice(_PLACE.finditer(words), _PLACES):
        if sentence := _recognised(code, words[place.end() :], depth):
            return words[: place.end()] + sentence
    return None


def _one_after_the_other(code: str, words: str, depth: int) -> str | None:
    """`sentence, sentence`."""
    parts = words.split(", ")
    each = [_recognised(code, part, depth) for part in parts] if len(parts) > 1 else [None]
    return ", ".join(filter(None, each)) if all(each) else None


def _partly(code: str, words: str) -> str | None:
    """A list that has whole messages among other things."""
    known = catalogue_of_sentences(code)
    translated = ", ".join(known.gettext(part) if part else "" for part in words.split(", "))
    return None if translated == words else translated
