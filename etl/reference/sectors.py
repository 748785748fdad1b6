"""Where a catalyst's name ends and its sectors begin: `Eurocities International Affairs`.

Never at a comma: three sector names contain one. The vocabulary, in English or in French, decides, case-sensitively.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from etl.reference import load
from etl.reference.regions import has_council_marker, region_of_council

UNRECOGNISED = "unrecognised"
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:de|du|des|la|le|les|et|of|the|and|for|pour|d['’]|l['’]|&)$|[,&\-/(]$", re.IGNORECASE
)


_MOST_COMMAS = 2  # in the name of one sector


class Split(NamedTuple):
    name: str
    sectors: tuple[str, ...]
    problem: str | None = None


@cache
def _vocabulary(language: str) -> dict[str, str]:
    """Sector as written in the language -> its English name."""
    return {sector[language]: sector["name"] for sector in load("sectors")["sectors"]}


@cache
def _groups() -> dict[str, str]:
    return {sector["name"]: sector["group"] for sector in load("sectors")["sectors"]}


def group_of(sector: str) -> str:
    return _groups().get(sector, UNRECOGNISED)


@cache
def _anywhere(language: str) -> re.Pattern[str]:
    """A sector behind a space, followed by the end or a comma. The longest alternative first."""
    words = sorted(_vocabulary(language), key=len, reverse=True)
    return re.compile(rf"(?<=\s)(?:{'|'.join(map(re.escape, words))})(?=$|, )")


_LANGUAGES = ("name", "fr")


def split_sectors(text: str, is_known: Callable[[str], bool]) -> Split:
    """Split the tidy text of a catalyst that has sectors.

    In this order: a known name with a remainder that is all vocabulary; the longest vocabulary suffix, repeated while
    preceded by a comma; a sector of the vocabulary followed by unknown ones; a known name followed by an unknown
    sector. Unknown sectors are kept as written. Where nothing tells, the whole text is the name, with a problem.
    """
    known = list(_known_names(text, is_known))
    for language in _LANGUAGES:
        for name in known:
            if sectors := _parse_list(text[len(name) + 1 :], language):
                return Split(name, sectors)
        if found := next(_suffix_splits(text, language), None):
            return found
    for language in _LANGUAGES:
        if found := _followed_by_unknown(text, language):
            return found
    for name in known:
        remainder = text[len(name) + 1 :]
        if remainder[:1].isupper():
            return Split(name, as_written(remainder))
    return Split(text, (), f'cannot tell the name from its sectors in "{text}": no sector of the vocabulary ends it')


def _known_names(text: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    """Yield every beginning of the text that is a known name or a regional council, longest first."""
    for space in reversed([match.start() for match in re.finditer(" ", text)]):
        name = text[:space]
        if is_known(name) or (has_council_marker(name) and region_of_council(name)):
            yield name


def _parse_list(text: str, language: str) -> tuple[str, ...]:
    """Read `Banking, Leisure, Travel & Tourism` where all of it is vocabulary; empty where it is not."""
    vocabulary = _vocabulary(language)
    if text in vocabulary:
        return (vocabulary[text],)
    for comma in re.finditer(", ", text):
        first = vocabulary.get(text[: comma.start()])
        if first and (rest := _parse_list(text[comma.end() :], language)):
            return tuple(dict.fromkeys((first, *rest)))
    return ()


def _suffix_splits(text: str, language: str) -> Iterator[Split]:
    vocabulary = _vocabulary(language)
    for space in re.finditer(" ", text):  # the leftmost start is the longest suffix
        sector = vocabulary.get(text[space.end() :])
        if sector is None:
            continue
        head = text[: space.start()]
        if head.endswith(","):
            for name, sectors, _ in _suffix_splits(head[:-1], language):
                yield Split(name, tuple(dict.fromkeys((*sectors, sector))))
        elif not _UNFINISHED.search(head):
            yield Split(head, (sector,))


def _followed_by_unknown(text: str, language: str) -> Split | None:
    """Split `Acme Banking, Underwater Weaving`."""
    for match in _anywhere(language).finditer(text):
        head, rest = text[: match.start() - 1], text[match.end() + 2 :]
        if rest and not _UNFINISHED.search(head):
            return Split(head, tuple(dict.fromkeys((_vocabulary(language)[match[0]], *as_written(rest)))))
    return None


def as_written(text: str) -> tuple[str, ...]:
    """Cut at commas outside the vocabulary: the known sectors in English, the others as they stand."""
    sectors: list[str] = []
    while text:
        commas = islice(re.finditer(", ", text), _MOST_COMMAS + 1)
        options = [text[: comma.start()] for comma in commas] + [text]
        known = [
            (option, language)
            for option in reversed(options)
            for language in _LANGUAGES
            if option in _vocabulary(language)
        ]
        option, sector = (known[0][0], _vocabulary(known[0][1])[known[0][0]]) if known else (options[0], options[0])
        sectors.append(sector)
        text = text[len(option) + 2 :]
    return tuple(dict.fromkeys(sector for sector in sectors if sector.strip()))
