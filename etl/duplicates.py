"""Names so alike that they may mean one organisation or one catalyst: proposals for people, never merged by a program.

The work is bounded: names are only compared within blocks that share the beginning of one of their rarest words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations, islice
from typing import NamedTuple

from etl.text import fold

MOST = 20
"""Proposals made of one kind."""
ALIKE = 85.0
"""Least likeness of a proposal, in per cent."""
_BEGINNING = 4
"""Letters that make words of one block."""
_RAREST = 2
"""Words of a name that put it into a block."""
_LARGEST_BLOCK = 200
"""Names above which a block is left out: a word that so many share tells none of them apart."""
_COMPARISONS = 500_000
"""Most comparisons made, about a second of work; the smallest blocks come first."""
_SMALL = frozenset(
    ("de", "des", "du", "d", "la", "le", "les", "l", "et", "en", "a", "au", "aux", "of", "the", "and", "for", "in")
)


class Pair(NamedTuple):
    likeness: float  # per cent
    first: str
    second: str


def likely_duplicates(names: Mapping[str, str], marks: Mapping[str, str | None], most: int = MOST) -> list[Pair]:
    """Return the ids of names that are most alike, the most alike first.

    `names`: id -> name; `marks`: id -> what tells it apart from all that have another mark, None where nothing does.
    Raises ImportError without the library of requirements-duplicates.txt.
    """
    from rapidfuzz import fuzz

    def likeness(first: str, second: str) -> float:
        letters = fuzz.ratio(first, second, score_cutoff=ALIKE)
        # One word alone is in many names; two or more that a longer name holds are worth a look.
        words = fuzz.token_set_ratio(first, second, score_cutoff=ALIKE) if " " in first and " " in second else 0
        return max(letters, words)

    telling = {identity: _telling(name) for identity, name in sorted(names.items()) if fold(name)}
    pairs = islice((pair for block in _blocks(telling) for pair in combinations(block, 2)), _COMPARISONS)
    scored = {pair: likeness(*(telling[each] for each in pair)) for pair in pairs if _may_be_one(pair, marks)}
    likely = (Pair(score, *pair) for pair, score in scored.items() if score)
    return sorted(likely, key=lambda pair: (-pair.likeness, pair.first, pair.second))[:most]


def _may_be_one(pair: tuple[str, str], marks: Mapping[str, str | None]) -> bool:
    return len({mark for mark in map(marks.get, pair) if mark}) < 2


def _telling(name: str) -> str:
    """Fold a name and leave out the small words that any name may have."""
    folded = fold(name)
    return " ".join(word for word in folded.split() if word not in _SMALL) or folded


def _blocks(telling: Mapping[str, str]) -> list[list[str]]:
    """Group ids by the beginnings of their names and of these names' rarest words; the smallest groups first."""
    beginnings = {identity: {word[:_BEGINNING] for word in name.split()} for identity, name in telling.items()}
    uses = Counter(beginning for several in beginnings.values() for beginning in several)
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for identity, several in beginnings.items():
        for beginning in sorted(several, key=lambda each: (uses[each], each))[:_RAREST]:
            blocks[beginning].append(identity)
        blocks["^" + telling[identity].replace(" ", "")[:_BEGINNING]].append(identity)  # BPI France, Bpifrance
    return sorted((block for block in blocks.values() if 1 < len(block) <= _LARGEST_BLOCK), key=lambda b: (len(b), b))
