"""The store to tables: look-ups in Python, merging in SQL (`etl/sql/transform`, one file per table, in order).

Only what has changed since the warehouse was filled is derived anew (`etl/sql/changed.sql`): of an empty one, all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from operator import itemgetter

import duckdb

from etl.catalogue import Catalogue
from etl.config import REFERENCE
from etl.errors import SourceError
from etl.groups import grouped, groups_of, keys
from etl.identity import Claim, Conflict, Joined, identify, joined_by_name
from etl.page.facts import CatalystRow
from etl.reference import aliases, load
from etl.reference.aliases import read_aliases
from etl.reference.kinds import kind_of
from etl.statements import SQL, Runner, append, run_file
from etl.text import fold

# Of data/reference/regions.json, in the order of the table's columns.
_REGION_FIELDS = ("insee", "iso", "name", "capital", "council", "siren", "population", "tile_row", "tile_col")


def load_reference(con: duckdb.DuckDBPyConnection) -> None:
    append(con, "region", map(itemgetter(*_REGION_FIELDS), load("regions")["regions"]))
    append(con, "departement", map(itemgetter("code", "name"), load("departements")["departements"]))
    groups = {group["id"]: (group["id"], group["en"], group["fr"]) for group in load("sectors")["groups"]}
    sectors = load("sectors")["sectors"]
    unknown = [sector["name"] for sector in sectors if sector["group"] not in groups]
    if unknown:
        raise SourceError(f"{REFERENCE / 'sectors.json'}: the group of {unknown[0]} is not one of its groups")
    append(con, "sector", ((sector["name"], sector["fr"], *groups[sector["group"]]) for sector in sectors))


class Derivation:
    """What the tables of a warehouse are derived from: the store, which is attached as `store`, and what is looked up.

    Made before anything is changed in the warehouse, so that it can tell how much is to be derived anew.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, corrected: Iterable[str | None], engagements: Iterable[str | None]
    ) -> None:
        """`corrected`, `engagements`: ids of the organisations and engagements that people correct."""
        self._con = con
        run_file(con, SQL / "raw.sql")
        self._conflicts, self._joined = _identify(con)
        self._known_as = read_aliases(aliases.FILES)
        _resolve(con, self._known_as)
        ids = {"corrected": sorted(filter(None, corrected)), "engagements": sorted(filter(None, engagements))}
        run_file(con, SQL / "changed.sql", ids)

    def share(self) -> float:
        """Return the share of the organisations that have changed, between 0 and 1."""
        ((changed, known),) = self._con.execute((SQL / "share.sql").read_text(encoding="utf-8")).fetchall()
        return changed / known if known else 0.0

    def remove_outdated(self) -> None:
        run_file(self._con, SQL / "outdated.sql")

    def fill(self, fingerprint: str, run: Runner = run_file) -> None:
        """Derive the tables, or what of them has changed. What was outdated has been removed and that committed.

        `run` runs a file of `etl/sql/transform`.
        """
        append(self._con, "conflict", self._conflicts)
        append(self._con, "joined_by_name", self._joined)
        for path in sorted((SQL / "transform").glob("*.sql")):
            run(self._con, path, {"fingerprint": fingerprint})
        append(self._con, "derivation.alias", self._known_as.items())
        _classify(self._con)


def roll_up(con: duckdb.DuckDBPyConnection) -> None:
    """Count what engagements come to, once they are derived and corrected (etl/sql/rollup)."""
    for path in sorted((SQL / "rollup").glob("*.sql")):
        run_file(con, path)


def _identify(con: duckdb.DuckDBPyConnection) -> tuple[list[Conflict], list[Joined]]:
    """Tell whose each page is that is new, or of a group of claims that one has come to or gone from."""
    sql = (SQL / "claims.sql").read_text(encoding="utf-8")
    pages, claims = _claims(con, sql)
    claimed = list(map(keys, claims))
    append(con, "new_key", ((key,) for key in set(chain.from_iterable(claimed))))
    run_file(con, SQL / "touched.sql")
    more_pages, more_claims = _claims(con, sql)
    pages, claims, claimed = pages + more_pages, claims + more_claims, claimed + list(map(keys, more_claims))
    ids, conflicts = identify(claims)
    groups = grouped(claimed)
    found = zip(pages, ids, groups_of(claimed, groups), strict=True)
    append(con, "identity", ((*page, organisation_id, group) for page, organisation_id, group in found))
    append(con, "claim_key", groups.items())
    run_file(con, SQL / "untouched.sql")
    return conflicts, joined_by_name(claims, ids)


def _claims(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[tuple[str, int]], list[Claim]]:
    """Return the source and part of pages, and what each of them claims."""
    rows = con.execute(sql).fetchall()
    return [row[:2] for row in rows], [Claim(*row[2:]) for row in rows]


def _resolve(con: duckdb.DuckDBPyConnection, known_as: Mapping[str, str]) -> None:
    """Look up what each distinct entry of the catalyst tables stands for, unless that was found and holds still.

    `known_as`: aliases of catalysts.
    """
    names = con.execute((SQL / "names.sql").read_text(encoding="utf-8")).fetchall()
    again = _doubtful(con, known_as, {fold(name) for name, was, is_now in names if was != is_now})
    entries = con.execute((SQL / "entries.sql").read_text(encoding="utf-8"), {"again": again}).fetchall()
    rows = [CatalystRow(0, text, has, logo or None, (), tuple(sectors)) for _, text, has, logo, sectors in entries]
    catalogue = Catalogue(frozenset(fold(name) for name, _, is_now in names if is_now), known_as)
    resolved = map(catalogue.resolve, rows)
    append(con, "resolution", ((*entry, *found) for entry, found in zip(entries, resolved, strict=True)))
    run_file(con, SQL / "kept_entries.sql")


def _doubtful(con: duckdb.DuckDBPyConnection, known_as: Mapping[str, str], changed: Collection[str]) -> list[int]:
    """Return the entries that may stand for something else than before.

    All where aliases have changed; else those that have sectors and begin with one of the names, folded, that are
    `changed`: known now, or known no more.
    """
    if dict(con.execute("from derivation.alias").fetchall()) != known_as:
        return [entry_id for (entry_id,) in con.execute("select entry_id from used_entry").fetchall()]
    if not changed:
        return []
    beginnings = tuple(changed)
    entries = con.execute("select entry_id, text from used_entry where has_sectors").fetchall()
    return [entry_id for entry_id, text in entries if fold(text).startswith(beginnings)]


def _classify(con: duckdb.DuckDBPyConnection) -> None:
    """Give every catalyst its sectors, and the kind that its published name and all its sectors together tell."""
    run_file(con, SQL / "placed.sql")
    unclassified = con.execute((SQL / "unclassified.sql").read_text(encoding="utf-8")).fetchall()
    append(con, "derivation.kind", ((*row, kind_of(row[1], row[2])) for row in unclassified))
    run_file(con, SQL / "classified.sql")
