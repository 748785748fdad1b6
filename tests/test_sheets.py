"""Excel and Parquet files hold the rows with their types, and the facts of the view."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics import i18n
from analytics.charts import CHARTS
from analytics.columns import twin
from analytics.sheets import KEY, parquet, workbook
from tests.asking import answer

FRAME = pd.DataFrame(
    {
        "name": ["=1+1", "+2", "-3", "@SUM(A1)", "a\x07b\x0bc", None],
        "day": pd.to_datetime(["2025-02-28", None, "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]),
        "count": [1, 2, 3, 4, 5, 6],
        "share": [0.5, np.nan, 1, 2, 3, 4],
        "sectors": [np.array(["a", "b"]), None, [], ["c"], ["d"], ["e"]],
    }
)


def sheets(content: bytes) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """The rows of the first sheet, and the facts on the second."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows, about = book.worksheets
    return list(rows.iter_rows(values_only=True)), dict(about.iter_rows(values_only=True))


def test_a_workbook_has_types_and_no_formula() -> None:
    header, first, second, *_ = sheets(workbook(FRAME, {"filters": "=all"}))[0]
    assert header == ("Name", "day", "count", "share", "Sectors")  # as tables call them, where they do
    assert first == ("=1+1", dt.datetime(2025, 2, 28), 1, 0.5, "a; b")
    assert second == ("+2", None, 2, None, None)
    book = openpyxl.load_workbook(io.BytesIO(workbook(FRAME, {"filters": "=all"})))
    assert {cell.data_type for sheet in book for line in sheet for cell in line if isinstance(cell.value, str)} == {"s"}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_chart_in_every_format_says_what_it_is_of(demo_warehouse: Path, name: str, language: str) -> None:
    with i18n.use(language):
        shown = answer(demo_warehouse, name, region="53", period="2023-01-01:")
        expected = dict(shown.context)
        rows, facts = sheets(shown.workbook())
        assert len(rows) == len(shown.frame) + 1
        assert {key: value or "" for key, value in facts.items()} == {**expected, "question": shown.chart.question}
        table = pq.read_table(io.BytesIO(shown.parquet()))
        assert table.num_rows == len(shown.frame)
        assert json.loads(table.schema.metadata[KEY]) == expected


def test_a_parquet_file_gives_the_frame_back() -> None:
    back = pq.read_table(io.BytesIO(parquet(FRAME, {}))).to_pandas()
    assert back[["name", "day", "count", "share"]].equals(FRAME[["name", "day", "count", "share"]])


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("warehouse", ["real_warehouse", "demo_warehouse", "empty_warehouse"])
def test_every_chart_has_a_table_that_people_can_read(
    request: pytest.FixtureRequest, warehouse: str, name: str
) -> None:
    shown = answer(request.getfixturevalue(warehouse), name)
    with i18n.use("fr"):
        found = twin(shown.frame, shown.chosen)
    assert len(found) == len(shown.frame)
    assert len(found.columns) >= 3
    assert not {column for column in found.columns if "_" in column}
    codes = {"regional_authority", "not_knowable", "no_trace", "partial", "undeclared", "portfolio"}
    assert not {cell for column in found for cell in found[column] if isinstance(cell, str)} & codes
