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


@dataclass(frozen=True)
class _Sentence:
    start: str
    pattern: re.Pattern[str]
    message: str


_FIELD = re.compile(r"\{(\w+)\}")


@functools.cache
def _sentences(code: str) -> list[_Sentence]:
    """The messages that something is filled into, those with the most words of their own first."""
    messages = [message for message in _messages(code) if _FIELD.search(message)]
    messages.sort(key=_own_letters, reverse=True)
    return [_Sentence(_FIELD.split(message)[0], _pattern(message), message) for message in messages]


def _own_letters(message: str) -> int:
    return sum(map(str.isalpha, _FIELD.sub("", message)))


def _messages(code: str) -> list[str]:
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return [message.id for message in read_po(file, locale=code) if isinstance(message.id, str) and message.id]


def _pattern(message: str) -> re.Pattern[str]:
    """Literal words and names of fields in turn, which is what `re.split` gives."""
    parts = (f"(?P<{part}>.*?)" if place % 2 else re.escape(part) for place, part in enumerate(_FIELD.split(message)))
    return re.compile("".join(parts), re.DOTALL)


def _told(code: str, text: str) -> str:
    words = text.strip(" ")
    translated = _recognised(code, words) if words else None
    return text.replace(words, translated, 1) if translated else text


@functools.lru_cache(maxsize=10_000)
def _recognised(code: str, words: str) -> str | None:
    """The translation of a message, of one with something filled in, or of what is put together of them; else None."""
    translated = catalogue_of_sentences(code).gettext(words)
    if translated != words:
        return translated
    found = (match(code, words) for match in (_beginning_alike, _put_together, _ending_alike, _partly))
    return next(filter(None, found), None)


def _beginning_alike(code: str, words: str) -> str | None:
    return _filled_in(code, words, [each for each in _sentences(code) if each.start and words.startswith(each.start)])


def _ending_alike(code: str, words: str) -> str | None:
    return _filled_in(code, words, [each for each in _sentences(code) if not each.start])


def _filled_in(code: str, words: str, sentences: Iterable[_Sentence]) -> str | None:
    for sentence in sentences:
        if match := sentence.pattern.fullmatch(words):
            filled = {name: _told(code, value) for name, value in match.groupdict().items()}
            return catalogue_of_sentences(code).gettext(sentence.message).format(**filled)
    return None


_PLACE = re.compile(r": ")
_REMARK = re.compile(r"(?P<words>.+) \((?P<remark>[^()]+)\)")


def _put_together(code: str, words: str) -> str | None:
    """A sentence before a remark in brackets or behind a place (`file:3: column: sentence`), or a list of sentences."""
    match = _REMARK.fullmatch(words)
    sentence = _recognised(code, match["words"]) if match else None
    if match and sentence:
        return f"{sentence} ({_told(code, match['remark'])})"
    for place in _PLACE.finditer(words):
        if sentence := _recognised(code, words[place.end() :]):
            return words[: place.end()] + sentence
    parts = words.split(", ")
    each = [_recognised(code, part) for part in parts] if len(parts) > 1 else [None]
    return ", ".join(filter(None, each)) if all(each) else None


def _partly(code: str, words: str) -> str | None:
    """A list that has whole messages among other things."""
    known = catalogue_of_sentences(code)
    translated = ", ".join(known.gettext(part) if part else "" for part in words.split(", "))
    return None if translated == words else translated
