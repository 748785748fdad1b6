"""Lists of State grants: the ministry of a budget heading is the catalyst, totals are compared and not added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.config import PROFILES, PROJECT, REFERENCE
from etl.load import build
from etl.reference import aliases

WarehouseOf = Callable[[Mapping[str, str | bytes]], Path]
FILE = PROJECT.parent / "shared" / "grants" / "effort_financier_etat_associations_2010.csv"
HEADER = "SIREN;ASSOCIATION;IMPUTATION;Total des subventions;Détail des subventions"
CULTURE = "Culture et communication: 224 - Transmission des savoirs"
YOUTH = "Services du Premier ministre: 163 - Jeunesse et vie associative"


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


def table(*rows: str) -> dict[str, str | bytes]:
    return {"a.csv": "\n".join([HEADER, *rows, ""])}


GRANTS = "select catalyst.name, channel, relation_type, engaged_on, mentions, amount_eur::double from engagement \
    join catalyst using (catalyst_id) order by all"
COUNTS = "select line_count, parsed_lines, rejected_lines from source"


def test_each_row_is_a_grant_of_its_ministry_and_totals_are_not_added(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(
        table(
            "784244295;ACCR;;5 000;",
            f"784244295;ACCR;{CULTURE};;3 000",
            "784244295;ACCR;Culture et communication: 175 - Patrimoines;;500",
            f"784244295;ACCR;{YOUTH};;1 500",
            "Total des subventions versées en 2010;;;5 000;5 000",
        )
    )
    assert query(warehouse, GRANTS) == [
        ("Culture et communication", "grant", "Funding", None, 2, 3500.0),
        ("Services du Premier ministre", "grant", "Funding", None, 1, 1500.0),
    ]
    assert query(warehouse, COUNTS) == [(6, 6, 0)]


def test_a_total_that_contradicts_its_rows_is_rejected(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(
        table("784244295;A;;5 000;", f"784244295;A;{CULTURE};;3 000", "732829320;B;;70;", "Total;;;3 000;")
    )
    assert query(warehouse, COUNTS) == [(5, 3, 2)]
    assert query(warehouse, "select line_number, reason from rejected") == [
        (2, "a total of 5,000.00 EUR, but its rows add up to 3,000.00"),
        (4, "a total of 70.00 EUR, but its rows add up to 0"),
    ]


def test_a_total_beside_a_catalyst_is_its_amount(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(table(f"784244295;A;{CULTURE};70;"))
    assert query(warehouse, "select amount_eur::double from engagement") == [(70.0,)]


# The real file


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not FILE.is_file():
        pytest.skip("the shared grants are not here")
    warehouse = tmp_path_factory.mktemp("state") / "w.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aliases, "FILES", (REFERENCE / aliases.NAME,))
        build([FILE, PROFILES], warehouse)
    return warehouse


def test_every_euro_of_the_state_arrives(state: Path) -> None:
    sql = "select sum(amount_eur)::bigint, sum(mentions)::integer from engagement where channel = 'grant'"
    assert query(state, sql) == [(1_483_995_024, 20_194)]
    culture = """
        select catalyst.name, amount_eur::integer from engagement join catalyst using (catalyst_id)
        where organisation_id = '89998' and channel = 'grant'
    """
    assert query(state, culture) == [("Ministère de la Culture", 210_000)]


def test_every_line_of_it_is_accounted_for(state: Path) -> None:
    columns = "encoding, line_count, parsed_lines, ignored_lines, rejected_lines"
    ((encoding, *counts),) = query(state, f"select {columns} from source where format = 'csv'")
    sql = "select regexp_replace(reason, '[0-9][0-9,.]*', 'n', 'g'), count(*) from rejected group by 1 order by 1"
    assert query(state, sql) == [
        ('SIREN "n" is not nine digits', 1),
        ("SIREN n fails its check digit", 552),
        ("a total of n EUR, but its rows add up to n", 2),  # two of one name, neither with a SIREN that can be right
    ]
    lines, parsed, ignored, rejected = counts
    assert (encoding, lines) == ("windows-1252", 37_698)
    assert (parsed + rejected, ignored) == (37_680, 18)  # with the header, without further lines of a record


def test_those_who_give_are_bodies_of_the_state(state: Path) -> None:
    sql = "select distinct kind from catalyst semi join (from engagement where channel = 'grant') using (catalyst_id)"
    assert query(state, sql) == [("state",)]
