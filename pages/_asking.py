"""The warehouse that a page shows, and what it asks of it under the address's filters.

Answers are kept by version of the warehouse, question and filters, never by the frames they return: what has been asked
once is not computed again, and a new build is a new version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics import i18n, portions
from analytics.chart import Answer
from analytics.charts import CHARTS
from analytics.comparison import Comparison, Side, compare
from analytics.datasets import datasets
from analytics.filters import SEARCHED, Filters, Labels
from analytics.report import Report
from analytics.thresholds import THRESHOLDS
from analytics.view import Facts, View, load_labels
from analytics.warehouse import Warehouse, current_version, questions
from etl.errors import UsageError
from pages import _address, _login, _run
from pages._kept import Kept, bytes_of

PORTIONS = 32
"""Warehouses of some organisations that are kept and opened at once. Of those of all organisations there are fewer:
each build leaves a former one behind, which takes memory as long as it is open."""
VIEWS = 256
ANSWERS_BYTES = 128 << 20
"""Memory for the answers that are kept for whoever asks the same again, all viewers together."""
AT_ONCE = 2
"""Questions that are asked ahead of what pages ask in turn, all viewers together: as many as a laptop has cores."""
ANSWER_BYTES = 100_000
"""What an answer takes beside its rows: its figure, as JSON and as an image's."""
FRAMES_BYTES = 64 << 20
"""Memory for the rows of questions, whether they are drawn or listed."""


@st.cache_resource(max_entries=4, show_spinner=False, on_release=Warehouse.close)
def _open(path: Path, version: str, dataset: str) -> Warehouse:
    return Warehouse(path, dataset)


@st.cache_resource(max_entries=PORTIONS, show_spinner=False, on_release=Warehouse.close)
def _open_portion(path: Path, version: str, dataset: str) -> Warehouse:
    return Warehouse(path, dataset)


@st.cache_resource(max_entries=PORTIONS, show_spinner=False, on_release=portions.remove)
def _portion(version: str, organisations: frozenset[str]) -> Path:
    return portions.write(version, organisations)


@st.cache_resource(max_entries=4 + PORTIONS, show_spinner=False)
def _labels(version: str, _warehouse: Warehouse, language: str) -> Labels:
    return load_labels(_warehouse.ask)


_views: Kept[View] = Kept(VIEWS, lambda _view: 1)
_answers: Kept[Answer] = Kept(ANSWERS_BYTES, lambda answer: ANSWER_BYTES + bytes_of(answer.frame))
_frames: Kept[pd.DataFrame] = Kept(FRAMES_BYTES, bytes_of)


def _load_view(warehouse: Warehouse, filters: Filters, language: str) -> View:
    def load() -> View:
        labels = _labels(warehouse.version, warehouse, language)
        return View.load(partial(_ask, warehouse), filters, labels, warehouse.dataset)

    return _views.get((warehouse.version, filters, language), load)


def _answer(
    warehouse: Warehouse, name: str, filters: Filters, language: str, chosen: tuple[tuple[str, str], ...]
) -> Answer:
    view = _load_view(warehouse, filters, language)
    return _answers.get(
        (warehouse.version, name, filters, language, chosen),
        lambda: CHARTS[name].answer(partial(_ask, warehouse), view, dict(chosen)),
    )


def _ask(warehouse: Warehouse, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    """The answer to a question, which is kept: not to be changed."""
    return _frames.get(asked(warehouse, name, parameters), lambda: warehouse.ask(name, parameters))


def asked(warehouse: Warehouse, name: str, parameters: Mapping[str, object]) -> Hashable:
    """A key to an answer: what the question binds and no more, so that a filter it does not know asks nothing anew.

    And the language, in which an error is told to all who wait for the answer.
    """
    return warehouse.version, name, questions()[name].bound(parameters), i18n.language()


def dataset() -> str:
    word, known = _address.word("dataset"), datasets()
    return word if word is not None and word in known else next(iter(known))


def published() -> str:
    """The current version of the chosen dataset. Raises WarehouseError."""
    return current_version(datasets()[dataset()])


def warehouse() -> Warehouse:
    """The current version of the chosen dataset, or of it what the viewer may see, the same for a whole run.

    Nothing is asked of anything else. Raises WarehouseError, and what `_login.viewer` raises.
    """

    def opened() -> Warehouse:
        organisations, version = _login.viewer().organisations, published()
        if organisations is None:
            return _open(datasets()[dataset()], version, dataset())
        return _open_portion(_portion(version, organisations), version, dataset())

    return _run.once("warehouse", opened)


def look_ahead() -> None:
    """Begin with the view and with what this page will ask for, as it did before: several answers are found while its
    frame and the first of them are drawn.

    What goes wrong there is said where the answer is asked for. Raises as `warehouse`.
    """
    current, language, asked_for = warehouse(), i18n.language(), filters()[0]

    def ask_in_view(name: str) -> None:
        _ask(current, name, _load_view(current, asked_for, language).parameters)

    _askers.submit(i18n.kept(partial(_load_view, current, asked_for, language)))
    for name in tuple(_charts[_sort_of_page()]):
        _askers.submit(i18n.kept(answering(name)))
    for name in tuple(_questions[_sort_of_page()]):
        _askers.submit(i18n.kept(partial(ask_in_view, name)))


def view(only: str | None = None) -> View:
    """The view that the address asks for, or the part of it about one organisation.

    Words that mean nothing here are left out, and `header` says so.
    """
    return _run.once(("view", only), lambda: _load_view(warehouse(), filters(only)[0], i18n.language()))


def facts() -> Facts:
    """What the engagements of the view come to. Raises what asking raises."""
    _note("view_facts")
    return view().facts


def _note(question: str) -> None:
    """Have a question of the view asked ahead, the next time that this page is run."""
    if _run.page() is not None:
        _questions[_sort_of_page()][question] = None


def _sort_of_page() -> Hashable:
    """The page that is run, and about whom: what it asks for depends on that, and on no other filter."""
    return _run.page(), *(_address.word(name) is not None for name in ("profile", *SEARCHED))


_askers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ask")
_charts: defaultdict[Hashable, dict[str, None]] = defaultdict(dict)
"""Sort of page -> the charts that it has been seen to ask for in the view of the address, in their order."""
_questions: defaultdict[Hashable, dict[str, None]] = defaultdict(dict)
"""Sort of page -> the questions that it has been seen to ask under the view's parameters alone."""


def filters(only: str | None = None) -> tuple[Filters, str | None]:
    """The filters of the address, and what is wrong with its period or thresholds if they had to be left out."""
    return _run.once(("filters", only), lambda: _filters(only))


def _filters(only: str | None) -> tuple[Filters, str | None]:
    words = {**_address.words(), **({"organisation": [only]} if only else {})}
    wrong = []
    for names in (("period",), THRESHOLDS):
        try:
            Filters.parse({name: words.get(name, []) for name in names})
        except UsageError as error:
            wrong.append(str(error))
            words |= {name: [] for name in names}
    return Filters.parse(words), "; ".join(wrong) or None


def answer(name: str, only: str | None = None) -> Answer:
    return answering(name, only)()


def answering(name: str, only: str | None = None) -> Callable[[], Answer]:
    """`answer` for later, which holds no rows: what nobody takes away should not be kept for each viewer."""

    def bound() -> Callable[[], Answer]:
        current, chart = warehouse(), CHARTS[name]
        if only is None and _run.page() is not None:
            _charts[_sort_of_page()][name] = None
        chosen = tuple((choice, word) for choice in chart.choices if (word := _address.word(choice)) is not None)
        return partial(_answer, current, name, filters(only)[0], i18n.language(), chosen)

    return _run.once(("answer", name, only), bound)


def report() -> Report:
    """Every chart of the view, for one page to take away."""
    current, language = warehouse(), i18n.language()
    words = {name: word for chart in CHARTS.values() for name in chart.choices if (word := _address.word(name))}
    return _report(current.version, current, filters()[0], language, tuple(words.items()))


@st.cache_resource(max_entries=16, show_spinner=False)
def _report(
    version: str, _warehouse: Warehouse, filters: Filters, language: str, chosen: tuple[tuple[str, str], ...]
) -> Report:
    return Report.of(_warehouse.ask, _load_view(_warehouse, filters, language), dict(chosen))


def comparing(name: str, sides: Sequence[Side]) -> Callable[[], Comparison]:
    """A chart under the view of each side, for now or later, as `answering`."""
    current, language = warehouse(), i18n.language()
    words = {choice: word for choice in CHARTS[name].choices if (word := _address.word(choice)) is not None}
    return partial(
        compare,
        CHARTS[name],
        sides,
        words,
        lambda filters: _load_view(current, filters, language),
        lambda filters, chosen: _answer(current, name, filters, language, tuple(chosen.items())),
    )


def ask(name: str, **parameters: object) -> pd.DataFrame:
    """The answer to a question that is shown as it is, under the view's parameters and those given."""
    if not parameters:
        _note(name)
    return ask_plainly(name, {**view().parameters, **parameters})


def ask_plainly(name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    """The answer to a question that no filter of the view has to do with. It is kept: not to be changed."""
    return _ask(warehouse(), name, parameters)
