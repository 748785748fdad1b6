"""Text as people mean it: composed accents, one kind of space, and a folded form for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from etl.unseen import without_unseen

Result = TypeVar("Result")

_NOT_A_WORD = re.compile(r"[\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MAY_COMPOSE = re.compile(r"[^\x00-\u02ff\u2010-\u2027\u202f\u20ac]")
"""Anything but letters that are composed already and the punctuation that stands between them."""
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILE = re.compile(rf"({_MARK}{{4}}){_MARK}+")
"""More accents upon one letter than any language writes: they would cover the lines above."""
_MOST_KEPT = 50_000
_LONGEST_KEPT = 200


def compose(text: str) -> str:
    """Compose accents (NFC), at most four more upon one letter. Keeps every kind of space."""
    if text.isascii() or _is_western(text) or not _MAY_COMPOSE.search(text):
        return text
    return _PILE.sub(r"\1", unicodedata.normalize("NFC", text))


def _is_western(text: str) -> bool:
    """Whether all is Latin-1, or what French has beside it. To encode such text is to copy it, which takes no time."""
    plain = text.replace("’", "'").replace("œ", "o")
    return len(plain.encode("latin-1", "ignore")) == len(plain)


def tidy(text: str) -> str:
    """Compose accents, leave out what nobody sees, and make every run of white space, no-break or not, one space."""
    return " ".join(without_unseen(compose(text)).split())


class _Kept(dict[str, Result]):
    """What a function made of texts. A look-up is one of a dictionary: there is nothing cheaper."""

    def __init__(self, function: Callable[[str], Result]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> Result:
        made = self._function(text)
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[text] = made
        return made


def remembered(function: Callable[[str], Result]) -> Callable[[str], Result]:
    """Keep what a function makes of short texts: the same cells, dates and labels stand on most pages.

    What is returned is shared, so it must not be changed. Long texts, which hardly come again, would fill the memory.
    """
    return _Kept(function).__getitem__


@remembered
def fold(text: str) -> str:
    """Reduce to lower-case words without accents: `Île-de-France` and `ile de  france` become equal."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.replace("œ", "oe").replace("æ", "ae"))
        folded = _NOT_ASCII.sub(_without_accent, decomposed).casefold()
    return _NOT_A_WORD.sub(" ", folded).strip()


def _without_accent(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]


def slugify(text: str) -> str:
    """`Ministère de la Culture` becomes `ministere-de-la-culture`."""
    return fold(text).replace(" ", "-")
