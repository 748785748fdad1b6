"""What somebody should look at: corrections that do not fit, conflicts of identity, names that may mean the same.

Nothing of this is decided here: catalysts are made one by a line of an alias file, organisations by the id that their
files give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from etl.duplicates import MOST, Pair, likely_duplicates
from etl.statements import SQL

FOLDER = SQL / "findings"
WHAT_TO_DO = {
    "catalyst": "if they are one, add a line to data/reference/catalyst_aliases.csv",
    "organisation": "if they are one, give their files the same platform id",
}


OUTCOMES = {
    "applied": "{lines} applied",
    "replaced": "{lines} replaced",
    "already_so": "{lines} already so",
    "not_applied": "{lines} not applied",
    "rejected": "{lines} rejected",
}
SUBJECTS = {"catalyst": "catalysts", "organisation": "organisations"}


def finding_lines(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield each finding as a heading with its number, and below it, indented, the first `MOST` of them."""
    yield from _formats(con)
    yield from remark_lines(con, MOST, with_ignored=True)
    yield from _corrections(con)
    yield from _told("conflicts: {count}", _rows(con, "conflicts", most=MOST))
    yield from _told("joined by name alone: {count}", _rows(con, "joined", most=MOST))
    yield from _duplicates(con)


def _rows(con: duckdb.DuckDBPyConnection, name: str, **parameters: int) -> list[tuple[Any, ...]]:
    return con.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8"), parameters).fetchall()


def _corrections(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    counts = [OUTCOMES[state].format(lines=lines) for state, lines in _rows(con, "corrections")]
    yield f"corrections: {', '.join(counts) or 'none'}"
    for where, what, reason in _rows(con, "unused_corrections", most=MOST):
        yield f"  {where}: {what}: {reason}"


def _told(heading: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    """`rows`: how many there are in all, and words."""
    yield heading.format(count=rows[0][0] if rows else "none")
    for _, words in rows:
        yield f"  {words}"


def _formats(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield f"formats: {', '.join(f'{name} {sources}' for name, sources in _rows(con, 'formats')) or 'none'}"


def remark_lines(con: duckdb.DuckDBPyConnection, most: int, *, with_ignored: bool = False) -> Iterator[str]:
    """Yield what somebody should look at of how sources were read; `with_ignored` also the columns left out."""
    rows = _rows(con, "remarks", most=most, all=with_ignored)
    shown = ((remarks, f"{words} ({_first_of(first, sources)})") for remarks, words, sources, first in rows)
    yield from _told("remarks on reading: {count}", list(shown))


def _first_of(first: str, sources: int) -> str:
    return first if sources == 1 else f"{sources} sources, the first {first}"


def _duplicates(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    marks: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for subject, identity, name, mark in _rows(con, "names"):
        names[subject][identity], marks[subject][identity] = name, mark
    try:
        likely = {subject: likely_duplicates(names[subject], marks[subject]) for subject in WHAT_TO_DO}
    except ImportError:
        yield "likely duplicates: not looked for; pip install -r requirements-duplicates.txt, then ask again"
        return
    for subject, pairs in likely.items():
        yield f"likely duplicates among {SUBJECTS[subject]}: {_number(pairs)}"
        for likeness, *ids in pairs:
            alike = " ~ ".join(f"{names[subject][identity]} ({identity})" for identity in ids)
            yield f"  {likeness:.0f} % alike: {alike}"
        if pairs:
            yield f"  {WHAT_TO_DO[subject]}"


def _number(pairs: Sequence[Pair]) -> str:
    if len(pairs) == MOST:
        return f"{MOST} pairs or more"
    return str(len(pairs)) if pairs else "none"
