"""The description: a tagline, paragraphs and a line of tags, once or twice (a machine translation, then the original).

Structure is read first: a block ends with its line of tags. The language is then told by counting stop-words.
"""

from __future__ import annotations

import re

from etl.page.facts import Description
from etl.text import tidy

_COMMON_WORDS = {
    "en": "the of and in to for is by with are its on as at from this that which an our we or",
    "fr": "le la les l de des du d et en un une dans pour par est sur au aux qui que avec ses nos ou",
}
_STOP_WORDS = {code: frozenset(words.split()) for code, words in _COMMON_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_LAST_TAG = re.compile(r"^(?:and|et)\s+", re.IGNORECASE)
_MAX_WORDS_PER_TAG = 6


def language_of(text: str) -> str:
    """Return 'en' or 'fr', whichever has more of its stop-words in the text, else 'und'."""
    words = _WORD.findall(text.lower())
    english, french = (sum(map(_STOP_WORDS[code].__contains__, words)) for code in ("en", "fr"))
    if english == french:
        return "und"
    return "en" if english > french else "fr"


def read_tags(line: str) -> tuple[str, ...]:
    """Read `Culture, Network, and Residences`; empty where the line is no list of tags."""
    text = tidy(line)
    if not text or text[-1] in ".!?…:;»":
        return ()
    items = text.split(", ")
    if len(items) < 3 and not _LAST_TAG.match(items[-1]):
        return ()
    if len(items) < 2 or any(len(item.split()) > _MAX_WORDS_PER_TAG for item in items):
        return ()
    return tuple(dict.fromkeys(tag for item in items if (tag := _LAST_TAG.sub("", item).strip())))


def read_descriptions(before: list[str], after: list[str]) -> list[Description]:
    """Read the lines before and after the marker of machine translation, none of them blank.

    Without a marker everything stands in `before`. What follows the translation's line of tags is the original.
    """
    blocks = [(block, False) for block in _blocks(before)]
    if after:
        translated, *originals = _blocks(after)
        blocks += [(translated, True), *((block, False) for block in originals)]
    return _merge_same([_describe(block, is_translated) for block, is_translated in blocks])


def _blocks(lines: list[str]) -> list[list[str]]:
    """Cut into at most two texts: after the first line of tags if another text follows, else where the language turns.

    A line after the second line of tags belongs to the second text.
    """
    if not lines:
        return []
    cut = next((i + 1 for i, line in enumerate(lines) if i and read_tags(line)), None)
    if cut is None or not _is_another_text(lines[:cut], lines[cut:]):
        cut = _language_turn(lines)
    return [block for block in (lines[:cut], lines[cut:]) if block]


def _is_another_text(first: list[str], rest: list[str]) -> bool:
    """Whether the rest is a text of its own: it has tags, or speaks another language."""
    languages = {_language_of_prose(first), _language_of_prose(rest)}
    return bool(rest) and (len(languages - {"und"}) == 2 or any(read_tags(line) for line in rest[1:]))


def _language_turn(lines: list[str]) -> int:
    """Return the index of the first line whose language differs from all lines before; else their number."""
    languages = [_language_of_prose([line]) for line in lines]
    first = next((code for code in languages if code != "und"), "und")
    turn = next((i for i, code in enumerate(languages) if code not in {first, "und"}), len(lines))
    return turn if first not in languages[turn:] else len(lines)


def _language_of_prose(lines: list[str]) -> str:
    """Leave lines of tags out: the platform joins French ones with an English `and` too."""
    return language_of(" ".join(line for line in lines if not read_tags(line)))


def _describe(lines: list[str], is_translated: bool) -> Description:
    at = next((i for i, line in enumerate(lines) if i and read_tags(line)), None)
    tags = read_tags(lines[at]) if at is not None else ()
    prose = [tidy(line) for i, line in enumerate(lines) if i != at]
    return Description(
        language_of(" ".join(prose)), is_translated, prose[0] if prose else None, "\n\n".join(prose[1:]) or None, tags
    )


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
