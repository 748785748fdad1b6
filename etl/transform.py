"""The store to tables: look-ups in Python, merging in SQL (`etl/sql/transform`, one file per table, in order)."""

from __future__ import annotations

from operator import itemgetter

import duckdb

from etl.catalogue import Catalogue, build_catalogue
from etl.identity import Claim, identify
from etl.page.facts import CatalystRow
from etl.reference import aliases, load
from etl.reference.aliases import read_aliases
from etl.reference.sectors import group_of
from etl.statements import SQL, append, run_file

# Of data/reference/regions.json, in the order of the table's columns.
_REGION_FIELDS = ("insee", "iso", "name", "capital", "council", "siren", "population", "tile_row", "tile_col")


def load_reference(con: duckdb.DuckDBPyConnection) -> None:
    append(con, "region", map(itemgetter(*_REGION_FIELDS), load("regions")["regions"]))
    groups = {group["id"]: (group["id"], group["en"], group["fr"]) for group in load("sectors")["groups"]}
    sectors = load("sectors")["sectors"]
    append(con, "sector", ((sector["name"], sector["fr"], *groups[sector["group"]]) for sector in sectors))


def transform(con: duckdb.DuckDBPyConnection) -> None:
    """Fill every table from the store, which is attached as `store`."""
    run_file(con, SQL / "raw.sql")
    _identify(con)
    catalogue = _resolve(con)
    for path in sorted((SQL / "transform").glob("*.sql")):
        run_file(con, path)
    _classify(con, catalogue)


def _identify(con: duckdb.DuckDBPyConnection) -> None:
    """Tell whose page each is, all pages together."""
    rows = con.execute((SQL / "claims.sql").read_text(encoding="utf-8")).fetchall()
    ids, conflicts = identify([Claim(*row[2:]) for row in rows])
    append(con, "identity", ((*row[:2], organisation_id) for row, organisation_id in zip(rows, ids, strict=True)))
    append(con, "conflict", conflicts)


def _resolve(con: duckdb.DuckDBPyConnection) -> Catalogue:
    """Look up each distinct entry of the catalyst tables once: the same catalysts stand on most pages."""
    entries = con.execute((SQL / "entries.sql").read_text(encoding="utf-8")).fetchall()
    rows = [CatalystRow(0, text, has, logo or None, (), tuple(sectors)) for text, has, logo, sectors in entries]
    catalogue = build_catalogue(rows, read_aliases(aliases.FILES))
    resolved = map(catalogue.resolve, rows)
    append(con, "resolution", ((*entry, *found) for entry, found in zip(entries, resolved, strict=True)))
    return catalogue


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
