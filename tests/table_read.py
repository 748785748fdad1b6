"""A table of text as it is read."""

from __future__ import annotations

from pathlib import Path

from etl.extract import Reading, readings_of
from etl.page.facts import Trace


def read(text: str | bytes) -> Reading:
    (reading,) = readings_of(text if isinstance(text, bytes) else text.encode(), Path("table"))
    return reading


def rejections(text: str) -> list[tuple[int, str]]:
    return read(text).source.ledger.rejections


def traces(text: str) -> list[Trace]:
    return [trace for page in read(text).pages for row in page.facts.rows for trace in row.traces]
