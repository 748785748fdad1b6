"""Corrections that people made: `data/overrides.csv`, applied to every build after the transforms, before the checks.

    what,old,new,who,why,when
    organisation:89998.city,Paris,Paris 14e,the secretariat,as on their letters,2026-03-01

`what` is `organisation:<id>.<field>` or `catalyst:<id>.<field>` with a field of `FIELDS`. `old` must be what the pages
give, or what an earlier line put in its place; nothing stands for no value. The file is only ever added to: of several
lines about one field the last that fits wins. Every line ends in the table `override` with what became of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from etl.config import DATA
from etl.dates import read_date
from etl.handwritten import Line, read_lines
from etl.inputs import shown_path
from etl.numbers import siren_problem
from etl.reference.kinds import REGIONAL_AUTHORITY, kinds
from etl.reference.regions import is_region, region_of_postcode
from etl.statements import SQL, append, run_file

FILE = DATA / "overrides.csv"
COLUMNS = ("what", "old", "new", "who", "why", "when")

_WHAT = re.compile(r"(?P<subject>[a-z]+):(?P<id>.+)\.(?P<field>[a-z_]+)")
_LARGEST = 2_000_000_000

APPLIED, REPLACED, ALREADY_SO, NOT_APPLIED, REJECTED = "applied", "replaced", "already_so", "not_applied", "rejected"


@dataclass(frozen=True, slots=True)
class Override:
    """One row of the table `override`, its fields in the order of the columns."""

    path: str
    line_number: int
    what: str  # the whole line, as written, where that cannot be read
    subject: str | None = None  # 'organisation', 'catalyst'
    subject_id: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None
    who: str | None = None
    why: str | None = None
    said_on: date | None = None
    state: str = NOT_APPLIED
    reason: str | None = None  # why it is not applied


# What is wrong with a new value, for each field; an empty one means that there is no value.


def _anything(_: str) -> str | None:
    return None


def _something(text: str) -> str | None:
    return None if text else "needs a value"


def _whole_number(text: str) -> str | None:
    fits = not text or (re.fullmatch("[0-9]{1,10}", text) and int(text) <= _LARGEST)
    return None if fits else f'"{text}" is not a whole number'


def _siren(text: str) -> str | None:
    return siren_problem(text) if text else None


def _region(text: str) -> str | None:
    return None if not text or is_region(text) else f'"{text}" is not the INSEE code of a region, such as 11 or 01'


def _kind(text: str) -> str | None:
    return None if text in kinds() else f'"{text}" is not a kind, expected one of {", ".join(kinds())}'


FIELDS: Mapping[str, Mapping[str, Callable[[str], str | None]]] = {
    "organisation": {
        "name": _something,
        "url": _anything,
        "siren": _siren,
        "address": _anything,
        "postcode": _anything,
        "city": _anything,
        "country": _anything,
        "region_code": _region,
        "employees_min": _whole_number,
        "employees_max": _whole_number,
        "employees_estimated": _whole_number,
        "declared_catalysts": _whole_number,
    },
    "catalyst": {"name": _something, "kind": _kind, "region_code": _region},
}
"""Subject -> field that can be corrected -> what is wrong with a new value of it."""
_LISTS = frozenset({"entity_types", "activities", "social_counts", "sectors"})


def read_overrides(path: Path) -> list[Override]:
    """Read the corrections, those that cannot be used with the state 'rejected'; none where there is no file.

    Raises SourceError where the file is there and cannot be opened.
    """
    return [_read(path, line) for line in read_lines(path, COLUMNS)]


def _read(path: Path, line: Line) -> Override:
    override = Override(shown_path(path), line.number, line.cells.get("what") or line.raw)
    if line.problem:
        return replace(override, state=REJECTED, reason=line.problem)
    named = _WHAT.fullmatch(line.cells["what"])
    old, new, who, why = (line.cells[column] or None for column in ("old", "new", "who", "why"))
    said_on = read_date(line.cells["when"])
    override = replace(
        override,
        subject=named and named["subject"],
        subject_id=named and named["id"],
        field=named and named["field"],
        old=old, new=new, who=who, why=why,
        said_on=said_on.first if said_on and said_on.precision == "day" else None,
    )  # fmt: skip
    problem = _problem(override)
    return replace(override, state=REJECTED, reason=problem) if problem else override


def _problem(override: Override) -> str | None:
    fields = FIELDS.get(override.subject or "")
    if fields is None:
        return "`what` must be organisation:<id>.<field> or catalyst:<id>.<field>"
    if override.field is None or override.field not in fields:
        return _no_such_field(override.subject or "", override.field or "", fields)
    if not override.who or not override.why:
        return "`who` and `why` must be filled in"
    if override.said_on is None:
        return "`when` must be a date, such as 2026-03-01"
    problem = fields[override.field](override.new or "")
    return f"`new`: {problem}" if problem else None


def _no_such_field(subject: str, field: str, fields: Collection[str]) -> str:
    names = ", ".join(fields)
    if field in _LISTS:
        return f"`{field}` is a list, correct it in the file it comes from. Fields that can be corrected: {names}"
    near = get_close_matches(field, fields, n=1)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    return f"`{field}` of {subject} cannot be corrected.{hint} Fields that can be corrected: {names}"


Found = Mapping[tuple[str, str], Mapping[str, str | None]]
"""Subject and its id -> what the pages give for each of its fields, as text."""


def decide(overrides: Sequence[Override], found: Found) -> list[Override]:
    """Return the overrides with what becomes of each, in their order."""
    about: defaultdict[tuple[str | None, ...], list[Override]] = defaultdict(list)
    for override in overrides:
        about[override.subject, override.subject_id, override.field].append(override)
    decided = [one for group in about.values() for one in _decide_field(group, found)]
    return sorted(_without_half_authorities(decided, found), key=lambda one: (one.path, one.line_number))


def _decide_field(group: list[Override], found: Found) -> Iterator[Override]:
    """Follow the corrections of one field: each starts from the value that is there, or was there on the pages."""
    values = found.get((group[0].subject or "", group[0].subject_id or ""))
    original = current = (values or {}).get(group[0].field or "")
    winner: Override | None = None
    for override in group:
        if override.state == REJECTED:
            yield override
        elif values is None:
            yield replace(override, reason=f'there is no {override.subject} "{override.subject_id}" here')
        elif override.new == current:
            yield replace(override, state=ALREADY_SO, reason="the value is this already")
        elif override.old not in (original, current):
            yield replace(override, reason=f"the value found is {_shown(current)}, not {_shown(override.old)}")
        else:
            if winner:
                yield replace(winner, state=REPLACED, reason=f"line {override.line_number} replaces it")
            winner, current = replace(override, state=APPLIED), override.new
    if winner:
        yield winner


def _shown(value: str | None) -> str:
    return "empty" if value is None else f'"{value}"'


def _without_half_authorities(decided: Sequence[Override], found: Found) -> Iterator[Override]:
    """Hold back corrections that would leave a catalyst with a region and not a regional authority, or the reverse."""
    corrected: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for one in decided:
        if one.subject == "catalyst" and one.state == APPLIED:
            corrected[one.subject_id or ""][one.field or ""] = one.new
    halves = {catalyst_id for catalyst_id, new in corrected.items() if _is_half(found["catalyst", catalyst_id], new)}
    for one in decided:
        held_back = one.state == APPLIED and one.subject == "catalyst" and one.subject_id in halves
        if held_back and one.field != "name":
            yield replace(one, state=NOT_APPLIED, reason=_TOGETHER)
        else:
            yield one


_TOGETHER = f"a catalyst is a {REGIONAL_AUTHORITY} exactly where it has a region_code: correct both fields"


def _is_half(found: Mapping[str, str | None], new: Mapping[str, str | None]) -> bool:
    after = {**found, **new}
    return (after["kind"] == REGIONAL_AUTHORITY) != (after["region_code"] is not None)


def apply_overrides(con: duckdb.DuckDBPyConnection, overrides: Sequence[Override]) -> None:
    """Correct the tables `organisation` and `catalyst`, and fill the table `override`."""
    found = {key: value for subject in FIELDS for key, value in _found(con, subject, overrides)}
    decided = decide(overrides, found)
    append(con, "override", (_row(override) for override in decided))
    run_file(con, SQL / "overrides.sql")
    for organisation_id, region_code in _home_regions(decided, found):
        run_file(con, SQL / "home_region.sql", {"organisation": organisation_id, "region": region_code})


def _home_regions(decided: Iterable[Override], found: Found) -> Iterator[tuple[str, str | None]]:
    """Look up the region of each organisation whose place was corrected, unless people corrected the region too."""
    corrected: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for one in decided:
        if one.subject == "organisation" and one.state == APPLIED:
            corrected[one.subject_id or ""][one.field or ""] = one.new
    for organisation_id, new in corrected.items():
        if new.keys() & {"postcode", "country"} and "region_code" not in new:
            place = {**found["organisation", organisation_id], **new}
            yield organisation_id, region_of_postcode(place["postcode"], place["country"])


def _row(override: Override) -> tuple[Any, ...]:
    return tuple(getattr(override, name) for name in Override.__slots__)


def _found(
    con: duckdb.DuckDBPyConnection, subject: str, overrides: Iterable[Override]
) -> Iterator[tuple[tuple[str, str], dict[str, str | None]]]:
    ids = sorted({one.subject_id for one in overrides if one.subject == subject and one.subject_id})
    cursor = con.execute((SQL / f"found_{subject}.sql").read_text(encoding="utf-8"), {"ids": ids})
    columns = [column[0] for column in cursor.description or []]
    for row in cursor.fetchall():
        values = dict(zip(columns, row, strict=True))
        yield (subject, row[0]), {field: _as_text(values[field]) for field in FIELDS[subject]}


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)
