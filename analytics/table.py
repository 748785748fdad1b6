"""A question's answer as a table to take away: its rows up to many, in the formats of a chart's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analytics import export, i18n, sheets
from analytics.chart import view_context, when
from analytics.i18n import _
from analytics.view import FILE_ROWS, Ask, View
from analytics.warehouse import questions


@dataclass(frozen=True)
class Table:
    question: str
    title: str
    view: View
    parameters: Mapping[str, object]
    """What the question binds, but for how many rows it gives."""
    ask: Ask

    def rows(self) -> pd.DataFrame:
        return self.ask(self.question, {**self.parameters, "row_limit": FILE_ROWS})

    def context(self, rows: pd.DataFrame) -> Mapping[str, str]:
        cut = _("the first {number}").format(number=i18n.number(FILE_ROWS)) if len(rows) == FILE_ROWS else ""
        return {**view_context(self.view, self.title), **({"rows": cut} if cut else {})}

    @property
    def sql(self) -> str:
        """The SQL that gives all rows, parameters written out."""
        return questions()[self.question].runnable({**self.parameters, "row_limit": None})

    def csv(self) -> bytes:
        rows = self.rows()
        return export.safe_csv(rows, self.context(rows))

    def parquet(self) -> bytes:
        rows = self.rows()
        return sheets.parquet(rows, self.context(rows))

    def workbook(self) -> bytes:
        rows = self.rows()
        return sheets.workbook(rows, {**self.context(rows), "question": self.question})

    def file_name(self, suffix: str) -> str:
        return export.file_name(self.question, when(self.view), suffix)
