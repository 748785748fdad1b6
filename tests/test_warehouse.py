"""Opening a warehouse: what is refused, what is locked, and what a new build changes for who reads the old one."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from analytics.datasets import datasets
from analytics.filters import Filters
from analytics.view import View
from analytics.warehouse import (
    BOUNDS,
    LARGE_MEMORY,
    LOCKED_DOWN,
    Question,
    Warehouse,
    _read,
    current_version,
    questions,
)
from etl.config import PROFILES, SCHEMA_VERSION
from etl.errors import LimitError, WarehouseError
from etl.load import build, build_empty
from tests.asking import multiply, view


@pytest.fixture
def copied(real_warehouse: Path, tmp_path: Path) -> Path:
    """Return a copy of the real warehouse that a test may open and change as it likes."""
    return Path(shutil.copy(os.path.realpath(real_warehouse), tmp_path / "copy.duckdb"))


@pytest.fixture
def opened(copied: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse(copied)
    yield warehouse
    warehouse.close()


# Which period is asked for


def test_a_period_that_ends_after_all_that_is_known_ends_never(opened: Warehouse) -> None:
    question, last = questions()["relationships_health"], opened._last_day
    assert last == dt.date(2025, 2, 28)
    asked = {"date_from": dt.date(2022, 7, 1), "date_to": last}
    assert opened._settled(question, asked) == {**asked, "date_to": None}
    before = {**asked, "date_to": last - dt.timedelta(days=1)}
    assert opened._settled(question, before) == before
    undated = {**asked, "date_from": None}
    assert opened._settled(question, undated) == undated, "what has no date would be in it"


def test_where_some_captures_have_no_day_the_end_of_a_period_stays(copied: Path) -> None:
    with duckdb.connect(copied) as connection:
        connection.execute("update relation set known_until = null where catalyst_no = 1")
    warehouse = Warehouse(copied)
    asked = {"date_from": dt.date(2022, 7, 1), "date_to": dt.date(2099, 1, 1)}
    assert warehouse._settled(questions()["relationships_health"], asked) == asked
    warehouse.close()


# What is refused


def test_a_missing_warehouse_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"no warehouse at .*none\.duckdb: run `python -m etl build` first"):
        Warehouse(tmp_path / "none.duckdb")


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("not a warehouse " * 1000)
    with pytest.raises(WarehouseError, match=r"notes\.duckdb cannot be read .* build it again"):
        Warehouse(tmp_path / "notes.duckdb")


@pytest.mark.parametrize(
    ("change", "found"), [("update build set schema_version = 99", "99"), ("drop table build", "None")]
)
@pytest.mark.trust("A warehouse of an older or newer layout")
def test_a_warehouse_of_another_version_is_refused_and_let_go(copied: Path, change: str, found: str) -> None:
    with duckdb.connect(copied) as connection:
        connection.execute(change)
    with pytest.raises(WarehouseError, match=f"schema version {found}, this program reads {SCHEMA_VERSION}: build"):
        Warehouse(copied)
    duckdb.connect(copied).close()  # nothing keeps it open


def test_a_missing_parameter_is_no_silent_default(opened: Warehouse) -> None:
    with pytest.raises(KeyError, match="organisation"):
        opened.ask("data_summary", {})
    with pytest.raises(KeyError, match="nothing_like_this"):
        opened.ask("nothing_like_this", {})


# What is locked


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "attach '/tmp/other.duckdb' as other",
        "copy organisation to '/tmp/stolen.csv'",
        "insert into build values (2, now()::timestamp)",
        "create table mine (a integer)",
        "set enable_external_access = true",
        "set memory_limit = '64GB'",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('https://127.0.0.1:9/x.csv')",
    ],
)
@pytest.mark.trust("A statement that reads files, reaches the network or changes the warehouse")
def test_no_statement_reaches_out_or_changes_anything(opened: Warehouse, statement: str) -> None:
    with opened._connect() as connection, pytest.raises(duckdb.Error):
        connection.execute(statement).fetchall()


def setting(path: Path, name: str) -> object:
    """A setting of the database that a warehouse is opened in."""
    with closing(Warehouse(path)) as warehouse, warehouse._connect() as connection:
        ((found,),) = connection.execute(f"select current_setting('{name}')").fetchall()
    return found


def test_only_large_files_are_read_by_several_threads(opened: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.close()
    assert setting(opened.path, "threads") == 1
    monkeypatch.setattr("analytics.warehouse.SMALL_BYTES", 0)
    assert setting(opened.path, "threads") == LOCKED_DOWN["threads"]


def test_a_large_file_gets_more_memory_than_a_small_one(opened: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.close()
    assert setting(opened.path, "memory_limit") == "488.2 MiB"
    monkeypatch.setattr("analytics.warehouse.LARGE_BYTES", 0)
    with duckdb.connect(config={"memory_limit": LARGE_MEMORY}) as plain:
        (expected,) = plain.execute("select current_setting('memory_limit')").fetchall()
    assert (setting(opened.path, "memory_limit"),) == expected


@pytest.mark.parametrize("is_shared", [True, False])
def test_only_what_others_wait_for_is_bounded(copied: Path, *, is_shared: bool) -> None:
    with closing(Warehouse(copied, is_shared=is_shared)) as warehouse, warehouse._connect() as connection:
        settings = {name: connection.execute(f"select current_setting('{name}')").fetchall() for name in BOUNDS}
        with pytest.raises(duckdb.PermissionException):
            connection.execute("select * from read_text('/etc/hostname')").fetchall()
    with duckdb.connect() as plain:
        free = {name: plain.execute(f"select current_setting('{name}')").fetchall() for name in BOUNDS}
    assert (settings == free) is not is_shared


def test_python_variables_are_out_of_reach(opened: Warehouse) -> None:
    secret = view(opened.path).labels  # noqa: F841 - DuckDB would find it by its name
    with opened._connect() as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("select * from secret").fetchall()


@pytest.mark.parametrize(
    ("setting", "most", "as_many"),
    [("max_execution_time", 300, "range(10_000_000_000)"), ("memory_limit", "30MB", "range(3_000_000)")],
)
@pytest.mark.trust("A question that takes more time or memory than one may have")
def test_a_question_that_takes_too_much_is_ended_and_says_so(
    copied: Path, monkeypatch: pytest.MonkeyPatch, setting: str, most: object, as_many: str
) -> None:
    multiply(copied, as_many)
    monkeypatch.setitem(LOCKED_DOWN, setting, most)
    with closing(Warehouse(copied)) as warehouse:
        asked = View.load(warehouse.ask, Filters())
        with pytest.raises(LimitError, match=r"“Which engagements are behind.*” takes more time or memory"):
            warehouse.ask("view_rows", {**asked.parameters, "row_limit": None})
        assert len(warehouse.ask("catalyst_list", asked.parameters)) == 10


# What is shared


def test_threads_ask_at_once(opened: Warehouse) -> None:
    parameters = view(opened.path).parameters
    with ThreadPoolExecutor(8) as pool:
        sizes = list(pool.map(lambda _: len(opened.ask("view_rows", parameters)), range(40)))
    assert sizes == [11] * 40


def test_a_build_is_a_new_version_and_leaves_readers_of_the_old_one_alone(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    build_empty(path)
    before = Warehouse(path)
    build([PROFILES], path)
    assert current_version(path) != before.version
    after = Warehouse(path)
    organisations = [
        int(warehouse.ask("data_summary", {"organisation": []})["organisations"].iloc[0])
        for warehouse in (before, after)
    ]
    before.close()
    after.close()
    assert organisations == [0, 1]


def test_the_demo_is_offered_once_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, demo = tmp_path / "real.duckdb", tmp_path / "demo.duckdb"
    monkeypatch.setattr("analytics.datasets.WAREHOUSE", real)
    monkeypatch.setattr("analytics.datasets.DEMO_WAREHOUSE", demo)
    assert datasets() == {"real": real}
    demo.touch()
    assert datasets() == {"demo": demo}
    real.touch()
    assert list(datasets().items()) == [("real", real), ("demo", demo)]


# What is shown


def test_parameters_are_written_out_as_sql_literals() -> None:
    question = Question("x", "?", "?", {}, "select $a, $b, $c, $d, $e, $f, $a, '$$', $$text$$")
    values: Mapping[str, object] = {
        "a": None, "b": "O'Brien; drop table x --", "c": ["a", "b'"], "d": dt.date(2024, 2, 29), "e": 3, "f": [],
    }  # fmt: skip
    assert question.parameters == ("a", "b", "c", "d", "e", "f")
    assert question.runnable(values) == (
        "select null, 'O''Brien; drop table x --', ['a', 'b'''], date '2024-02-29', 3, [], null, '$$', $$text$$"
    )


@pytest.mark.parametrize(
    "text",
    ["select 1", "-- question: Who?\nselect 1", "-- columns:\n--   a  b\n-- question: Who?\nselect 1"],
)
def test_a_question_without_its_header_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.sql"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"broken\.sql: its header must be `-- question"):
        _read(path)


def test_a_header_is_read() -> None:
    question = questions()["view_last_capture"]
    assert question.question.startswith("What is the newest capture")
    assert list(question.columns) == ["last_captured_on"]
    assert question.sql.startswith("select max(last_captured_on)")


@pytest.mark.parametrize("name", sorted(questions()))
def test_an_answer_is_known_by_what_its_question_binds_and_by_nothing_else(name: str) -> None:
    """So that a filter of which a question knows nothing asks nothing anew, and one that it knows does."""
    question = questions()[name]
    given = {"unknown": 1} | {key: ["a"] for key in question.parameters}
    assert question.bound(given) == question.bound({**given, "unknown": 2})
    assert hash(question.bound(given))
    for parameter in question.parameters:
        assert question.bound(given) != question.bound({**given, parameter: ["a", "b"]})
