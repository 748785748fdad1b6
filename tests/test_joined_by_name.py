"""Rows of tables that give no more than a name: whose they are taken for is reported, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.cli import main
from tests.asking import page, row

WarehouseOf = Callable[[Mapping[str, str]], Path]
PAGE = page(row("ADEME"), captured_on="2024-01-01")


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


JOINED = "select organisation_id, name, len(sources) from joined_by_name"


def test_rows_of_the_only_organisation_of_that_name_join_it_and_that_is_reported(
    warehouse_of: WarehouseOf, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = warehouse_of(
        {
            "1-cafe-du-nord.txt": PAGE,
            "a.csv": "name;catalyst\nCafé du Nord;Bpifrance\nCAFE DU NORD;AFD\n",
            "b.csv": "name;catalyst\nCafé du Nord;CNC\nNobody else;CNC\n",
        }
    )
    assert query(warehouse, JOINED) == [("1", "Café du Nord", 2)]
    assert query(warehouse, "select organisation_id from organisation order by 1") == [("1",), ("nobody-else",)]
    assert query(warehouse, "select count(*) from conflict") == [(0,)]
    assert main(["status", "--warehouse", str(warehouse)]) == 0
    said = capsys.readouterr().out.splitlines()
    told = said[said.index("joined by name alone: 1") + 1]
    assert told.startswith('  rows named "Café du Nord" without identifier were taken for organisation 1, the only one')


def test_an_identifier_keeps_rows_apart(warehouse_of: WarehouseOf) -> None:
    texts = {"1-cafe.txt": PAGE, "a.csv": "organisation_id;name;catalyst\n2;Café;AFD\ncafe-of-lyon;Café;CNC\n"}
    warehouse = warehouse_of(texts)
    assert query(warehouse, JOINED) == []
    found = query(warehouse, "select organisation_id from organisation order by 1")
    assert found == [("1",), ("2",), ("cafe-of-lyon",)]


def test_a_name_of_several_organisations_leads_to_none_and_is_a_conflict(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of({"1-cafe.txt": PAGE, "2-cafe.txt": PAGE, "a.csv": "name;catalyst\nCafé;AFD\n"})
    assert query(warehouse, JOINED) == []
    ((what, identifier, organisations, words),) = query(
        warehouse, "select what, identifier, organisations, words from conflict"
    )
    assert (what, identifier, organisations) == ("name_of_several", "Café", ["1", "2", "cafe"])
    assert "give the rows an organisation_id or a SIREN" in words


def test_a_slug_that_is_given_is_an_identifier(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of({"1-cafe.txt": PAGE, "a.csv": "slug;name;catalyst\ncafe;Le Café de Lyon;AFD\n"})
    assert query(warehouse, JOINED) == []
    assert query(warehouse, "select organisation_id from organisation") == [("1",)]
