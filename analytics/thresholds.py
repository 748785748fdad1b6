"""From how many months of silence a relation is said to cool, and from how many to have lapsed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.i18n import _
from etl.errors import UsageError

THRESHOLDS = ("cooling", "lapsed")
"""Words in an address and on a command line, each with a number of months."""
MOST_MONTHS = 600


@dataclass(frozen=True)
class Thresholds:
    """Whole months without a trace, of which `cooling` is the smaller number."""

    cooling: int = 12
    lapsed: int = 24

    @classmethod
    def parse(cls, words: Mapping[str, Sequence[str]]) -> Thresholds:
        """From the words of an address or command line, of which the last of a name counts. Raises UsageError."""
        given = {name: _months(name, words[name][-1]) for name in THRESHOLDS if words.get(name)}
        thresholds = cls(**given)
        if thresholds.cooling >= thresholds.lapsed:
            text = _("cooling={cooling} has to be fewer months than lapsed={lapsed}: change one of them")
            raise UsageError(text.format(cooling=thresholds.cooling, lapsed=thresholds.lapsed))
        return thresholds

    def words(self) -> dict[str, list[str]]:
        """The shortest words that `parse` turns back into these thresholds."""
        usual = Thresholds()
        return {name: [str(getattr(self, name))] for name in THRESHOLDS if getattr(self, name) != getattr(usual, name)}


def _months(name: str, word: str) -> int:
    if not (word.isascii() and word.isdecimal() and 1 <= int(word) <= MOST_MONTHS):
        text = _("{name}={word} is not understood: write a whole number of months from 1 to {most}")
        raise UsageError(text.format(name=name, word=word, most=MOST_MONTHS))
    return int(word)
