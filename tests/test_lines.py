"""Every line that an engagement was read from leads back to its file, and amounts that do not count are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.frame import records
from etl import load
from etl.load import build
from tests.asking import ask, page, row

Build = Callable[[Mapping[str, str]], Path]


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


HEADER = "organisation_id;funder;year;amount;captured_on\n"
OLD = HEADER + "1;AFD;2023;570;2024-01-01\n"
NEW = HEADER + "1;AFD;2023;1000;2025-01-01\n1;CNC;2023;5;2025-01-01\n1;AFD;2023;500;2025-01-01\n"
LINES = (
    "select regexp_extract(path, '[^/]*$'), line_number, is_counted, amount_eur::integer "
    "from engagement_line join source using (source_id) order by all"
)
LEFT_OUT = "select bad_rows, sample from data_check where check_name = 'amount_left_out'"


def test_all_lines_of_a_grant_are_kept_and_an_amount_that_does_not_count_is_a_warning(warehouse_of: Build) -> None:
    warehouse = warehouse_of({"a.csv": OLD, "b.csv": NEW})
    assert query(warehouse, LINES) == [
        ("a.csv", 2, False, 570), ("b.csv", 2, True, 1000), ("b.csv", 3, True, 5), ("b.csv", 4, True, 500),
    ]  # fmt: skip
    ((bad, sample),) = query(warehouse, LEFT_OUT)
    assert bad == 1
    assert "left_out = 570.00, counted = 1500.00" in sample
    found = records(ask(warehouse, "organisation_lines", {"profile": "1"}))
    assert [(each.catalyst, each.line, each.is_counted) for each in found] == [
        ("AFD", 2, True), ("AFD", 4, True), ("AFD", 2, False), ("CNC", 3, True),
    ]  # fmt: skip
    for each in found:
        assert Path(each.file).read_text(encoding="utf-8").split("\n")[each.line - 1] == each.raw_text


def test_the_same_grants_again_are_no_warning(warehouse_of: Build) -> None:
    warehouse = warehouse_of({"a.csv": NEW, "b.csv": NEW.replace("2025", "2026")})
    assert query(warehouse, LEFT_OUT) == [(0, None)]
    assert len(query(warehouse, LINES)) == 6


def test_every_capture_that_shows_an_engagement_is_one_of_its_lines(warehouse_of: Build) -> None:
    early, late = (page(row("Ville de A", "Event 1 Mar 2021"), captured_on=f"{year}-01-01") for year in (2023, 2024))
    warehouse = warehouse_of({"early/1-a.txt": early, "late/1-a.txt": late})
    assert len(query(warehouse, "select * from engagement")) == 1
    assert [is_counted for *_, is_counted, _ in query(warehouse, LINES)] == [False, True]


def test_lines_come_and_go_with_their_sources(warehouse_of: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    others = {f"{number}-o.txt": page(row("Ville de A"), captured_on="2024-01-01") for number in range(2, 12)}
    warehouse = warehouse_of({**others, "a.csv": OLD})
    monkeypatch.setattr(load, "lay_out", lambda _: pytest.fail("made from nothing"))
    assert query(warehouse, "select count(*) from several_lines") == [(0,)]
    assert query(warehouse_of({"b.csv": NEW}), "select count(*) from several_lines") == [(3,)]
    (warehouse.parent / "pages" / "a.csv").unlink()
    build([warehouse.parent / "pages"], warehouse)
    assert query(warehouse, "select count(*) from several_lines") == [(2,)]
    assert len(query(warehouse, "select * from engagement_line")) == 13
