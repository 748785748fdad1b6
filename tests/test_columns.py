"""Tables as people read them: numbers and days in their language, over values that still sort."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.io.formats.style import Styler

from analytics import i18n
from analytics.columns import MOST_CELLS, cell, for_people, localised
from tests.asking import ask


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (8235557, "8,235,557", "8\u202f235\u202f557"),
        (24.96, "24.96", "24,96"),
        (0.109, "0.109", "0,109"),
        ("2025-02-01", "1 Feb 2025", "1er févr. 2025"),
        ("2025-02", "Feb 2025", "févr. 2025"),
        ("2025", "2025", "2025"),
        ("2025-02-01 and more", "2025-02-01 and more", "2025-02-01 and more"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
        (True, "True", "True"),
        (["a", "b"], "a, b", "a, b"),
    ],
)
def test_a_cell_is_written_in_the_language_of_the_view(value: Any, english: str, french: str) -> None:
    assert cell(value) == english
    with i18n.use("fr"):
        assert cell(value) == french


def test_what_is_written_still_sorts_by_what_it_is(demo_warehouse: Path) -> None:
    columns = ["council", "per_million", "population", "last_contact"]
    with i18n.use("fr"):
        table = for_people(ask(demo_warehouse, "regions_involvement"), columns)
        styled = localised(table)
        assert isinstance(styled, Styler)
        shown = styled.to_html()
    assert styled.data.equals(table)
    assert pd.api.types.is_numeric_dtype(styled.data["population"])
    for value in (table["population"].max(), table["per_million"].max()):
        with i18n.use("fr"):
            assert f">{cell(value)}<" in shown
    assert not any(f">{day}<" in shown for day in table["last_contact"].dropna())


def test_tables_beyond_measure_stay_as_they_are() -> None:
    table = pd.DataFrame({"n": range(MOST_CELLS + 1)})
    assert localised(table) is table
