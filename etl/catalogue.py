"""The catalysts of all pages together: names split from sectors, spellings joined, kinds and regions looked up.

All pages are needed at once, because a name that one page shows without sectors tells where it ends on another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.page.facts import CatalystRow
from etl.reference.kinds import kind_of
from etl.reference.regions import council_name, region_of_council
from etl.reference.sectors import Split, split_sectors
from etl.text import fold, slugify

_REGION_ID = re.compile(r"region-[0-9]{2}")


class Resolved(NamedTuple):
    catalyst_id: str
    name: str
    region_code: str | None
    sectors: tuple[str, ...]
    problem: str | None
    written: str
    """The name as it stands on the page."""


@dataclass(slots=True)
class Catalogue:
    """Resolves rows; remembers each text, because the same catalysts stand on most pages."""

    known_names: frozenset[str]
    """Folded."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Folded name -> name of the catalyst that it stands for."""
    sectors: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Catalyst id -> union of its sectors over all rows resolved so far."""
    _resolved: dict[tuple[str, bool, str | None, tuple[str, ...]], Resolved] = field(default_factory=dict)

    def resolve(self, row: CatalystRow) -> Resolved:
        key = row.text, row.has_sectors, row.logo_name, row.sectors
        if key not in self._resolved:
            self._resolved[key] = resolved = self._look_up(row)
            self.sectors[resolved.catalyst_id].update(resolved.sectors)
        return self._resolved[key]

    def kind(self, catalyst_id: str, name: str) -> str:
        return kind_of(name, self.sectors[catalyst_id])

    def _look_up(self, row: CatalystRow) -> Resolved:
        written, sectors, problem = self._split(row)
        name = self.aliases.get(fold(written), written)
        region_code = region_of_council(name)
        if region_code:
            return Resolved(f"region-{region_code}", council_name(region_code), region_code, sectors, problem, written)
        slug = slugify(name)
        catalyst_id = f"name-{slug}" if _REGION_ID.fullmatch(slug) else slug
        return Resolved(catalyst_id, name, None, sectors, problem, written)

    def _split(self, row: CatalystRow) -> Split:
        if not row.has_sectors:
            return Split(row.text, row.sectors)
        logo = fold(row.logo_name) if row.logo_name else None
        split = split_sectors(row.text, lambda name: self._is_known(name, logo))
        return split if fold(split.name) else Split(row.text, (), f'no name in "{row.text}"')

    def _is_known(self, name: str, logo: str | None) -> bool:
        folded = fold(name)
        return folded in self.known_names or folded == logo or folded in self.aliases


def build_catalogue(rows: Iterable[CatalystRow], aliases: Mapping[str, str]) -> Catalogue:
    """Start a catalogue that knows every name the rows show without sectors, and every alias."""
    return Catalogue(frozenset(fold(row.text) for row in rows if not row.has_sectors), aliases)
