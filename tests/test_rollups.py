"""Every answer that comes from a roll-up is the answer to the same question asked of the rows that it rolls up.

`tests/data/rows` holds each such question as it is asked of the tables that pages were read into, and what filters mean
there. It is asked of a copy of the warehouse whose roll-ups are empty.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.charts import CHARTS
from analytics.warehouse import questions
from etl.config import PROJECT
from tests.asking import own_copy, view, warehouse
from tests.drawn import Drawable, words

ROWS = PROJECT / "tests" / "data" / "rows"
ASKED_OF_ROWS = sorted(path.stem for path in ROWS.glob("*.sql") if not path.stem.startswith("_"))
ROLL_UPS = (
    "organisation_total",
    "relation",
    "numbered_engagement",
    "catalyst_day",
    "catalyst_year",
    "catalyst_total",
    "portfolio",
    "missing_page",
    "engagement_type",
    "catalyst_pair",
    "newest_engagement",
    "relation_day",
    "organisation_kind",
)


class Both:
    """A warehouse, and what its rows say."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = own_copy(path)
        rows = Path(shutil.copy(self.path, folder / "rows.duckdb"))
        self._rows = duckdb.connect(rows)
        for name in ROLL_UPS:
            self._rows.execute(f"delete from {name}")
        self._rows.execute((ROWS / "_tables.sql").read_text(encoding="utf-8"))
        self.drawable = Drawable.of(self._rows)

    def rolled_up(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        return warehouse(self.path).ask(name, parameters)

    def of_rows(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        sql = (ROWS / f"{name}.sql").read_text(encoding="utf-8")
        return self._rows.execute(sql, {key: parameters[key] for key in questions()[name].parameters}).df()


@pytest.fixture(scope="module", params=["of_all_formats", "demo_warehouse", "empty_warehouse"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Return each warehouse in turn."""
    return Both(request.getfixturevalue(request.param), tmp_path_factory.mktemp("rows"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_roll_ups_answer_as_their_rows_do(both: Both, data: st.DataObject) -> None:
    asked = view(both.path, **data.draw(words(both.drawable), label="filters"))
    organisation = data.draw(st.sampled_from(both.drawable.values["organisation"] or [""]), label="profile")
    limit = data.draw(st.sampled_from([None, 3, 1000]), label="limit")
    for name in ASKED_OF_ROWS:
        choices = CHARTS[name].choices if name in CHARTS else {}
        chosen = {
            word: data.draw(st.sampled_from(sorted(choice.options)), label=word) for word, choice in choices.items()
        }
        parameters = {**asked.parameters, **chosen, "profile": organisation, "row_limit": limit}
        pd.testing.assert_frame_equal(both.rolled_up(name, parameters), both.of_rows(name, parameters), obj=name)


def test_the_questions_of_rows_are_questions() -> None:
    assert set(ASKED_OF_ROWS) <= questions().keys()
    counted = re.compile(rf"\b(?:from|join) (?:{'|'.join(ROLL_UPS)})\b")
    assert not [path.name for path in ROWS.glob("*.sql") if counted.search(path.read_text(encoding="utf-8"))]
