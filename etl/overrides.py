"""Corrections that people made: `data/overrides.csv`, applied to every build after the transforms, before the checks.

    what,old,new,who,why,when
    organisation:89998.city,Paris,Paris 14e,the secretariat,as on their letters,2026-03-01

`what` is `organisation:<id>.<field>`, `catalyst:<id>.<field>` or `engagement:<id>.<field>` with a field of `FIELDS`.
`old` must be what the pages give, or what an earlier line put in its place; nothing stands for no value. The file is
only ever added to: of several lines about one field the last that fits wins. Every line ends in the table `override`
with what became of it; one that was in force and is gone, or no more what it was, in `lost_override`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from etl.override_twins import Engagement, without_twins
from etl.override_values import FIELDS, as_stored
from etl.reference.kinds import REGIONAL_AUTHORITY
from etl.reference.regions import region_of_postcode
from etl.statements import SQL, Row, append, run_file

FILE = DATA / "overrides.csv"
COLUMNS = ("what", "old", "new", "who", "why", "when")

_WHAT = re.compile(r"(?P<subject>[a-z]+):(?P<id>.+)\.(?P<field>[a-z_]+)")

APPLIED, REPLACED, ALREADY_SO, NOT_APPLIED, REJECTED = "applied", "replaced", "already_so", "not_applied", "rejected"


@dataclass(frozen=True, slots=True)
class Override:
    """One row of the table `override`, its fields in the order of the columns."""

    path: str
    line_number: int
    what: str  # the whole line, as written, where that cannot be read
    subject: str | None = None  # 'organisation', 'catalyst', 'engagement'
    subject_id: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None
    who: str | None = None
    why: str | None = None
    said_on: date | None = None
    state: str = NOT_APPLIED
    reason: str | None = None  # why it is not applied
    organisation_id: str | None = None  # that it is about, or that the engagement is of


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
    who, why = line.cells["who"] or None, line.cells["why"] or None
    old, new = (as_stored(named["field"] if named else "", line.cells[column]) for column in ("old", "new"))
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
        return "`what` must be organisation:<id>.<field>, catalyst:<id>.<field> or engagement:<id>.<field>"
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


def apply_overrides(con: duckdb.DuckDBPyConnection, overrides: Sequence[Override], former: Iterable[Row] = ()) -> None:
    """Correct the tables `organisation`, `catalyst` and `engagement`, and fill `override` and `lost_override`.

    `former`: the rows of `lost_override` that the corrections of the last warehouse would be if all were gone.
    """
    found = {key: value for subject in FIELDS for key, value in _found(con, subject, overrides)}
    decided = [
        _with_organisation(one, found) for one in without_twins(decide(overrides, found), _siblings(con, overrides))
    ]
    append(con, "override", (_row(override) for override in decided))
    append(con, "lost_override", _lost(former, overrides))
    run_file(con, SQL / "overrides.sql")
    if any(one.subject == "engagement" and one.state == APPLIED for one in decided):
        run_file(con, SQL / "overrides_engagement.sql")
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


def _with_organisation(override: Override, found: Found) -> Override:
    if override.subject == "organisation":
        return replace(override, organisation_id=override.subject_id)
    values = found.get((override.subject or "", override.subject_id or ""), {})
    return replace(override, organisation_id=values.get("organisation_id"))


def _lost(former: Iterable[Row], overrides: Iterable[Override]) -> Iterator[Row]:
    """Yield the lines that are not there any more as they were."""
    kept = {(one.what, one.old, one.new, one.who, one.why, one.said_on) for one in overrides}
    return (row for row in former if tuple(row[2:]) not in kept)


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
        fields = (*FIELDS[subject], "organisation_id") if subject == "engagement" else FIELDS[subject]
        yield (subject, row[0]), {field: _as_text(values[field]) for field in fields}


def _siblings(con: duckdb.DuckDBPyConnection, overrides: Iterable[Override]) -> list[Engagement]:
    ids = sorted({one.subject_id for one in overrides if one.subject == "engagement" and one.subject_id})
    sql = (SQL / "sibling_engagements.sql").read_text(encoding="utf-8")
    return [Engagement(*row) for row in con.execute(sql, {"ids": ids}).fetchall()] if ids else []


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)
