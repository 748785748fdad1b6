"""A question's answer as a file with types: Parquet for programs, Excel for people. Both carry what they are of."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics.columns import COLUMNS, coded
from analytics.i18n import _
from etl.errors import RenderError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

KEY = b"catalyst_atlas"
"""Of the facts of the view, as JSON, in a Parquet file's metadata."""
_LONGEST_CELL = 32_767  # characters, of an Excel cell
_WIDEST = 60


def can_write_excel() -> bool:
    return importlib.util.find_spec("openpyxl") is not None


def parquet(frame: pd.DataFrame, context: Mapping[str, str]) -> bytes:
    """`frame` as Parquet, `context` (filters, coverage, source …) as JSON in the file's metadata under `KEY`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    facts = json.dumps(dict(context), ensure_ascii=False).encode()
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), KEY: facts}), out)
    return out.getvalue()


def workbook(frame: pd.DataFrame, context: Mapping[str, str]) -> bytes:
    """`frame` as an Excel workbook: a sheet of rows, numbers and days as such, and a sheet of what they are of.

    Text stays text, whatever it begins with. Raises RenderError without the library of requirements-formats.txt.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        text = _("Excel files need the package '{name}', which is not installed: pip install -r {file}")
        raise RenderError(text.format(name="openpyxl", file="requirements-formats.txt")) from None
    book = Workbook()
    rows, about = book.active, book.create_sheet(_("About"))
    assert rows is not None
    rows.title = _("Data")
    _fill(rows, [[_(COLUMNS.get(name, name)) for name in map(str, frame.columns)], *_rows(coded(frame))])
    _fill(about, [[name, text] for name, text in context.items()])
    rows.freeze_panes = "A2"
    rows.auto_filter.ref = rows.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    for row in frame.itertuples(index=False, name=None):
        yield [_value(cell) for cell in row]


def _value(cell: Any) -> Any:
    """What Excel has a type for; lists are joined, and a time at midnight is a day."""
    if isinstance(cell, list | tuple | np.ndarray):
        return "; ".join(str(_value(item)) for item in cell)
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date() if cell == cell.normalize() else cell.to_pydatetime()
    return cell.item() if isinstance(cell, np.generic) else cell


def _fill(sheet: Worksheet, rows: list[list[Any]]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:_LONGEST_CELL]
                cell.data_type = "s"  # never a formula
            else:
                cell.value = value
                if isinstance(value, dt.date):
                    cell.number_format = "yyyy-mm-dd"
    for place, column in enumerate(zip(*rows, strict=True) if rows else (), start=1):
        widest = max(len(str(value)) for value in column if value is not None) if any(column) else 8
        sheet.column_dimensions[get_column_letter(place)].width = min(max(widest + 2, 8), _WIDEST)
