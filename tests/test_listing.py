"""What a table says of the rows that it does not show."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from analytics import i18n
from analytics.columns import for_people, localised
from analytics.listing import left_out
from analytics.table import Table
from analytics.view import ROW_LIMIT
from tests.asking import ask, view, warehouse


@pytest.mark.parametrize("question", ["view_rows", "organisation_list", "catalyst_list"])
def test_the_fact_that_is_named_is_the_number_of_rows(demo_warehouse: Path, question: str) -> None:
    for words in ({}, {"kind": "state", "period": "2022-01-01:"}):
        shown, total = view(demo_warehouse, **words), len(ask(demo_warehouse, question, **words))
        limited = warehouse(demo_warehouse).ask(question, shown.parameters)
        assert len(limited) == min(total, ROW_LIMIT)
        said = left_out(question, len(limited), shown)
        assert said == (f"The first 250 of {total:,} rows; the CSV has them all." if total > ROW_LIMIT else "")


def test_rows_are_left_out_of_the_demo(demo_warehouse: Path) -> None:
    assert left_out("view_rows", ROW_LIMIT, view(demo_warehouse))
    with i18n.use("fr"):
        assert left_out("view_rows", ROW_LIMIT, view(demo_warehouse)).startswith("Les 250 premières lignes sur ")


def test_where_the_number_is_not_known_it_is_said_that_there_may_be_more(demo_warehouse: Path) -> None:
    said = "The first 250 rows; the CSV has up to 100,000."
    assert left_out("data_sources", ROW_LIMIT, view(demo_warehouse)) == said
    assert left_out("data_sources", ROW_LIMIT - 1, view(demo_warehouse)) == ""
    assert left_out("regions_involvement", ROW_LIMIT, view(demo_warehouse)) == ""


def test_a_table_of_an_answer_without_limit_says_how_many_rows_it_does_not_show(demo_warehouse: Path) -> None:
    said = left_out("relationships_health", ROW_LIMIT + 1_366, view(demo_warehouse))
    assert said == "The first 250 of 1,616 rows; the CSV has them all."


def test_one_table_is_written_out_the_same_each_time(demo_warehouse: Path) -> None:
    rows = ask(demo_warehouse, "data_sources").head(3)
    first, second = (localised(for_people(rows, ["file", "line_count"])) for _ in range(2))
    assert first is not second
    assert first.to_html() == second.to_html()


def test_of_more_than_a_file_holds_it_is_said_where_all_are(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = view(demo_warehouse)
    monkeypatch.setattr("analytics.listing.FILE_ROWS", 300)
    monkeypatch.setattr("analytics.table.FILE_ROWS", 300)
    said = left_out("view_rows", ROW_LIMIT, shown)
    assert said.endswith(" rows; the CSV has 300, and `python -m analytics query view_rows` all.")
    found = Table("view_rows", "Engagements", shown, shown.parameters, warehouse(demo_warehouse).ask)
    rows = pd.read_csv(io.BytesIO(found.csv()))
    assert len(rows) == 300
    assert set(rows["rows"]) == {"the first 300"}
    assert "limit null" in found.sql.lower()


def test_a_file_that_holds_all_rows_says_nothing_of_others(demo_warehouse: Path) -> None:
    shown = view(demo_warehouse, kind="state")
    found = Table("view_rows", "Engagements", shown, shown.parameters, warehouse(demo_warehouse).ask)
    rows = pd.read_csv(io.BytesIO(found.csv()))
    assert len(rows) == shown.facts.engagements
    assert "rows" not in rows
