"""What stands above the catalyst table, as facts: the values of each label, and the description."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.dates import read_elapsed
from etl.numbers import read_counts, read_number, read_range, siren_problem
from etl.page.description import read_descriptions
from etl.page.facts import Description, Facts
from etl.page.header import Described, Header, texts
from etl.page.ledger import Ledger
from etl.page.location import read_location
from etl.text import remembered, tidy

_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s.](?=[0-9])")
_BETWEEN_ITEMS = re.compile(r"[,;•·]\s")


def read_top(ledger: Ledger, header: Header) -> Facts:
    """Read all that stands above the catalyst table."""
    facts = Facts()
    facts.location = read_location(texts(header.values.get("location", [])))
    for label, values in header.values.items():
        reader = READERS.get(label)
        for number, text in values:
            ledger.parse(number)
            if reader and (problem := reader(facts, text)):
                ledger.reject(number, problem)
    described = header.described
    facts.descriptions = descriptions_of(described)
    facts.is_profile = bool(header.values or facts.descriptions)
    ledger.parse_all(header.label_lines)
    ledger.parse_all(number for number, _ in described.before_marker + described.after_marker)
    ledger.ignore_all(described.marker_lines)
    for number, text in header.strays if header.values else []:
        ledger.reject(number, f'text that belongs to no label: "{tidy(text)[:80]}"')
    return facts


def descriptions_of(described: Described) -> list[Description]:
    return read_descriptions(texts(described.before_marker), texts(described.after_marker))


# One reader per label but `location`, whose lines are read together. It stores what one line of the value says, and
# returns the reason if that cannot be read.


def _read_social(facts: Facts, text: str) -> str | None:
    counts, rest = read_counts(text)
    facts.social_counts += counts
    return f'cannot read "{rest}" among the follower counts' if rest else None


def _read_activities(facts: Facts, text: str) -> None:
    facts.activities = _with_items(facts.activities, text)


def _read_entity_types(facts: Facts, text: str) -> None:
    facts.entity_types = _with_items(facts.entity_types, text)


def _with_items(items: list[str], text: str) -> list[str]:
    return list(dict.fromkeys([*items, *_items(text)]))


@remembered
def _items(text: str) -> tuple[str, ...]:
    written = (tidy(item).strip("-•·* ") for item in _BETWEEN_ITEMS.split(text + " "))
    return tuple(filter(None, written))


def _read_scale(facts: Facts, text: str) -> str | None:
    found = read_range(text)
    if found is None:
        return f'cannot read "{tidy(text)}" as a range of employees, expected something like 2-10'
    facts.employees_min, facts.employees_max = found
    return None


def _read_estimated(facts: Facts, text: str) -> str | None:
    facts.employees_estimated, problem = _read_whole(text, "an estimated number of employees")
    return problem


def _read_declared(facts: Facts, text: str) -> str | None:
    facts.declared_catalysts, problem = _read_whole(text, "the number of engaged catalysts")
    return problem


def _read_whole(text: str, what: str) -> tuple[int | None, str | None]:
    number = read_number(text)
    if number is None or number > 2_000_000_000:
        return None, f'cannot read "{tidy(text)}" as {what}'
    return number, None


def _read_siren(facts: Facts, text: str) -> str | None:
    digits = _BETWEEN_DIGITS.sub("", text.strip())
    problem = siren_problem(digits)
    if problem is None:
        facts.siren = digits
    return problem


def _read_added(facts: Facts, text: str) -> None:
    facts.added, _ = read_elapsed(text)


READERS: dict[str, Callable[[Facts, str], str | None]] = {
    "social": _read_social,
    "activities": _read_activities,
    "entity_types": _read_entity_types,
    "employees": _read_scale,
    "scale": _read_scale,
    "estimated": _read_estimated,
    "siren": _read_siren,
    "declared": _read_declared,
    "added": _read_added,
}
