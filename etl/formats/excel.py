"""Excel workbooks (.xlsx): each sheet that holds anything is a source of its own, its lines are the sheet's rows."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from etl.formats.budget import Budget
from etl.formats.columns import find_header
from etl.formats.delimited import ABOVE
from etl.formats.table import (
    LOOK_FOR_HEADER,
    MAX_COLUMNS,
    NeedsPackageError,
    Record,
    Table,
    UnreadableError,
    number_text,
)
from etl.page.ledger import Ledger

if TYPE_CHECKING:
    from openpyxl import Workbook

INSTALL = "run `make formats`, or `pip install -r requirements-formats.txt` without make, then build again"
_TOP = 100  # rows in which the names of the columns are looked for, however far to the right they go on


def read_workbook(data: bytes, budget: Budget) -> Iterator[Table]:
    """Read the sheets one by one. Raises UnreadableError, NeedsPackageError."""
    try:
        import openpyxl
    except ImportError as error:
        raise NeedsPackageError(f"an Excel file cannot be read without openpyxl: {INSTALL}") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that no value depends on
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            yield from _filled_sheets(workbook, budget)
    except (MemoryError, KeyboardInterrupt):
        raise
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl lets through whatever a damaged part of the file makes fail
        raise UnreadableError(f"a damaged Excel file: {type(error).__name__}: {error}"[:300]) from error


def _filled_sheets(workbook: Workbook, budget: Budget) -> Iterator[Table]:
    tables = [table for sheet in workbook.worksheets if (table := _read_sheet(sheet, budget)) is not None]
    if not tables:
        raise UnreadableError("an Excel file without any filled sheet")
    for table in tables:
        table.name = table.name if len(tables) > 1 else ""
        yield table


def _read_sheet(sheet: Any, budget: Budget) -> Table | None:
    sheet.reset_dimensions()  # which some programs write wrongly
    beyond = {
        place: [_text(value) for value in values[MAX_COLUMNS:]]
        for place, values in enumerate(sheet.iter_rows(max_row=_TOP, values_only=True))
    }
    rows: list[list[str]] = []
    for values in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
        rows.append([_text(value) for value in values])
        budget.take_cells(len(values) + 1)
        budget.take_characters(sum(map(len, rows[-1])))
    while rows and not any(rows[-1]):
        rows.pop()
    return _table(sheet.title, rows, beyond) if rows else None


def _table(name: str, rows: list[list[str]], beyond: Mapping[int, list[str]]) -> Table:
    ledger = Ledger(["\t".join(row).rstrip("\t") for row in rows])
    filled = [index for index, row in enumerate(rows) if any(row)][:LOOK_FOR_HEADER]
    found = find_header([rows[index] for index in filled])
    at = filled[found.place if found else 0]
    for index in range(at):
        if any(rows[index]):
            ledger.reject(index + 1, ABOVE)
        else:
            ledger.ignore(index + 1)
    ledger.parse(at + 1)
    records = [Record(number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2)]
    return Table(rows[at], records, ledger, f"the sheet {name}", name, beyond.get(at, []))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return number_text(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
