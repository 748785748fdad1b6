"""Warehouses whose large tables are Parquet files in a folder: what can be reached, and what becomes of old folders."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.filters import Filters
from analytics.warehouse import Warehouse, questions
from etl.errors import BuildError, WarehouseError
from etl.lake import lake_of
from etl.publish import versions_folder
from etl.report import opened
from etl.spark.folders import WORK, lake_for, new_folder, remove_outdated
from etl.statements import SQL, run_file


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    folder = tmp_path / "lake"
    folder.mkdir()
    return folder


@pytest.fixture
def warehouse(real_warehouse: Path, lake: Path, tmp_path: Path) -> Path:
    """Return a copy of the real warehouse whose engagements are in a lake."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(real_warehouse.resolve(), path)
    with duckdb.connect(path) as con:
        run_file(con, SQL / "lake.sql", {"folder": str(lake)})
        con.table("engagement").write_parquet(str(lake / "engagement.parquet"))
        con.execute("drop table engagement").fetchall()
        con.read_parquet(f"{lake}/*.parquet").create_view("engagement")
    return path


def test_every_question_is_answered_from_the_lake(warehouse: Path, real_warehouse: Path) -> None:
    asked = Filters().parameters(None)
    here, there = Warehouse(warehouse), Warehouse(real_warehouse)
    try:
        for name, question in questions().items():
            if set(question.parameters) <= asked.keys():
                pd.testing.assert_frame_equal(here.ask(name, asked), there.ask(name, asked))
    finally:
        here.close()
        there.close()
    with opened(warehouse) as con:
        assert con.execute("select count(*) from engagement").fetchall() == [(11,)]


@pytest.mark.parametrize(
    "sql",
    [
        "from read_text('{outside}')",
        "from read_text('{lake}/../outside.txt')",
        "copy (select 1) to '{outside}'",
        "attach '{outside}.duckdb' as other",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set lock_configuration = false",
    ],
)
def test_nothing_else_can_be_reached(warehouse: Path, lake: Path, tmp_path: Path, sql: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    first, second = Warehouse(warehouse), Warehouse(warehouse)
    try:
        for one in (first, second):
            with one._connect() as con:
                assert con.execute("select count(*) from engagement").fetchall() == [(11,)]
                with pytest.raises(duckdb.Error, match=r"disabled|locked|Cannot"):
                    con.execute(sql.format(outside=outside, lake=lake)).fetchall()
    finally:
        first.close()
        second.close()


def test_a_lake_that_is_gone_is_said_so(warehouse: Path, lake: Path) -> None:
    shutil.rmtree(lake)
    said = re.escape(f"its large tables are in {lake}, which is not there")
    with pytest.raises(WarehouseError, match=said):
        Warehouse(warehouse)


def test_a_warehouse_without_a_lake_says_so(real_warehouse: Path) -> None:
    with opened(real_warehouse) as con:
        assert lake_of(con) is None


def test_a_lake_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="must be a folder"):
        lake_for(tmp_path / "w.duckdb", Path("s3://bucket/lake"))


def test_warehouses_of_one_name_have_folders_of_their_own(tmp_path: Path, lake: Path) -> None:
    one, other = (lake_for(tmp_path / name / "w.duckdb", lake) for name in ("a", "b"))
    assert one != other
    assert one.parent == other.parent == lake


def test_the_folder_of_a_build_that_fails_is_gone(tmp_path: Path, lake: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_folder(lake, tmp_path / "v1.duckdb.building") as folder:
        raise ZeroDivisionError((folder / WORK).is_dir())
    assert not list(lake.iterdir())


def test_folders_go_with_the_versions_they_are_of(warehouse: Path, tmp_path: Path, lake: Path) -> None:
    versions = versions_folder(warehouse)
    versions.mkdir()
    for name in ("v2", "v3"):
        (versions / f"{name}.duckdb").touch()
    folders = tmp_path / "folders"
    for name in ("v1", "v2", "v3"):
        with new_folder(folders, tmp_path / f"{name}.duckdb.building") as folder:
            (folder / "engagement").mkdir()
    with duckdb.connect(warehouse) as con:
        con.execute("update lake set folder = $folder", {"folder": str(folders / "v3")}).fetchall()
    remove_outdated(folders, warehouse)
    assert sorted(path.name for path in folders.iterdir()) == ["v2", "v3"]
    assert not (folders / "v2" / WORK).exists()
