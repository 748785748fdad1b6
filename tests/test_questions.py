"""Every question of `analytics/queries`: what its header promises, and that its SQL can be pasted."""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.charts import CHARTS
from analytics.filters import Filters
from analytics.warehouse import QUERIES, Question, questions
from tests import asking
from tests.asking import ask, searched, view

WAREHOUSES = ("real_warehouse", "demo_warehouse", "empty_warehouse")
GIVEN = {"as_of", "language", "row_limit"}
"""Parameters that every view has and no filter sets."""
PROFILE = "profile"
SEARCH = {"what": "organisation", "words": "a", "best": 20}
"""The organisation of a question about one."""


@pytest.fixture(params=WAREHOUSES)
def warehouse(request: pytest.FixtureRequest) -> Path:
    """Return each warehouse in turn."""
    path: Path = request.getfixturevalue(request.param)
    return path


def _parameters(path: Path, question: Question) -> dict[str, object]:
    """What a page would bind: the view's parameters, each choice's default, the first organisation there is."""
    asked = view(path)
    choices = CHARTS[question.name].choices if question.name in CHARTS else {}
    settled = {name: choice.settle(None, asked) for name, choice in choices.items()}
    profile = next(iter(searched(path, "organisation")), None)
    return {**asked.parameters, **settled, PROFILE: profile, **SEARCH}


def _pasted(path: Path, sql: str) -> pd.DataFrame:
    with duckdb.connect(os.path.realpath(path), read_only=True) as connection:
        return connection.execute(sql).df()


@pytest.mark.parametrize("name", [path.stem for path in sorted(QUERIES.glob("*.sql"))])
def test_every_question_is_what_its_header_says(name: str, warehouse: Path) -> None:
    question = questions()[name]
    choices = set(CHARTS[name].choices) if name in CHARTS else set()
    assert set(question.parameters) <= {*Filters().parameters(None), *GIVEN, *choices, PROFILE, *SEARCH}
    parameters = _parameters(warehouse, question)
    frame = ask(warehouse, name, parameters)
    assert list(frame.columns) == list(question.columns)
    pd.testing.assert_frame_equal(frame, _pasted(warehouse, question.runnable(parameters)))


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.sql")), ids=lambda path: path.stem)
def test_every_line_of_a_header_is_read_and_its_stem_is_a_page(path: Path) -> None:
    header = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("--   ")]
    question = questions()[path.stem]
    assert len(question.columns) == len(header)
    assert question.question.endswith("?")
    assert question.question_fr.endswith("\u202f?")
    assert not re.search("[\"']|(?<!\u00a0):", question.question_fr)
    assert path.stem.split("_")[0] in {
        "timeline",
        "relationships",
        "sectors",
        "regions",
        "organisation",
        "catalyst",
        "data",
        "view",
    }
    code = re.sub(r"--.*|'[^']*'", "", question.sql)
    assert code == code.lower()


def test_pasted_sql_holds_whatever_the_words_hold(real_warehouse: Path) -> None:
    question = questions()["view_rows"]
    parameters = {**view(real_warehouse).parameters, "kind": ["state", "a'b", "$kind", "--", "\\"], "row_limit": 2}
    frame = ask(real_warehouse, "view_rows", parameters)
    assert len(frame) == 2
    pd.testing.assert_frame_equal(frame, _pasted(real_warehouse, question.runnable(parameters)))


def test_the_same_question_has_the_same_answer_to_the_last_digit(demo_warehouse: Path) -> None:
    parameters = {**view(demo_warehouse).parameters, "level": "sector", "counting": "split"}
    opened = asking.warehouse(demo_warehouse)
    first, *others = (opened.ask("sectors_mix", parameters) for _ in range(12))
    assert all(first.equals(other) for other in others)
