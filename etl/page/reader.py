"""A profile page: lines of text in, `Facts` out, every line accounted for in the ledger. Pure: no file, no look-up."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.dates import read_elapsed
from etl.numbers import read_counts, read_number, read_range, siren_problem
from etl.page.description import read_descriptions
from etl.page.facts import CatalystRow, Facts, Trace
from etl.page.header import Header, Line, read_header
from etl.page.ledger import Ledger
from etl.page.location import read_location
from etl.page.relations import read_traces
from etl.page.table import Cells, is_furniture, read_cells, usual_cells, usual_row
from etl.text import remembered, tidy

_HEADING = re.compile(r"\s*#{1,6}\s+(?P<text>[^#\s](?:[^#]*[^#\s])?)\s*#*\s*")
_LINK = re.compile(r"\[(?<!!\[)(?P<text>[^\[\]|]+)\]\([^()|]*\)")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s.](?=[0-9])")
_BETWEEN_ITEMS = re.compile(r"[,;•·]\s")
_BOLD = re.compile(r"\*\*(?P<text>[^*|]+)\*\*")

NOT_UNDERSTOOD = "text that belongs to no label and to no table"
NOT_A_PROFILE = "not a profile page: neither a label nor a row of a catalyst table was recognised in this file"


def read_page(ledger: Ledger, first: int = 0) -> Facts:
    """Read the ledger's lines from index `first` on (what stands above is front matter)."""
    facts = Facts()
    lines = enumerate(_without_marks(ledger.lines[first:]), start=first + 1)
    numbered = [(number, line) for number, line in lines if line.strip()]
    start = next((i for i, (_, line) in enumerate(numbered) if _begins_table(line)), len(numbered))
    header = read_header(numbered[:start])
    _read_labelled(facts, header, ledger)
    for number, line in numbered[start:]:
        _read_table_line(facts, ledger, number, line)
    facts.is_profile = bool(header.values or header.before_marker or header.after_marker or facts.rows)
    ledger.reject_unclaimed(NOT_UNDERSTOOD if facts.is_profile else NOT_A_PROFILE)
    return facts


def _without_marks(lines: list[str]) -> list[str]:
    """Take the marks of Markdown off lines; most pages have none, which is told at once."""
    text = "\n".join(lines)
    may_have_any = "**" in text or "#" in text or _LINK.search(text)
    return list(map(without_marks, lines)) if may_have_any else lines


def without_marks(line: str) -> str:
    """Take the marks of Markdown off a line: `### SIREN`, `**SIREN**`, `| | [**Eurocities**](address) |`."""
    if "](" in line:
        line = _LINK.sub(r"\g<text>", line)
    if "**" in line:
        line = _BOLD.sub(r"\g<text>", line)
    heading = _HEADING.fullmatch(line) if "#" in line else None
    return heading["text"] if heading else line


def _begins_table(line: str) -> bool:
    return "|" in line and (is_furniture(line) or isinstance(read_cells(line, in_table=False), Cells))


def _read_table_line(facts: Facts, ledger: Ledger, number: int, line: str) -> None:
    if (usual := usual_row(line)) and (found := _usual_traces(usual.cells)):
        traces, problems = found
        row = CatalystRow(number, usual.catalyst, usual.has_logo_text, usual.logo_name, traces)
    elif is_furniture(line):
        ledger.ignore(number)
        return
    else:
        cells = read_cells(line, in_table=True)
        if not isinstance(cells, Cells):
            ledger.reject(number, cells or "not a row of the catalyst table")
            return
        traces, problems = read_traces(cells.type, cells.tweets, cells.articles)
        row = CatalystRow(number, cells.catalyst, bool(cells.logo_text), cells.logo_name, traces)
    ledger.parse(number)
    facts.rows.append(row)
    for problem in problems:
        ledger.reject(number, problem)


@remembered
def _usual_traces(text: str) -> tuple[tuple[Trace, ...], list[str]] | None:
    cells = usual_cells(text)
    return read_traces(*cells) if cells else None


def _read_labelled(facts: Facts, header: Header, ledger: Ledger) -> None:
    facts.location = read_location([text for _, text in header.values.get("location", [])])
    for label, values in header.values.items():
        reader = _READERS.get(label)
        for number, text in values:
            ledger.parse(number)
            if reader and (problem := reader(facts, text)):
                ledger.reject(number, problem)
    facts.descriptions = read_descriptions(_texts(header.before_marker), _texts(header.after_marker))
    ledger.parse_all(header.label_lines)
    ledger.parse_all(number for number, _ in header.before_marker + header.after_marker)
    for number in header.marker_lines:
        ledger.ignore(number)
    for number, text in header.strays if header.values else []:
        ledger.reject(number, f'text that belongs to no label: "{tidy(text)[:80]}"')


def _texts(lines: list[Line]) -> list[str]:
    return [text for _, text in lines]


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
    new = (tidy(item).strip("-•·* ") for item in _BETWEEN_ITEMS.split(text + " "))
    return list(dict.fromkeys([*items, *(item for item in new if item)]))


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


_READERS: dict[str, Callable[[Facts, str], str | None]] = {
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
