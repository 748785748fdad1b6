"""Asking warehouses in tests: views, answers and frames from words of an address; pages to build small ones of."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import duckdb
import pandas as pd

from analytics import i18n
from analytics.chart import Answer
from analytics.charts import CHARTS
from analytics.filters import Filters, Labels
from analytics.view import View, load_labels
from analytics.warehouse import Warehouse, current_version
from etl.load import build

Words = str | Sequence[str]

CHART_CASES = [
    (chart.name, dict(zip(chart.choices, codes, strict=True)))
    for chart in CHARTS.values()
    for codes in product(*(choice.options for choice in chart.choices.values()))
]
"""Every chart under every combination of its choices."""

_COPIES = tempfile.TemporaryDirectory(prefix="asked-", ignore_cleanup_errors=True)


def own_copy(path: Path) -> Path:
    """Copy a warehouse that may stay open: DuckDB opens one file in one way at a time, other tests in other ways."""
    return _copy_of(current_version(path))


@functools.cache
def _copy_of(version: str) -> Path:
    return Path(shutil.copy(version, tempfile.mkdtemp(dir=_COPIES.name)))


@functools.cache
def _opened(version: str) -> Warehouse:
    return Warehouse(_copy_of(version))


def warehouse(path: Path) -> Warehouse:
    return _opened(current_version(path))


def filters(**words: Words) -> Filters:
    return Filters.parse({name: [given] if isinstance(given, str) else list(given) for name, given in words.items()})


@functools.cache
def _labels(asked: Warehouse, language: str) -> Labels:
    return load_labels(asked.ask)


@functools.cache
def _view(asked: Warehouse, filters: Filters, language: str) -> View:
    return View.load(asked.ask, filters, _labels(asked, language))


def searched(path: Path, what: str, words: str = "") -> dict[str, str]:
    """Identifiers and names of the organisations or catalysts that a search finds, the best first."""
    frame = warehouse(path).ask("view_search", {"what": what, "words": words, "best": 1_000_000})
    return dict(zip(frame["id"], frame["name"], strict=True))


def view(path: Path, **words: Words) -> View:
    return _view(warehouse(path), filters(**words), i18n.language())


def answer(path: Path, name: str, chosen: Mapping[str, str] | None = None, **words: Words) -> Answer:
    return CHARTS[name].answer(warehouse(path).ask, view(path, **words), chosen)


_answers: dict[tuple[str, str, str], pd.DataFrame] = {}


def ask(path: Path, name: str, parameters: Mapping[str, object] | None = None, **words: Words) -> pd.DataFrame:
    """The answer to a question with no limit to its rows, under `words` and further `parameters`."""
    bound = {**view(path, **words).parameters, "row_limit": None, **(parameters or {})}
    key = (current_version(path), name, repr(bound))
    if key not in _answers:
        _answers[key] = warehouse(path).ask(name, bound)
    return _answers[key]


def multiply(path: Path, times: str) -> None:
    """Let a warehouse say that it has each engagement as often as there are rows in `times`."""
    with duckdb.connect(os.path.realpath(path)) as con:
        con.execute(f"create or replace view placed_engagement as select *, rowid as place from engagement, {times}")


def built(folder: Path, text: str) -> Path:
    """The warehouse of one page, for a fixture that several tests share."""
    (folder / "1-a.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "warehouse.duckdb")
    return folder / "warehouse.duckdb"


def page(*rows: str, declared: int | None = None, captured_on: str | None = None, name: str = "Maison Test") -> str:
    """A profile page; `rows` are the lines of its catalyst table, such as `row("Ville de X", "Event 1 Mar 2021")`."""
    captured = f"captured_on: {captured_on}\n" if captured_on else ""
    announced = f"Engaged catalyst\n{declared}\n" if declared is not None else ""
    table = "Catalyst | Type | Tweets | Articles | |\n---|---|---|---|---|\n" + "\n".join(rows)
    return f"---\nname: {name}\n{captured}---\nSIREN\n{announced}Added in Motherbase\n2 months ago\n{table}\n"


def row(catalyst: str, type_: str = "Other", tweets: str = "", articles: str = "", *, sectors: str = "") -> str:
    both = f"{catalyst} {sectors}".strip()
    return f"![]() {both if sectors else ''} | {both} | {type_} | {tweets} | {articles} |"
