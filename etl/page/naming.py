"""The name of an organisation, which its page does not state: an acronym in brackets, or the slug of its address."""

from __future__ import annotations

import re
from itertools import islice

from etl.page.facts import Description
from etl.text import fold, tidy

_CONNECTORS = "de|du|des|d|la|le|les|l|et|en|à|au|aux|pour|sur|par|of|the|and|for|in|on|to"
_CONNECTING = frozenset(_CONNECTORS.split("|"))
_GAP = rf"[\s'’\-]+(?:(?:{_CONNECTORS})[\s'’\-]+)*"
_BRACKETED = re.compile(r"\(\s*(?P<acronym>[^\W_][\w&.\-]{1,14})\s*\)")
_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_ARTICLE = re.compile(r"^(?:[lLdD]['’]|(?:[Ll]es?|[Ll]a|[Tt]he)\s+)")
_LOOK_BACK = 200
_MOST_TRIES = 20
"""An acronym that stands more often without its name before it is not looked at again."""


def name_in(descriptions: list[Description], slug: str) -> str | None:
    """Find a name followed by its acronym in brackets, where the acronym is the slug's first word.

    The original language is searched before the translation.
    """
    first_word = fold(slug).split(" ", 1)[0]
    for description in sorted(descriptions, key=lambda d: d.is_machine_translated):
        text = " ".join(filter(None, (description.tagline, description.body)))
        acronyms = (m for m in _BRACKETED.finditer(text) if fold(m["acronym"]).replace(" ", "") == first_word)
        for match in islice(acronyms, _MOST_TRIES):
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip()
            if name := _spelt_out(before, first_word, fold(slug)):
                return name
    return None


def readable(slug: str) -> str:
    """`centre-culturel-x` becomes `Centre culturel x`."""
    words = tidy(slug.replace("-", " ").replace("_", " "))
    return words[:1].upper() + words[1:]


def _spelt_out(before: str, acronym: str, folded_slug: str) -> str | None:
    """Cut the name out of the text before its acronym: by the slug's words, by the initials, else by its capitals."""
    by_slug = _ending_with(before, folded_slug.removeprefix(acronym).strip())
    return by_slug or _by_initials(before, acronym) or _by_capitals(before)


def _ending_with(before: str, folded: str) -> str | None:
    """Return the end of the text that reads like `folded`."""
    if not folded or not fold(before).endswith(folded):
        return None
    starts = [word.start() for word in re.finditer(r"[^\W_]+", before)]
    return next((before[start:] for start in starts if fold(before[start:]) == folded), None)


def _by_initials(before: str, acronym: str) -> str | None:
    """`Association des Centres culturels de rencontre` for `accr`; the name begins with a capital."""
    words = _GAP.join(rf"{re.escape(letter)}[^\W_]*" for letter in acronym)
    found = [m.start() for m in re.finditer(rf"(?<![^\W_])(?={words}$)", before, re.IGNORECASE)]
    return next((before[start:] for start in reversed(found) if before[start].isupper()), None)


def _by_capitals(before: str) -> str | None:
    """Return the text from the last run of capitalised words of the clause on: `Agence de la transition écologique`."""
    clause = re.split(r"[.;:,!?()«»]", before)[-1]
    start, in_run = None, False
    for word in _WORD.finditer(clause):
        if _ARTICLE.sub("", word[0])[:1].isupper():
            start = start if in_run else word.start()
            in_run = True
        elif word[0] not in _CONNECTING:
            in_run = False
    return _ARTICLE.sub("", clause[start:].strip()) or None if start is not None else None
