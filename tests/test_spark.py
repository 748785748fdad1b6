"""A build on a real Spark cluster: every table is that of the build on one machine, whatever happens to a worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.config import PROFILES, PROJECT
from etl.spark.folders import WORK
from tests import spark_cluster
from tests.spark_cluster import Cluster
from tests.spark_dialect import QUERIES

pytestmark = pytest.mark.slow

FORMATS = PROJECT / "tests" / "data" / "formats"
DIFFERENT = {"built_at", "loaded_at", "fingerprint"}
"""Columns of when and by what."""
OF_THE_LAKE = {"main.lake", "main.placed_engagement", "main.placed_line"}
"""Where the files are, and where in them or in their tables engagements and lines stand."""
CORRECTIONS = """what,old,new,who,why,when
organisation:89998.city,Paris,Paris 14e,the secretariat,as on their letters,2026-03-01
organisation:89998.siren,784244295,1,the secretariat,no SIREN,2026-03-01
"""
TROUBLE = {
    "700-maison-a.txt": "---\nname: Maison A\ncaptured_on: 2024-05-01\n---\nSIREN\n784244295\n"
    "![]() | Région Bretagne | Event 2024 | | |\n![]() | BPI  France | Award 3 Mar 2024 | 7 | |\n",
    "700-maison-a (2).txt": "---\nname: Maison « A »\ncaptured_on: 2025-05-01\n---\nSIREN\n784244295\n"
    "![]() | Bretagne | Event 2024 31 Feb 2024 | | |\n![]() | Bpi France | Award 3 Mar 2024 | 9 | |\n",
}
"""Two captures of one organisation, which has the SIREN of another, with spellings that tie and an impossible date."""

Table = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if not spark_cluster.is_possible():
        words = "no Spark: pip install -r requirements-spark.txt, and a Java runtime (apt install default-jre-headless)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    with spark_cluster.cluster(tmp_path_factory.mktemp("spark")) as running:
        data = Path(running.environment["CATALYST_ATLAS_DATA"])
        data.mkdir()
        (data / "overrides.csv").write_text(CORRECTIONS)
        yield running


@pytest.fixture(scope="module")
def inputs(demo_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the real page, some hundred synthetic ones, other formats, and pages that make trouble."""
    folder = tmp_path_factory.mktemp("captures")
    for name, text in TROUBLE.items():
        (folder / name).write_text(text)
    return [PROFILES, demo_pages, FORMATS, folder]


@pytest.fixture(scope="module")
def expected(cluster: Cluster, inputs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """Return the tables of the build on one machine."""
    warehouse = tmp_path_factory.mktemp("one_machine") / "warehouse.duckdb"
    assert ended(cluster.run("build", *inputs, "--warehouse", warehouse))[0] == 0
    return tables_of(warehouse)


def ended(build: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a build; return its exit code and what it said."""
    _, words = build.communicate(timeout=600)
    return build.returncode, words


def tables_of(warehouse: Path) -> dict[str, Table]:
    """Return columns with their types, and the sorted rows, of every table and view in a warehouse."""
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        names = con.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
        return {name: _table(con, name) for (name,) in names if name not in OF_THE_LAKE}


def _table(con: duckdb.DuckDBPyConnection, name: str) -> Table:
    rows = con.table(name)
    columns = [column for column in rows.columns if column not in DIFFERENT]
    if not columns:
        return [], []
    compared = rows.select(*columns)
    return list(zip(columns, map(str, compared.types), strict=True)), sorted(compared.fetchall(), key=repr)


def assert_same(found: dict[str, Table], expected: dict[str, Table]) -> None:
    assert found.keys() == expected.keys()
    for name, table in expected.items():
        assert found[name] == table, name


def test_every_table_is_that_of_one_machine(
    cluster: Cluster, inputs: list[Path], expected: dict[str, Table], tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    code, words = ended(cluster.build(*inputs, "--warehouse", warehouse, "--lake", tmp_path / "lake"))
    assert code == 0, words
    assert_same(tables_of(warehouse), expected)
    assert len(expected["main.engagement"][1]) > 1000
    assert expected["main.conflict"][1]
    columns, corrections = expected["main.override"]
    state = [name for name, _ in columns].index("state")
    assert [row[state] for row in corrections] == ["applied", "rejected"]


def test_what_the_engines_could_differ_in(cluster: Cluster) -> None:
    command = [sys.executable, "-m", "tests.spark_dialect"]
    ran = subprocess.run(command, cwd=PROJECT, env=cluster.environment, capture_output=True, text=True, timeout=600)
    assert (ran.returncode, ran.stdout) == (0, f"{len(QUERIES)} compared\n"), ran.stderr


def test_a_worker_that_dies_changes_nothing(
    cluster: Cluster, inputs: list[Path], expected: dict[str, Table], tmp_path: Path
) -> None:
    cluster.have_workers(2)
    warehouse, lake = tmp_path / "warehouse.duckdb", tmp_path / "lake"
    build = cluster.build(*inputs, "--warehouse", warehouse, "--lake", lake)
    while not list(lake.glob(f"*/*/{WORK}/source/_SUCCESS")) and build.poll() is None:
        time.sleep(0.02)
    assert build.poll() is None
    cluster.kill_worker()
    assert not list(lake.glob("*/*/engagement/_SUCCESS"))
    code, words = ended(build)
    assert code == 0, words
    assert "Lost executor" in words
    assert_same(tables_of(warehouse), expected)
