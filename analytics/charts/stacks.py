"""Layers of a stacked chart: the largest categories with a colour of their own, the rest put together.

More than a handful of colours cannot be told apart; what is put together is still counted, and the CSV has it all.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pandas as pd

from analytics import theme, vocabulary
from analytics.frame import Row, records
from analytics.i18n import _

LARGEST = 7


@dataclass(frozen=True)
class Layer:
    name: str
    colour: str
    pattern: str
    places: list[Any]
    values: list[float]
    """The size of what stands at each place."""
    codes: list[str]
    """The categories in it: what a click on one of its marks filters by."""


def layers(
    frame: pd.DataFrame, dimension: str, pooled: pd.DataFrame, *, place: str, value: str, category: str = "category"
) -> list[Layer]:
    """Cut `frame` (a row for each `place` and `category`, of size `value`) into layers, in the vocabulary's order.

    A column `label` gives the categories' names where the vocabulary has none. `pooled`: the rows that say which
    categories are the largest, of all frames that are compared; of one alone, its own.
    """
    rows, among = records(frame), records(pooled)
    code_of, place_of, size_of = attrgetter(category), attrgetter(place), attrgetter(value)
    sizes = _totals([(code_of(row), size_of(row)) for row in among])
    largest_first = sorted(sizes, key=lambda code: (-sizes[code], code))
    own = largest_first if len(sizes) <= LARGEST + 1 else largest_first[:LARGEST]
    given = {code_of(row): getattr(row, "label", code_of(row)) for row in among}
    of_code: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_code[code_of(row)].append(row)
    cut = [
        Layer(
            theme.plain(vocabulary.name(dimension, code, given[code]), 42),
            theme.colour(dimension, code),
            theme.pattern(code),
            list(map(place_of, of_code[code])),
            list(map(size_of, of_code[code])),
            [code],
        )
        for code in vocabulary.ordered(dimension, own)
    ]
    if rest := largest_first[len(own) :]:
        together = _totals([(place_of(row), size_of(row)) for code in rest for row in of_code[code]])
        places = sorted(together)
        name = _("All others ({n})").format(n=len(rest))
        cut.append(Layer(name, theme.REST, "", places, [together[each] for each in places], rest))
    return cut


def _totals(sizes: list[tuple[Any, float]]) -> dict[Any, float]:
    """The sum of the sizes under each key."""
    found: defaultdict[Any, list[float]] = defaultdict(list)
    for key, size in sizes:
        found[key].append(size)
    return {key: _sum(each) for key, each in found.items()}


def _sum(sizes: list[float]) -> float:
    """Of whole numbers a whole one; of shares what they come to, not what rounding after each makes of it."""
    return sum(sizes) if all(isinstance(size, int) for size in sizes) else math.fsum(sizes)
