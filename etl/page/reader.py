"""A profile page: lines of text in, `Facts` out, every line accounted for in the ledger. Pure: no file, no look-up."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.page.facts import CatalystRow, Facts, Trace
from etl.page.header import Line, read_header, texts
from etl.page.labelled import read_top
from etl.page.ledger import Ledger
from etl.page.relations import read_traces, read_usual_traces
from etl.page.table import Cells, is_furniture, read_cells, usual_cells, usual_row
from etl.page.usual_top import read_usual_top
from etl.text import remembered

_HEADING = re.compile(r"\s*#{1,6}\s+(?P<text>[^#\s](?:[^#]*[^#\s])?)\s*#*\s*")
_LINK = re.compile(r"\[(?<!!\[)(?P<text>[^\[\]|]+)\]\([^()|]*\)")
_BOLD = re.compile(r"\*\*(?P<text>[^*|]+)\*\*")
_ONE_DATE = 30
"""Characters at the end of a row that has one date. Such an end comes again; one with several dates hardly does."""

NOT_UNDERSTOOD = "text that belongs to no label and to no table"
NOT_A_PROFILE = "not a profile page: neither a label nor a row of a catalyst table was recognised in this file"


def read_page(ledger: Ledger, first: int = 0) -> Facts:
    """Read the ledger's lines from index `first` on (what stands above is front matter)."""
    lines = enumerate(_without_marks(ledger.lines[first:]), start=first + 1)
    numbered = [(number, line) for number, line in lines if line.strip()]
    start = next((i for i, (_, line) in enumerate(numbered) if "|" in line and _begins_table(line)), len(numbered))
    facts = _read_above_table(ledger, numbered[:start])
    for number, line in numbered[start:]:
        _read_table_line(facts, ledger, number, line)
    facts.is_profile = facts.is_profile or bool(facts.rows)
    ledger.reject_unclaimed(NOT_UNDERSTOOD if facts.is_profile else NOT_A_PROFILE)
    return facts


def _read_above_table(ledger: Ledger, lines: list[Line]) -> Facts:
    top = read_usual_top("\n".join(texts(lines)))
    if top is None:
        return read_top(ledger, read_header(lines))
    numbers = [number for number, _ in lines]
    ledger.parse_all(numbers)
    ledger.ignore_all([numbers[place] for place in top.marker_lines])
    return replace(top.facts, rows=[])


def _without_marks(lines: list[str]) -> list[str]:
    """Take the marks of Markdown off lines; most pages have none, which is told at once."""
    text = "\n".join(lines)
    may_have_links = text.count("](") > text.count("![](")  # an image without a text is none
    may_have_any = "**" in text or "#" in text or (may_have_links and _LINK.search(text))
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
    return is_furniture(line) or isinstance(read_cells(line, in_table=False), Cells)


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


def _usual_traces(cells: str) -> tuple[tuple[Trace, ...], list[str]] | None:
    return _kept_traces(cells) if len(cells) <= _ONE_DATE else _traces(cells)


def _traces(cells: str) -> tuple[tuple[Trace, ...], list[str]] | None:
    if traces := read_usual_traces(cells):
        return traces, []
    taken_apart = usual_cells(cells)
    return read_traces(*taken_apart) if taken_apart else None


_kept_traces = remembered(_traces)
