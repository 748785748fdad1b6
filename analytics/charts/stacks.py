"""Layers of a stacked chart: the largest categories with a colour of their own, the rest put together.

More than a handful of colours cannot be told apart; what is put together is still counted, and the CSV has it all.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics import theme, vocabulary
from analytics.i18n import _

LARGEST = 7


@dataclass(frozen=True)
class Layer:
    name: str
    colour: str
    pattern: str
    rows: pd.DataFrame
    codes: list[str]
    """The categories in it: what a click on one of its marks filters by."""


def layers(
    frame: pd.DataFrame, dimension: str, pooled: pd.DataFrame, *, place: str, value: str, category: str = "category"
) -> list[Layer]:
    """Cut `frame` (a row for each `place` and `category`, of size `value`) into layers, in the vocabulary's order.

    A column `label` gives the categories' names where the vocabulary has none. `pooled`: the rows that say which
    categories are the largest, of all frames that are compared; of one alone, its own.
    """
    sizes = pooled.groupby(category)[value].sum().sort_values(ascending=False, kind="stable")
    own = list(sizes.index if len(sizes) <= LARGEST + 1 else sizes.index[:LARGEST])
    given = dict(zip(pooled[category], pooled.get("label", pooled[category]), strict=True))
    cut = [
        Layer(
            theme.plain(vocabulary.name(dimension, code, given[code]), 42),
            theme.colour(dimension, code),
            theme.pattern(code),
            frame[frame[category] == code],
            [code],
        )
        for code in vocabulary.ordered(dimension, own)
    ]
    rest = [code for code in sizes.index if code not in own]
    if rest:
        merged = frame[frame[category].isin(rest)].groupby(place)[[value]].sum().reset_index()
        cut.append(Layer(_("All others ({n})").format(n=len(rest)), theme.REST, "", merged, rest))
    return cut
