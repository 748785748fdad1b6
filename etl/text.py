"""Text as people mean it: composed accents, one kind of space, and a folded form for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def compose(text: str) -> str:
    """Compose accents (NFC). Keeps every kind of space."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Compose accents and turn every run of white space, no-break spaces included, into one space."""
    return " ".join(compose(text).split())


@lru_cache(maxsize=100_000)
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
