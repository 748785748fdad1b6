"""Layers of a stacked chart: the largest categories with a colour of their own, the rest put together.

More than a handful of colours cannot be told apart; what is put together is still counted, and the CSV has it all.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics import theme, vocabulary
from analytics.filters import mark_id
from analytics.i18n import _

LARGEST = 7


@dataclass(frozen=True)
class Layer:
    name: str
    colour: str
    pattern: str
    rows: pd.DataFrame
    ids: list[str] | None = None
    """Of its marks: what a click on one filters by. None where several categories are put together."""


def layers(frame: pd.DataFrame, dimension: str, *, place: str, category: str, value: str) -> list[Layer]:
    """Cut `frame` (a row for each `place` and `category`, of size `value`) into layers, in the vocabulary's order.

    A column `label` gives the categories' names where the vocabulary has none.
    """
    sizes = frame.groupby(category)[value].sum().sort_values(ascending=False, kind="stable")
    own = list(sizes.index if len(sizes) <= LARGEST + 1 else sizes.index[:LARGEST])
    given = dict(zip(frame[category], frame.get("label", frame[category]), strict=True))
    cut = [
        Layer(
            theme.plain(vocabulary.name(dimension, code, given[code]), 42),
            theme.colour(dimension, code),
            theme.pattern(code),
            rows := frame[frame[category] == code],
            [mark_id(dimension, code, f"{each}") for each in rows[place]],
        )
        for code in vocabulary.ordered(dimension, own)
    ]
    rest = frame[~frame[category].isin(own)]
    if len(rest):
        merged = rest.groupby(place)[[value]].sum().reset_index()
        cut.append(Layer(_("All others ({n})").format(n=len(sizes) - len(own)), theme.REST, "", merged))
    return cut
