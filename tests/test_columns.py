"""Tables as people read them: numbers and days in their language, over values that still sort."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pandas.io.formats.style import Styler
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

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
        shown = sent(styled)
        assert list(shown["population"]) == [cell(value) for value in table["population"]]
        assert list(shown["per_million"]) == [cell(value) for value in table["per_million"]]
        assert list(shown["last_contact"]) == [cell(value) for value in table["last_contact"]]
    assert styled.data.equals(table)
    assert pd.api.types.is_numeric_dtype(styled.data["population"])
    assert not set(shown["last_contact"]) & set(table["last_contact"].dropna())


def sent(styled: Styler) -> pd.DataFrame:
    """What Streamlit sends to be shown in the place of what is there."""
    proto = ArrowData()
    marshall_styler(proto, styled, "")
    shown: pd.DataFrame = pa.ipc.open_stream(proto.styler.display_values).read_pandas()
    return shown


def test_a_table_is_sent_as_pandas_would_write_it() -> None:
    table = pd.DataFrame(
        {
            "number": [1234567, 2, 3],
            "share": [0.25, float("nan"), 1e6],
            "day": ["2025-02-01", None, "2025-02"],
            "words": ["**bold**", "", None],
            "list": [["a", "b"], [], None],
            "array": [np.array(["a", "b"]), np.array([]), np.array([1])],
            "flag": [True, False, None],
        }
    )
    with i18n.use("fr"):
        shown = localised(table)
        assert isinstance(shown, Styler)
        pd.testing.assert_frame_equal(sent(shown), sent(table.style.format(cell)))


def test_tables_beyond_measure_stay_as_they_are() -> None:
    table = pd.DataFrame({"n": range(MOST_CELLS + 1)})
    assert localised(table) is table
