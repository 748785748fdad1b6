"""From a DataFrame back to Python: rows read by attribute, days as `date`, absent values as None."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

Row = Any
"""A named tuple whose fields are the columns of a question."""


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a small frame, each cell made `plain`."""
    rows: Iterable[Row] = frame.itertuples(name="Row")
    return [row._make(plain(cell) for cell in row) for row in rows]


def plain(value: Any) -> Any:
    """A cell as Python knows it: a day as `date`, an array as list, numpy's numbers as numbers, nothing as None."""
    if hasattr(value, "tolist") and hasattr(value, "__len__"):
        return value.tolist()
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value
