"""JSON (a list of objects, or an object that holds such lists, at some depth) and JSON Lines (an object on each line).

In a list the line of an element is its place, counted from 1; its raw text is the element written on one line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from etl.decode import split_lines
from etl.formats.budget import Budget
from etl.formats.columns import understand
from etl.formats.table import MAX_COLUMNS, Record, Table, UnreadableError, number_text
from etl.page.ledger import Ledger

_MOST_KINDS = 100  # of lists within objects; understanding names takes a while
_DEEPEST = 5  # objects within each other in which lists are looked for


def read_json(text: str, budget: Budget) -> Iterator[Table] | None:
    """Read JSON or JSON Lines; None where the text is neither, nor begins as if it were meant to be.

    Raises UnreadableError for what begins like JSON and breaks off.
    """
    if not text[:1].isspace() and not text.startswith(("{", "[", "\ufeff")):
        return None
    start = text.lstrip("\ufeff \t\r\n")[:200]
    if not start.startswith(("{", "[")):
        return None
    try:
        return _tables(_parse(text), budget)
    except ValueError as error:
        lines = split_lines(text)
        if _is_object(next((line for line in lines if line.strip()), "")):
            return iter([_read_lines(lines, budget)])
        if _begins_an_object(start):
            raise UnreadableError(f"not valid JSON: {error}"[:300]) from error
        return None


def _begins_an_object(start: str) -> bool:
    """Whether text begins with `{"` or `[{`: prose in brackets does not."""
    squeezed = "".join(start.split())
    return squeezed.startswith(('{"', "[{"))


def _parse(text: str) -> Any:
    """Parse text; numbers stay as they are written. Raises ValueError, also for what is nested too deeply."""
    try:
        return json.loads(text.lstrip("\ufeff"), parse_int=str, parse_float=_number, parse_constant=str)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _number(literal: str) -> str:
    return number_text(float(literal)) if len(literal) < 20 else literal


def _tables(document: Any, budget: Budget) -> Iterator[Table] | None:
    if _is_rows(document):
        return iter([_read_elements(document, "", budget)])
    if not isinstance(document, dict):
        return None
    envelope = _opened(document) if understand(tuple(document)[:MAX_COLUMNS]).kind is None else _opened(document, 1)
    return _read_lists(envelope, budget) if envelope else iter([_read_elements([document], "", budget)])


_Way = tuple[str, ...]
"""The names that lead to what stands in objects within each other."""


class _Envelope(NamedTuple):
    """What an object holds, at whatever depth."""

    lists: Mapping[_Way, Sequence[Any]]  # of objects
    beside: Sequence[tuple[Any, Any]]  # all else: within the objects that it stands in, and by itself


def _opened(document: Mapping[str, Any], depth: int = _DEEPEST) -> _Envelope | None:
    """Find the lists that stand in as few objects as any; None where there is none down to that depth."""
    opened: dict[_Way, Mapping[str, Any]] = {(): document}
    for _ in range(depth):
        held = {(*way, name): value for way, each in opened.items() for name, value in each.items()}
        lists = {way: value for way, value in held.items() if _is_rows(value)}
        if lists:
            on_the_way = {way[:length] for way in lists for length in range(1, len(way))}
            return _Envelope(lists, list(_beside(document, (), lists.keys(), on_the_way)))
        opened = {way: value for way, value in held.items() if isinstance(value, dict)}
    return None


def _beside(
    document: Mapping[str, Any], way: _Way, read: Set[_Way], on_the_way: Set[_Way]
) -> Iterator[tuple[Any, Any]]:
    """Yield all that an object, which stands at `way`, holds and that is neither read nor on the way there."""
    for name, value in document.items():
        further = (*way, name)
        if further in on_the_way:
            yield from _beside(value, further, read, on_the_way)
        elif further not in read:
            yield _within(further, value), value


def _within(way: Sequence[str], value: Any) -> Any:
    """Put a value back into the objects that it stands in, without what else they hold."""
    return _within(way[:-1], {way[-1]: value}) if way else value


def _read_lists(envelope: _Envelope, budget: Budget) -> Iterator[Table]:
    """Read each list as a table. What stands beside them is accounted for in the first, below its elements."""
    beside = envelope.beside
    for way, rows in envelope.lists.items():
        name = _printable("/".join(way)) if len(envelope.lists) > 1 else ""
        yield _read_elements(rows, name, budget, beside)
        beside = ()


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(element, dict) for element in value)


def _is_object(line: str) -> bool:
    try:
        return isinstance(_parse(line), dict)
    except ValueError:
        return False


def _read_lines(lines: list[str], budget: Budget) -> Table:
    ledger = Ledger([_printable(line) for line in lines])
    elements: dict[int, Any] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            ledger.ignore(number)
            continue
        try:
            elements[number] = _parse(line)
        except ValueError as error:
            ledger.reject(number, f"not valid JSON: {error}"[:300])
    table = _table(elements, ledger, "", budget)
    table.how = "an object on each line"
    return table


def _read_elements(elements: Sequence[Any], name: str, budget: Budget, beside: Sequence[tuple[Any, Any]] = ()) -> Table:
    written = (*elements, *(within for within, _ in beside))
    ledger = Ledger([_printable(json.dumps(element, ensure_ascii=False)) for element in written])
    for number, (_, value) in enumerate(beside, start=len(elements) + 1):
        if value and isinstance(value, (dict, list)):
            ledger.reject(number, "stands beside the list that is read")
        else:
            ledger.ignore(number)  # a count, a date, a licence
    return _table(dict(enumerate(elements, start=1)), ledger, name, budget)


def _table(elements: Mapping[int, Any], ledger: Ledger, name: str, budget: Budget) -> Table:
    names: dict[str, None] = {}
    surplus: dict[str, None] = {}
    for number, element in elements.items():
        if not isinstance(element, dict):
            ledger.reject(number, "not an object with named values")
            continue
        for key in element:
            (names if key in names or len(names) < MAX_COLUMNS else surplus).setdefault(key)
    _reject_lists_within(elements, ledger)
    objects = [(number, element) for number, element in elements.items() if isinstance(element, dict)]
    budget.take_cells(len(objects) * (len(names) + 1))  # an element that lacks a name has an empty cell there
    records = [Record(number, [cell_text(element.get(key)) for key in names]) for number, element in objects]
    return Table([_printable(key) for key in names], records, ledger, "", name, [_printable(key) for key in surplus])


def _reject_lists_within(elements: Mapping[int, Any], ledger: Ledger) -> None:
    """Say where an object holds engagements of its own, which no column can: what else it says is read."""
    known: dict[tuple[str, ...], bool] = {}
    for number, element in elements.items():
        for key, value in element.items() if isinstance(element, dict) else ():
            first = next((item for item in value if isinstance(item, dict)), None) if isinstance(value, list) else None
            if first is None:
                continue
            names = tuple(first)[:MAX_COLUMNS]
            if names not in known:
                known[names] = len(known) < _MOST_KINDS and understand(names).names_catalysts
            if known[names]:
                ledger.reject(number, f'holds a list of its own, "{_printable(key)}": give each of its elements a row')


def cell_text(value: Any) -> str:
    """Write a value as a cell: a list with `;` between its items, anything deeper as JSON."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return _printable(value)
        case list() | tuple():
            return "; ".join(cell_text(item) for item in value if not isinstance(item, (list, tuple)))
        case _:
            return _printable(json.dumps(value, ensure_ascii=False, default=str))


def _printable(text: str) -> str:
    r"""Replace half characters (`"\ud800"`), which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
