"""A table to raw pages: one for each organisation it tells of. Every record is parsed, ignored (blank) or rejected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from etl.formats.columns import ENGAGEMENTS, Understanding, understand
from etl.formats.origin import Origin
from etl.formats.rows import NOT_NAMED, Cells, Who, add_facts, read_captured_on, read_engagement, read_who, unnamed
from etl.formats.table import MAX_COLUMNS, Record, Table
from etl.formats.totals import Totals
from etl.formats.values import is_missing
from etl.front_matter import FrontMatter
from etl.page.facts import Facts
from etl.page.naming import readable
from etl.raw_page import RawPage
from etl.text import fold, tidy


def raw_pages(table: Table, origin: Origin) -> tuple[list[RawPage], Understanding]:
    """Return the organisations of a table in the order in which it names them; at least one raw page."""
    understanding = understand(table.header[:MAX_COLUMNS]).with_surplus(table.surplus)
    if understanding.kind is None:
        for record in table.records:
            table.ledger.reject(record.number, understanding.problem)
        return [origin.unusable(table.ledger)], understanding
    parts = _Parts(origin, table, understanding)
    for record in table.records:
        parts.add(record)
    return parts.finished(), understanding


class _Parts:
    """Collects the rows of each organisation and each day of capture."""

    def __init__(self, origin: Origin, table: Table, understanding: Understanding) -> None:
        self._origin = origin
        self._ledger = table.ledger
        self._header = [fold(name) for name in table.header]
        self._width = len(table.header) + len(table.surplus)
        self._meanings = [heading.meaning for heading in understanding.headings]
        self._tells_engagements = understanding.kind == ENGAGEMENTS
        self._pages: dict[tuple[tuple[str, ...], date | None], RawPage] = {}
        self._totals = Totals()

    def add(self, record: Record) -> None:
        if not any(map(str.strip, record.cells)) or self._is_header(record.cells):
            self._ledger.ignore(record.number)
            return
        if any(map(str.strip, record.cells[self._width :])):
            self._ledger.reject(record.number, "more cells than columns: is a separator inside a value not quoted?")
            return
        pairs = zip(self._meanings, record.cells, strict=False)
        cells = Cells({meaning: tidy(cell) for meaning, cell in pairs if meaning and not is_missing(cell)})
        self._take(record.number, cells)
        for problem in cells.problems:
            self._ledger.reject(record.number, problem)

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Whether a row repeats the names of the columns, as where files were joined end to end."""
        width = len(self._header)
        return fold(cells[0]) == self._header[0] and list(map(fold, cells[:width])) == self._header

    def _take(self, number: int, cells: Cells) -> None:
        row = read_engagement(number, cells) if self._tells_engagements else None
        if self._tells_engagements and row is None and "total_eur" in cells.texts:
            self._totals.keep(number, cells)
            return
        if self._tells_engagements and row is None:
            cells.problems.append("names no catalyst")
            return
        who = read_who(cells)
        if who is None and row and row.traces[0].amount_eur is not None:
            cells.problems.append(f'names no organisation: the amount is kept under "{NOT_NAMED}"')
            who = unnamed()
        if who is None:
            cells.problems.append("names no organisation: neither id, SIREN, slug nor name")
            return
        page = self._page(who, read_captured_on(cells))
        _name(page, who)
        page.front.url = page.front.url or cells.texts.get("url")
        if who != unnamed():
            add_facts(page.facts, cells)
        if row:
            page.facts.rows.append(row)
            self._totals.add(who.known_by, row)
        self._ledger.parse(number)

    def _page(self, who: Who, captured_on: date | None) -> RawPage:
        key = (who.key, captured_on)
        if key not in self._pages:
            page = self._origin.unusable(self._ledger)
            page.part = len(self._pages)
            page.platform_id, page.slug, page.facts = who.platform_id, who.slug, Facts(siren=who.siren, is_profile=True)
            page.front, page.name = FrontMatter(captured_on=captured_on), readable(who.slug)
            self._pages[key] = page
        return self._pages[key]

    def finished(self) -> list[RawPage]:
        """Date the rows that do not say when they were captured: the file is not older than any of its dates."""
        self._totals.settle(self._ledger)
        pages = list(self._pages.values()) or [self._origin.unusable(self._ledger)]
        newest = max((day for page in pages if (day := page.facts.newest_date())), default=None)
        for page in pages:
            page.captured_on = page.front.captured_on or newest
            page.captured_on_is_inferred = page.front.captured_on is None
        return pages


def _name(page: RawPage, who: Who) -> None:
    page.facts.siren = page.facts.siren or who.siren
    if who.name and page.name_source == "slug":
        page.name, page.name_source = who.name, "table"
