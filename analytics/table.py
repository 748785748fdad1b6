"""A question's answer as a table to take away: all of its rows, in the formats of a chart's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from analytics import export, sheets
from analytics.chart import view_context, when
from analytics.view import View
from analytics.warehouse import questions


@dataclass(frozen=True)
class Table:
    question: str
    title: str
    view: View
    parameters: Mapping[str, object]
    """What the question binds, without a limit to its rows."""
    ask: Callable[[], pd.DataFrame]

    @property
    def context(self) -> Mapping[str, str]:
        return view_context(self.view, self.title)

    @property
    def sql(self) -> str:
        """The SQL that is run, parameters written out."""
        return questions()[self.question].runnable(self.parameters)

    def csv(self) -> bytes:
        return export.safe_csv(self.ask(), self.context)

    def parquet(self) -> bytes:
        return sheets.parquet(self.ask(), self.context)

    def workbook(self) -> bytes:
        return sheets.workbook(self.ask(), {**self.context, "question": self.question})

    def file_name(self, suffix: str) -> str:
        return export.file_name(self.question, when(self.view), suffix)
