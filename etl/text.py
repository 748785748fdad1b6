"""Text as people mean it: composed accents, one kind of space, and a folded form for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_NOT_A_WORD = re.compile(r"[\W_]+")


def compose(text: str) -> str:
    """Compose accents (NFC). Keeps every kind of space."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Compose accents and turn every run of white space, no-break spaces included, into one space."""
    return " ".join(compose(text).split())


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Reduce to lower-case words without accents: `Île-de-France` and `ile de  france` become equal."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", bare.casefold()).strip()


def slugify(text: str) -> str:
    """`Ministère de la Culture` becomes `ministere-de-la-culture`."""
    return fold(text).replace(" ", "-")
