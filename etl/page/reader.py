"""A profile page: lines of text in, `Facts` out, every line accounted for in the ledger. Pure: no file, no look-up."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.dates import read_elapsed
from etl.numbers import read_counts, read_number, read_range, siren_problem
from etl.page.description import read_descriptions
from etl.page.facts import CatalystRow, Facts
from etl.page.header import Header, Line, read_header
from etl.page.ledger import Ledger
from etl.page.location import read_location
from etl.page.relations import read_traces
from etl.page.table import Cells, is_furniture, read_cells
from etl.text import compose, tidy

NOT_A_PROFILE = "not a profile page: neither a label nor a row of a catalyst table was recognised in this file"


def read_page(ledger: Ledger, first: int = 0) -> Facts:
    """Read the ledger's lines from index `first` on (what stands above is front matter)."""
    facts = Facts()
    numbered = [(number, line) for number, line in enumerate(ledger.lines[first:], start=first + 1) if line.strip()]
    start = next((i for i, (_, line) in enumerate(numbered) if _begins_table(line)), len(numbered))
    header = read_header(numbered[:start])
    _read_labelled(facts, header, ledger)
    for number, line in numbered[start:]:
        _read_table_line(facts, ledger, number, line)
    facts.is_profile = bool(header.values or header.before_marker or header.after_marker or facts.rows)
    ledger.reject_unclaimed("not understood" if facts.is_profile else NOT_A_PROFILE)
    return facts


def _begins_table(line: str) -> bool:
    return "|" in line and (is_furniture(line) or isinstance(read_cells(line, in_table=False), Cells))


def _read_table_line(facts: Facts, ledger: Ledger, number: int, line: str) -> None:
    if is_furniture(line):
        ledger.ignore(number)
        return
    cells = read_cells(line, in_table=True)
    if not isinstance(cells, Cells):
        ledger.reject(number, cells or "not a row of the catalyst table")
        return
    ledger.parse(number)
    traces, problems = read_traces(cells.type, cells.tweets, cells.articles)
    facts.rows.append(CatalystRow(number, cells.catalyst, bool(cells.logo_text), cells.logo_name, traces))
    for problem in problems:
        ledger.reject(number, problem)


def _read_labelled(facts: Facts, header: Header, ledger: Ledger) -> None:
    for label, values in header.values.items():
        problem = _READERS[label](facts, values) if values else None
        if problem:
            ledger.reject(values[0][0], problem)
    described = header.before_marker + header.after_marker
    facts.descriptions = read_descriptions(
        [text for _, text in header.before_marker], [text for _, text in header.after_marker]
    )
    for number, _ in [line for values in header.values.values() for line in values] + described:
        ledger.parse(number)
    for number in header.marker_lines:
        ledger.ignore(number)
    for number, text in header.strays:
        if header.values:
            ledger.reject(number, f'text that belongs to no label: "{tidy(text)[:80]}"')
    for number in header.label_lines:
        ledger.parse(number)


def _joined(values: list[Line]) -> str:
    return " ".join(text for _, text in values)


def _read_social(facts: Facts, values: list[Line]) -> str | None:
    facts.social_counts, rest = read_counts(_joined(values))
    return f'cannot read "{rest}" among the follower counts' if rest else None


def _read_list(values: list[Line]) -> list[str]:
    items = (tidy(item).strip("-•·* ") for _, text in values for item in re.split(r"[,;•·]\s", text + " "))
    return list(dict.fromkeys(item for item in items if item))


def _read_activities(facts: Facts, values: list[Line]) -> None:
    facts.activities = _read_list(values)


def _read_entity_types(facts: Facts, values: list[Line]) -> None:
    facts.entity_types = _read_list(values)


def _read_location(facts: Facts, values: list[Line]) -> None:
    facts.location = read_location([text for _, text in values])


def _read_scale(facts: Facts, values: list[Line]) -> str | None:
    text = _joined(values)
    found = read_range(text)
    if found is None:
        return f'cannot read "{tidy(text)}" as a range of employees, expected something like 2-10'
    facts.employees_min, facts.employees_max = found
    return None


def _read_estimated(facts: Facts, values: list[Line]) -> str | None:
    facts.employees_estimated, problem = _read_whole(values, "an estimated number of employees")
    return problem


def _read_declared(facts: Facts, values: list[Line]) -> str | None:
    facts.declared_catalysts, problem = _read_whole(values, "the number of engaged catalysts")
    return problem


def _read_whole(values: list[Line], what: str) -> tuple[int | None, str | None]:
    text = compose(_joined(values))
    number = read_number(text)
    if number is None or number > 2_000_000_000:
        return None, f'cannot read "{tidy(text)}" as {what}'
    return number, None


def _read_siren(facts: Facts, values: list[Line]) -> str | None:
    digits = re.sub(r"(?<=[0-9])[\s.](?=[0-9])", "", _joined(values).strip())
    problem = siren_problem(digits)
    if problem is None:
        facts.siren = digits
    return problem


def _read_added(facts: Facts, values: list[Line]) -> None:
    facts.added, _ = read_elapsed(_joined(values))


_READERS: dict[str, Callable[[Facts, list[Line]], str | None]] = {
    "social": _read_social,
    "activities": _read_activities,
    "entity_types": _read_entity_types,
    "location": _read_location,
    "employees": _read_scale,
    "scale": _read_scale,
    "estimated": _read_estimated,
    "siren": _read_siren,
    "declared": _read_declared,
    "added": _read_added,
}
