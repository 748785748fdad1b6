"""Synthetic warehouses without pages: repeatable, marked as synthetic, and of the same kind as those of pages."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.cli import main
from etl.demo_tables import fill_warehouse
from tests.tables import tables

ORGANISATIONS = 400


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("tables") / "warehouse.duckdb"
    fill_warehouse(warehouse, ORGANISATIONS)
    return warehouse


def shares(warehouse: Path, sql: str) -> dict[str, float]:
    """The share of each value of a query's only column."""
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as con:
        rows = con.execute(f"select x, count(*) from ({sql}) as one(x) group by all").fetchall()
    return {str(value): count / sum(count for _, count in rows) for value, count in rows}


@pytest.mark.parametrize(
    ("sql", "within"),
    [
        ("select relation_type from engagement", 0.05),
        ("select date_precision from engagement where channel = 'unstated' and engaged_on is not null", 0.02),
        ("select year(engaged_on) from engagement", 0.05),
        ("select region_code from organisation", 0.08),
        ("select kind from source_catalyst join catalyst using (catalyst_id)", 0.04),
        ("select least(declared_catalysts, 12) from organisation", 0.08),
        ("select sector_group from source_catalyst join catalyst_sector using (catalyst_id)", 0.05),
        ("select is_complete from coverage", 0.15),
        ("select is_synthetic from organisation", 0.0),
        (
            "select ceil(log2(1 + count(engagement_id))) "
            "from organisation left join engagement using (organisation_id) group by organisation_id",
            0.1,
        ),
    ],
)
def test_tables_have_the_shares_of_pages(filled: Path, demo_warehouse: Path, sql: str, within: float) -> None:
    drawn, read = shares(filled, sql), shares(demo_warehouse, sql)
    for value in drawn.keys() | read.keys():
        assert abs(drawn.get(value, 0) - read.get(value, 0)) <= within, value


def test_same_number_and_seed_give_the_same_tables(filled: Path, tmp_path: Path) -> None:
    fill_warehouse(tmp_path / "again.duckdb", ORGANISATIONS)
    fill_warehouse(tmp_path / "other.duckdb", ORGANISATIONS, seed=2)
    first = tables(filled)
    assert tables(tmp_path / "again.duckdb") == first
    assert tables(tmp_path / "other.duckdb")["engagement"] != first["engagement"]


def test_first_organisations_do_not_change_when_more_are_asked_for(filled: Path, tmp_path: Path) -> None:
    fill_warehouse(tmp_path / "few.duckdb", 40)
    few, many = (set(map(tuple, tables(path)["engagement"])) for path in (tmp_path / "few.duckdb", filled))
    assert few
    assert few < many


def test_from_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["demo", "--organisations", "20", "--warehouse", str(tmp_path / "w.duckdb")])
    said = capsys.readouterr()
    assert (code, said.out) == (0, "")
    assert "organisations: 20" in said.err
    assert shares(tmp_path / "w.duckdb", "select is_synthetic from organisation") == {"True": 1.0}
