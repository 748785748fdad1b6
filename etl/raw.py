"""A page as rows of the store (`etl/sql/store.sql`). Values stand in the order of the tables' columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from etl.dates import interval_before
from etl.extract import RawPage
from etl.page.facts import CatalystRow
from etl.reference.regions import region_of_postcode
from etl.statements import Row

_NO_DATE = (None, None, None)

Entry = tuple[str, bool, str, tuple[str, ...]]
"""What a line of a catalyst table says of its catalyst: text, whether sectors follow the name, logo, stated sectors."""


class Read(NamedTuple):
    """A page, the file it stands in, the lines of its source by state, and when it was read (UTC)."""

    page: RawPage
    file_path: str
    line_counts: tuple[int, int, int, int]
    loaded_at: datetime
    entry_id: Callable[[Entry], int]
    """Numbers each distinct entry."""


def _source(read: Read) -> Iterable[Row]:
    page, facts, front = read.page, read.page.facts, read.page.front
    added = interval_before(page.captured_on, facts.added) if page.captured_on and facts.added else (None, None)
    yield (
        read.file_path, page.source_id, page.part, page.path, front.url, page.sha256, page.format, page.encoding,
        page.page_number, page.captured_on, page.captured_on_is_inferred, read.loaded_at, *read.line_counts,
        facts.is_profile, page.platform_id, page.slug, front.name, page.name, page.name_source, front.synthetic,
        facts.siren, facts.entity_types, facts.activities, *facts.location,
        region_of_postcode(facts.location.postcode, facts.location.country),
        facts.employees_min, facts.employees_max, facts.employees_estimated, facts.social_counts,
        *added, facts.declared_catalysts,
    )  # fmt: skip


def _descriptions(read: Read) -> Iterable[Row]:
    source_id, part = read.page.source_id, read.page.part
    return [(source_id, part, *text[:4], list(text.tags)) for text in read.page.facts.descriptions]


def _catalyst_rows(read: Read) -> Iterable[Row]:
    source_id, part, lines = read.page.source_id, read.page.part, read.page.ledger.lines
    return [
        (source_id, part, row.line_number, read.entry_id(_entry(row)), lines[row.line_number - 1])
        for row in read.page.facts.rows
    ]


def _traces(read: Read) -> Iterable[Row]:
    source_id, part = read.page.source_id, read.page.part
    return [
        (*where, relation_type, channel, *(when or _NO_DATE), mentions, amount_eur)
        for row in read.page.facts.rows
        for where in [(source_id, part, row.line_number, read.entry_id(_entry(row)))]
        for relation_type, channel, when, mentions, amount_eur in row.traces
    ]


def _entry(row: CatalystRow) -> Entry:
    return row.text, row.has_sectors, row.logo_name or "", row.sectors


def _rejected(read: Read) -> Iterable[Row]:
    page = read.page
    for number, reason in page.ledger.rejections if page.part == 0 else ():  # all parts share one ledger
        yield page.source_id, number, page.ledger.lines[number - 1], reason


def _notes(read: Read) -> Iterable[Row]:
    for place, note in enumerate(read.page.notes, start=1):
        yield read.page.source_id, place, *note


TABLES: Mapping[str, Callable[[Read], Iterable[Row]]] = {
    "source": _source,
    "description": _descriptions,
    "catalyst_row": _catalyst_rows,
    "trace": _traces,
    "rejected": _rejected,
    "reading_note": _notes,
}
"""Table of the store -> the rows that a page has in it."""
