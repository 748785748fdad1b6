"""Filters that property tests draw: values that a warehouse has, and periods that begin or end where something does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import duckdb
from hypothesis import strategies as st

from analytics.filters import DIMENSIONS, PRESETS

VALUES = """
select 'organisation', organisation_id from organisation
union all select 'catalyst', catalyst_id from catalyst
union all select 'kind', kind from catalyst
union all select 'region', region_code from region
union all select 'sector', sector from catalyst_sector
union all select 'sector_group', sector_group from catalyst_sector
union all select 'sector_group', 'none'
union all select 'relation_type', relation_type from engagement
union all select 'channel', channel from engagement
"""


class Drawable(NamedTuple):
    """What the filters of a warehouse can be of: codes by dimension, and days on which an engagement begins."""

    values: Mapping[str, Sequence[str]]
    days: Sequence[Any]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Drawable:
        found = con.execute(VALUES).fetchall()
        days = con.execute("select distinct engaged_on from engagement").fetchall()
        values = {name: sorted({code for of, code in found if of == name}) for name in DIMENSIONS}
        return cls(values, [day for (day,) in days])


def periods(days: Sequence[Any]) -> st.SearchStrategy[str]:
    """Presets, and periods that begin and end on days of which something is known, or the days around them."""
    if not any(days):
        return st.sampled_from(PRESETS)
    ends = st.one_of(st.just(""), st.sampled_from(sorted(filter(None, days))).map(str))
    between = st.tuples(ends, ends).map(lambda both: ":".join(sorted(both, key=lambda day: day or "0")))
    return st.one_of(st.sampled_from(PRESETS), between, between.map(lambda word: word if word != ":" else "all"))


@st.composite
def words(draw: st.DrawFn, drawable: Drawable) -> dict[str, list[str]]:
    """Words of an address: filters of a few dimensions, with values that there are."""
    chosen = draw(
        st.lists(st.sampled_from([name for name in DIMENSIONS if drawable.values[name]]), max_size=3, unique=True)
    )
    found = {name: draw(st.lists(st.sampled_from(drawable.values[name]), min_size=1, max_size=4)) for name in chosen}
    period = draw(st.one_of(st.just("all"), periods(drawable.days)))
    return found if period in ("all", ":") else {**found, "period": [period]}
