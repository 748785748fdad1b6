"""A warehouse of some organisations only: all that is theirs, and nothing of any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.charts import CHARTS
from etl.cli import main
from etl.portion import write_portion
from tests import asking

BESIDE_THE_PORTFOLIO = {
    "sectors_diversity", "regions_involvement", "regions_by_year", "regions_ranking", "regions_portfolio",
}  # fmt: skip
"""Charts that compare with all organisations, and so must differ."""

OTHERS = """organisation_id,organisation,siren,catalyst,date
11,Théâtre du Nord,784244295,ADEME,2024-05-01
22,Opéra Perdu,,Fondation Secrète,2024-06-01
22,Opéra Perdu,,Fondation Secrète,31/02/2024
"""
PAGE = "---\nname: {name}\ncaptured_on: 2025-05-01\n---\nSIREN\n784244295\n![]() | Région Bretagne | Event 2024 | | |\n"
FILES = {
    "grants.csv": OTHERS,
    "11-theatre-du-nord.txt": PAGE.format(name="Théâtre du Nord"),
    "22-opera-perdu.txt": PAGE.format(name="Opéra Perdu"),
}


@pytest.fixture
def whole(warehouse_of: Callable[[Mapping[str, str]], Path]) -> Path:
    """Return a warehouse of two organisations that share a table, and by mistake a SIREN."""
    return warehouse_of(FILES)


@pytest.fixture(scope="module")
def portion_of_demo(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Return a portion of the synthetic organisations, and whose it is: those with the most engagements."""
    found = rows(demo_warehouse, "select organisation_id from organisation_total order by engagements desc limit 3")
    ids = [str(identity) for (identity,) in found]
    portion = tmp_path_factory.mktemp("portion") / "portion.duckdb"
    write_portion(demo_warehouse, ids, portion)
    return portion, ids


def texts(warehouse: Path) -> str:
    """Return everything that stands in a warehouse."""
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        names = con.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
        return "\n".join(repr(row) for (name,) in names for row in con.table(name).fetchall())


def rows(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.mark.trust("Totals, searches, checks or shared files tell a limited viewer of other organisations")
def test_nothing_in_it_tells_of_any_other_organisation(whole: Path, tmp_path: Path) -> None:
    portion = tmp_path / "portion.duckdb"
    assert write_portion(whole, {"11", "no such"}, portion) == 1
    hidden = ("Opéra", "opera", "Fondation Secrète", "fondation-secrete", "22-opera-perdu")
    assert [word for word in hidden if word not in texts(whole)] == []
    assert [word for word in hidden if word in texts(portion)] == []


def test_of_a_shared_file_only_its_own_lines_are_there_and_accounted_for(whole: Path, tmp_path: Path) -> None:
    portion = tmp_path / "portion.duckdb"
    write_portion(whole, ["11"], portion)
    own = "select line_number, raw_text from source_line join source using (source_id) where format = 'csv'"
    assert rows(portion, own) == [(2, "11,Théâtre du Nord,784244295,ADEME,2024-05-01")]
    counts = "select line_count, parsed_lines, rejected_lines from source where format = 'csv'"
    assert (rows(whole, counts), rows(portion, counts)) == ([(4, 3, 1)], [(1, 1, 0)])
    assert rows(whole, "from rejected")
    assert not rows(portion, "from rejected")
    assert not rows(portion, "from data_check where severity = 'error' and bad_rows > 0")


@pytest.mark.parametrize("chart", [name for name in CHARTS if name not in BESIDE_THE_PORTFOLIO])
def test_it_answers_as_the_whole_does_when_filtered_by_these_organisations(
    chart: str, demo_warehouse: Path, portion_of_demo: tuple[Path, list[str]]
) -> None:
    portion, ids = portion_of_demo
    expected = asking.answer(demo_warehouse, chart, organisation=ids).frame
    assert len(expected)
    pd.testing.assert_frame_equal(asking.answer(portion, chart).frame, expected)


def test_the_command_says_how_many_were_found(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portion = tmp_path / "portion.duckdb"
    arguments = ["portion", "11", "33", "--out", str(portion), "--warehouse", str(whole)]
    assert main(arguments) == 0
    assert capsys.readouterr().err.endswith("portion.duckdb: organisations written: 1, asked for: 2\n")
    missing = tmp_path / "missing.duckdb"
    assert main([*arguments[:-1], str(missing)]) == 1
    assert "no warehouse there" in capsys.readouterr().err
