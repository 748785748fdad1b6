"""Raw pages to tables: look-ups in Python, merging in SQL (`etl/sql/transform`, one file per table, in order)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb

from etl.catalogue import Catalogue, Resolved, build_catalogue
from etl.dates import interval_before
from etl.extract import RawPage
from etl.identity import identify
from etl.page.facts import CatalystRow
from etl.reference import aliases, load
from etl.reference.aliases import read_aliases
from etl.reference.regions import region_of_postcode
from etl.reference.sectors import group_of

SQL = Path(__file__).resolve().parent / "sql"
_BATCH = 20_000

# Of data/reference/regions.json, in the order of the table's columns.
_REGION_FIELDS = ("insee", "iso", "name", "capital", "council", "siren", "population", "tile_row", "tile_col")

Row = tuple[Any, ...]


def run_file(con: duckdb.DuckDBPyConnection, path: Path, parameters: dict[str, Any] | None = None) -> None:
    """Run every statement of a SQL file, passing each the parameters it names."""
    for statement in con.extract_statements(path.read_text(encoding="utf-8")):
        wanted = {name: (parameters or {})[name] for name in statement.named_parameters}
        con.execute(statement, wanted).fetchall()


def append(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    """Add rows, whose values stand in the order of the table's columns."""
    with con.appender(table) as appender:
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                appender.append_rows(batch)
                batch = []
        appender.append_rows(batch)


def load_reference(con: duckdb.DuckDBPyConnection) -> None:
    append(con, "region", map(itemgetter(*_REGION_FIELDS), load("regions")["regions"]))
    groups = {group["id"]: (group["id"], group["en"], group["fr"]) for group in load("sectors")["groups"]}
    sectors = load("sectors")["sectors"]
    append(con, "sector", ((sector["name"], sector["fr"], *groups[sector["group"]]) for sector in sectors))


def transform(con: duckdb.DuckDBPyConnection, pages: Sequence[RawPage], built_at: datetime) -> None:
    """Fill every table from the pages. `built_at` (UTC) is the one value that differs between two equal builds."""
    run_file(con, SQL / "raw.sql")
    catalogue = build_catalogue((row for page in pages for row in page.facts.rows), read_aliases(aliases.FILES))
    resolved = [[(row, catalogue.resolve(row)) for row in page.facts.rows] for page in pages]
    _reject_unclear_splits(pages, resolved)
    ids, conflicts = identify(pages)
    append(con, "conflict", conflicts)
    append(con, "raw_source", _source_rows(pages, ids))
    append(con, "raw_description", _description_rows(pages))
    append(con, "raw_catalyst", _catalyst_rows(pages, resolved))
    append(con, "raw_trace", _trace_rows(pages, resolved))
    append(con, "rejected", _rejected_rows(pages))
    append(con, "source_line", _line_rows(pages))
    for path in sorted((SQL / "transform").glob("*.sql")):
        run_file(con, path, {"built_at": built_at})
    _classify(con, catalogue)


Resolutions = Sequence[Sequence[tuple[CatalystRow, Resolved]]]
"""Per page, its rows with the catalyst each was resolved to."""


def _reject_unclear_splits(pages: Sequence[RawPage], resolved: Resolutions) -> None:
    for page, rows in zip(pages, resolved, strict=True):
        for row, catalyst in rows:
            if catalyst.problem:
                page.ledger.reject(row.line_number, catalyst.problem)


def _source_rows(pages: Sequence[RawPage], ids: Sequence[str | None]) -> Iterable[Row]:
    counts = {page.source_id: page.ledger.counts() for page in pages if page.part == 0}
    for page, organisation_id in zip(pages, ids, strict=True):
        yield _source_row(page, organisation_id, counts[page.source_id])


def _source_row(page: RawPage, organisation_id: str | None, counts: Row) -> Row:
    facts, front = page.facts, page.front
    added = interval_before(page.captured_on, facts.added) if page.captured_on and facts.added else (None, None)
    return (
        page.source_id, page.part, page.path, front.url, page.sha256, page.format, page.encoding, page.page_number,
        organisation_id, page.slug, page.name, page.name_source, front.synthetic, page.captured_on,
        page.captured_on_is_inferred, *counts,
        facts.siren, facts.entity_types, facts.activities, *facts.location,
        region_of_postcode(facts.location.postcode, facts.location.country),
        facts.employees_min, facts.employees_max, facts.employees_estimated, facts.social_counts,
        *added, facts.declared_catalysts,
    )  # fmt: skip


def _description_rows(pages: Sequence[RawPage]) -> Iterable[Row]:
    for page in pages:
        for text in page.facts.descriptions:
            yield page.source_id, page.part, *text[:4], list(text.tags)


def _catalyst_rows(pages: Sequence[RawPage], resolved: Resolutions) -> Iterable[Row]:
    for page, rows in zip(pages, resolved, strict=True):
        for row, catalyst in rows:
            where = page.source_id, page.part, row.line_number
            *known, sectors, _, written = catalyst
            yield *where, *known, written, list(sectors)


def _trace_rows(pages: Sequence[RawPage], resolved: Resolutions) -> Iterable[Row]:
    for page, rows in zip(pages, resolved, strict=True):
        for row, catalyst in rows:
            where = page.source_id, page.part, row.line_number, catalyst.catalyst_id
            for trace in row.traces:
                when = trace.when or (None, None, None)
                yield *where, trace.relation_type, trace.channel, *when, trace.mentions, trace.amount_eur


def _rejected_rows(pages: Sequence[RawPage]) -> Iterable[Row]:
    for page in pages:
        for number, reason in page.ledger.rejections if page.part == 0 else ():  # all parts share one ledger
            yield page.source_id, number, page.ledger.lines[number - 1], reason


def _line_rows(pages: Sequence[RawPage]) -> Iterable[Row]:
    for page in pages:
        for row in page.facts.rows:
            yield page.source_id, row.line_number, page.ledger.lines[row.line_number - 1]


def _classify(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Give every catalyst its sectors, and the kind that its published name and all its sectors together tell."""
    names = con.execute("select catalyst_id, name from catalyst order by catalyst_id").fetchall()
    kinds = [(catalyst_id, catalogue.kind(catalyst_id, name)) for catalyst_id, name in names]
    con.execute("create temp table raw_kind (catalyst_id varchar, kind varchar)")
    append(con, "raw_kind", kinds)
    con.execute(
        "update catalyst set kind = raw_kind.kind from raw_kind where raw_kind.catalyst_id = catalyst.catalyst_id"
    )
    append(
        con,
        "catalyst_sector",
        (
            (catalyst_id, sector, group_of(sector))
            for catalyst_id, _ in names
            for sector in sorted(catalogue.sectors[catalyst_id])
        ),
    )
