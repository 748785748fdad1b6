"""What `build --dry-run` prints: for every source how it would be read, without building anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from etl.errors import plain
from etl.extract import Reading, readings

_SHOWN_REJECTIONS = 10
_SHOWN_ELSEWHERE = ("layout", "needs_package")  # beside the format, among the rejected lines


def write_understood(files: Iterable[Path], out: TextIO) -> tuple[bool, int]:
    """Describe the sources in these files; return whether any can be used, and how many lines are rejected."""
    is_any_usable, rejected = False, 0
    for path in files:
        for reading in readings(path):
            out.write(plain("\n".join(_lines(reading))) + "\n")
            is_any_usable |= reading.source.facts.is_profile
            rejected += reading.source.ledger.counts()[3]
    return is_any_usable, rejected


def _lines(reading: Reading) -> Iterator[str]:
    source = reading.source
    lines, parsed, ignored, rejected = source.ledger.counts()
    yield source.path
    yield f"  format: {', '.join(filter(None, (_format(reading), source.encoding, reading.how)))}"
    yield from (f"  {note.words}" for note in source.notes if note.what not in _SHOWN_ELSEWHERE)
    yield f"  tells of: {_contents(reading)}"
    yield f"  lines: {lines} = {parsed} parsed + {ignored} ignored + {rejected} rejected"
    yield from _rejections(source.ledger.rejections)


def _format(reading: Reading) -> str:
    if reading.understanding is None:
        return reading.source.format
    return f"{reading.source.format}, a table of {reading.understanding.kind or 'columns that are not known'}"


def _contents(reading: Reading) -> str:
    usable = [page for page in reading.pages if page.facts.is_profile]
    organisations = {(page.platform_id, page.facts.siren, page.slug) for page in usable}
    rows = [row for page in usable for row in page.facts.rows]
    traces = sum(len(row.traces) for row in rows)
    names = f" ({usable[0].name})" if len(organisations) == 1 else ""
    return f"{len(organisations)} organisations{names}, {len(rows)} rows of catalysts, {traces} engagements"


def _rejections(rejections: Sequence[tuple[int, str]]) -> Iterator[str]:
    for number, reason in rejections[:_SHOWN_REJECTIONS]:
        yield f"  line {number} rejected: {reason}"
    if len(rejections) > _SHOWN_REJECTIONS:
        yield f"  … and {len(rejections) - _SHOWN_REJECTIONS} more"
