"""What kind of institution a catalyst is: ordered patterns on its folded name, then its sectors."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from etl.config import REFERENCE
from etl.errors import SourceError
from etl.reference import load
from etl.reference.regions import region_of_council
from etl.text import fold

OTHER = "other"
REGIONAL_AUTHORITY = "regional_authority"
_REGION_TABLE = "<region table>"


@cache
def _patterns() -> list[tuple[str, re.Pattern[str] | None]]:
    """Kind and pattern in order; None stands for the table of regions."""
    rows = load("kinds")["order"]
    return [(row["kind"], None if row["pattern"] == _REGION_TABLE else _compiled(row["pattern"])) for row in rows]


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise SourceError(f"{REFERENCE / 'kinds.json'}: the pattern {pattern} cannot be read ({error})") from error


def kinds() -> tuple[str, ...]:
    """Return every kind there is."""
    return tuple(dict.fromkeys([*(kind for kind, _ in _patterns()), OTHER]))


def kind_of(name: str, sectors: Collection[str]) -> str:
    """Classify a catalyst; `sectors` (English names) only decide where the name says nothing.

    The first sector of the fall-back table that the catalyst has decides; `null` there means that it could be anything.
    """
    folded = fold(name)
    for kind, pattern in _patterns():
        if pattern.search(folded) if pattern else region_of_council(name):
            return kind
    fallback: dict[str, str | None] = load("kinds")["sector_fallback"]
    return next((kind or OTHER for sector, kind in fallback.items() if sector in sectors), OTHER)
