"""One record of a table: whose row it is, what it says of that organisation, and the engagement it tells of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from etl.filenames import agree, read_address
from etl.formats import values
from etl.page.facts import CatalystRow, Facts, Trace
from etl.page.relations import UNSTATED
from etl.text import fold, slugify

NOT_NAMED = "Beneficiary not named"
"""Stands for whoever got a grant that a table gives without saying to whom: the money is not lost."""

_LONGEST_CELL = 2_000
_T = TypeVar("_T")


@dataclass(slots=True)
class Cells:
    """What a record says by meaning, missing values left out, and what of it cannot be used."""

    texts: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def read(self, meaning: str, reader: Callable[[str], _T]) -> _T | None:
        """Return the value of a cell; None where there is none or, which is noted, where it cannot be read."""
        text = self.texts.get(meaning)
        if text is None:
            return None
        try:
            if len(text) > _LONGEST_CELL:
                raise ValueError(f"{meaning}: a cell of more than {_LONGEST_CELL} characters")
            return reader(text)
        except ValueError as problem:
            self.problems.append(str(problem))
            return None


class Who(NamedTuple):
    """What a row says of whose row it is. Rows with the same `key` are of one organisation."""

    platform_id: str | None
    siren: str | None
    slug: str
    name: str | None
    place: tuple[str, str] = ("", "")
    """Postcode and folded city: one name in two places need not be one organisation."""

    @property
    def known_by(self) -> tuple[str, str]:
        if self.platform_id:
            return "id", self.platform_id
        return ("siren", self.siren) if self.siren else ("slug", self.slug)

    @property
    def key(self) -> tuple[str, ...]:
        return (*self.known_by, *self.place) if self.known_by[0] == "slug" else self.known_by


def read_who(cells: Cells) -> Who | None:
    """Read the organisation's identifiers; None where there is none at all."""
    identifier = cells.read("organisation_id", values.read_name)
    platform_id = identifier if identifier and identifier.isascii() and identifier.isdigit() else None
    siren = cells.read("siren", values.read_siren)
    name = cells.read("name", values.read_name)
    slug = slugify(cells.read("slug", values.read_name) or "")
    if not platform_id:
        slug = slug or slugify(identifier or "")
        platform_id, slug = _in_address(cells.texts.get("url"), name, slug, is_known=siren is not None)
    place = ("", "") if slug else (cells.texts.get("postcode", ""), fold(cells.texts.get("city", "")))
    slug = slug or slugify(name or "") or siren or platform_id or ""
    return Who(platform_id, siren, slug, name, place) if slug else None


def _in_address(url: str | None, name: str | None, slug: str, *, is_known: bool) -> tuple[str | None, str]:
    """Return the platform id and the slug of a row with an address: it may be one of anything, such as of its news."""
    address = read_address(url)
    if address is None:
        return None, slug
    if name or slug or is_known:
        return (address.platform_id if agree(address, name, slug) else None), slug
    return address.platform_id, address.slug


def unnamed() -> Who:
    return Who(None, None, slugify(NOT_NAMED), NOT_NAMED)


def read_engagement(number: int, cells: Cells) -> CatalystRow | None:
    """Read the catalyst of a row and its one trace; None where it names no catalyst."""
    giver = next((meaning for meaning in _GIVERS if meaning in cells.texts), None)
    is_grant = giver is not None
    catalyst = cells.read(giver or "catalyst", _GIVERS.get(giver or "", values.read_name))
    if catalyst is None:
        return None
    when = cells.read("engaged_on", values.read_when)
    trace = Trace(
        cells.read("relation_type", values.read_relation) or ("Funding" if is_grant else UNSTATED),
        cells.read("channel", values.read_channel) or ("grant" if is_grant else "unstated"),
        when,
        cells.read("mentions", values.read_mentions) or 1,
        cells.read("amount_eur" if "amount_eur" in cells.texts else "total_eur", values.read_amount),
    )
    return CatalystRow(number, catalyst, False, None, (trace,), cells.read("sectors", values.read_sectors) or ())


_GIVERS: Mapping[str, Callable[[str], str]] = {"funder": values.read_name, "budget_line": values.read_giver}
"""Who gave a grant, by the column that says so."""


def read_captured_on(cells: Cells) -> date | None:
    return cells.read("captured_on", values.read_day)


def add_facts(facts: Facts, cells: Cells) -> None:
    """Store what a row says of the organisation itself; the first row that says something stands."""
    for meaning, store in _STORED.items():
        store(facts, meaning, cells)


def _store_text(facts: Facts, meaning: str, cells: Cells) -> None:
    text = cells.read(meaning, values.read_name)
    if text and getattr(facts.location, meaning) is None:
        facts.location = facts.location._replace(**{meaning: text})


def _store_items(facts: Facts, meaning: str, cells: Cells) -> None:
    items = cells.read(meaning, values.read_items)
    if items and not getattr(facts, meaning):
        setattr(facts, meaning, items)


def _store_whole(facts: Facts, meaning: str, cells: Cells) -> None:
    number = cells.read(meaning, values.read_whole)
    if getattr(facts, meaning) is None:
        setattr(facts, meaning, number)


def _store_range(facts: Facts, meaning: str, cells: Cells) -> None:
    found = cells.read(meaning, values.read_employees)
    if found and facts.employees_min is None:
        facts.employees_min, facts.employees_max = found


_STORED: Mapping[str, Callable[[Facts, str, Cells], None]] = {
    "address": _store_text,
    "postcode": _store_text,
    "city": _store_text,
    "country": _store_text,
    "entity_types": _store_items,
    "activities": _store_items,
    "employees": _store_range,
    "employees_min": _store_whole,
    "employees_max": _store_whole,
    "employees_estimated": _store_whole,
    "declared_catalysts": _store_whole,
}
