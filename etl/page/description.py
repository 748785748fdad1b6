"""The description: a tagline, paragraphs and a line of tags, once or twice (a machine translation, then the original).

Structure is read first: a block ends with its line of tags. The language is then told by counting stop-words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import repeat
from typing import NamedTuple

from etl.page.facts import Description
from etl.text import remembered, tidy
from etl.unseen import without_unseen

_COMMON_WORDS = {
    1: "the of and in to for is by with are its on as at from this that which an our we or",
    -1: "le la les l de des du d et en un une dans pour par est sur au aux qui que avec ses nos ou",
}
_SPEAKS_FOR = {word: side for side, words in _COMMON_WORDS.items() for word in words.split()}
"""Stop-word -> 1 for English, -1 for French."""
_WORD = re.compile(r"[^\W\d_]+")
_LAST_TAG = re.compile(r"^(?:and|et)\s+", re.IGNORECASE)
_NO_TAGS = (".", "!", "?", "…", ":", ";", "»")
_MAX_WORDS_PER_TAG = 6


def language_of(text: str) -> str:
    """Return 'en' or 'fr', whichever has more of its stop-words in the text, else 'und'."""
    return _language(_balance(text.split()))


def _balance(words: Iterable[str]) -> int:
    """Return how many more English stop-words there are than French ones."""
    return sum(map(_balance_of, words))


@remembered
def _balance_of(word: str) -> int:
    """Weigh what stands between two spaces: `l'association,` is two words."""
    return sum(_SPEAKS_FOR.get(part, 0) for part in _WORD.findall(word.lower()))


def _language(balance: int) -> str:
    if balance == 0:
        return "und"
    return "en" if balance > 0 else "fr"


def read_tags(line: str) -> tuple[str, ...]:
    """Read `Culture, Network, and Residences`; empty where the line is no list of tags."""
    return _tags(tidy(line))


def _tags(text: str) -> tuple[str, ...]:
    if not text or text.endswith(_NO_TAGS):
        return ()
    items = text.split(", ")
    if len(items) < 2 or (len(items) == 2 and not _LAST_TAG.match(items[-1])):
        return ()
    if max(map(str.count, items, repeat(" "))) >= _MAX_WORDS_PER_TAG:
        return ()
    return tuple(dict.fromkeys(filter(None, map(_tag, items))))


@remembered
def _tag(item: str) -> str:
    return _LAST_TAG.sub("", item).strip()


class _Line(NamedTuple):
    """A line of a description, with all that is asked of it again and again."""

    text: str  # tidy
    tags: tuple[str, ...]
    balance: int

    @classmethod
    def of(cls, line: str) -> _Line:
        words = without_unseen(line).split()
        text = " ".join(words)
        return cls(text, _tags(text), _balance(words))


def _language_of(lines: Iterable[_Line]) -> str:
    return _language(sum([line.balance for line in lines]))


def _language_of_prose(lines: Iterable[_Line]) -> str:
    """Leave lines of tags out: the platform joins French ones with an English `and` too."""
    return _language_of([line for line in lines if not line.tags])


def read_descriptions(before: list[str], after: list[str]) -> list[Description]:
    """Read the lines before and after the marker of machine translation, none of them blank, accents composed.

    Without a marker everything stands in `before`. What follows the translation's line of tags is the original.
    """
    blocks = [(block, False) for block in _blocks(list(map(_Line.of, before)))]
    if after:
        translated, *originals = _blocks(list(map(_Line.of, after)))
        blocks += [(translated, True), *((block, False) for block in originals)]
    return _merge_same([_describe(block, is_translated) for block, is_translated in blocks])


def _blocks(lines: list[_Line]) -> list[list[_Line]]:
    """Cut into at most two texts: after the first line of tags if another text follows, else where the language turns.

    A line after the second line of tags belongs to the second text.
    """
    if not lines:
        return []
    cut = next((i + 1 for i, line in enumerate(lines) if i and line.tags), None)
    if cut is None or not _is_another_text(lines[:cut], lines[cut:]):
        cut = _language_turn(lines)
    return [block for block in (lines[:cut], lines[cut:]) if block]


def _is_another_text(first: list[_Line], rest: list[_Line]) -> bool:
    """Whether the rest is a text of its own: it has tags, or speaks another language."""
    if any(line.tags for line in rest[1:]):
        return True
    return {_language_of_prose(first), _language_of_prose(rest)} == {"en", "fr"}


def _language_turn(lines: list[_Line]) -> int:
    """Return the index of the first line whose language differs from all lines before; else their number."""
    languages = [_language_of_prose([line]) for line in lines]
    first = next((code for code in languages if code != "und"), "und")
    turn = next((i for i, code in enumerate(languages) if code not in {first, "und"}), len(lines))
    return turn if first not in languages[turn:] else len(lines)


def _describe(lines: list[_Line], is_translated: bool) -> Description:
    at = next((i for i, line in enumerate(lines) if i and line.tags), None)
    tags = lines[at].tags if at is not None else ()
    prose = [line for i, line in enumerate(lines) if i != at]
    tagline, body = (prose[0].text if prose else None), "\n\n".join([line.text for line in prose[1:]])
    return Description(_language_of(prose), is_translated, tagline, body or None, tags)


def _merge_same(descriptions: list[Description]) -> list[Description]:
    """Join texts of the same language and origin: there is one description for each."""
    merged: dict[tuple[str, bool], Description] = {}
    for new in descriptions:
        key = (new.language, new.is_machine_translated)
        old = merged.get(key)
        if old is not None:
            body = "\n\n".join(text for text in (old.body, new.tagline, new.body) if text)
            new = old._replace(body=body or None, tags=tuple(dict.fromkeys(old.tags + new.tags)))
        merged[key] = new
    return list(merged.values())
