"""Every answer that comes from a roll-up is the answer to the same question asked of the rows that it rolls up.

`tests/data/rows` holds each such question as it is asked of the tables that pages were read into, and what filters mean
there. It is asked of a copy of the warehouse whose roll-ups are empty.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.charts import CHARTS
from analytics.filters import DIMENSIONS, PRESETS
from analytics.warehouse import questions
from etl import overrides
from etl.config import PROFILES, PROJECT
from etl.load import build
from tests.asking import own_copy, view, warehouse

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
)
VALUES = """
select 'organisation', organisation_id from organisation
union all select 'catalyst', catalyst_id from catalyst
union all select 'kind', kind from catalyst
union all select 'region', region_code from region
union all select 'sector', sector from catalyst_sector
union all select 'sector_group', sector_group from catalyst_sector
union all select 'sector_group', 'none'
union all select 'relation_type', relation_type from engagement
union all select 'channel', channel from engagement
"""
# Two catalysts that people call the authority of one region, and one that is none any more.
CORRECTIONS = """what,old,new,who,why,when
catalyst:region-11.kind,regional_authority,other,us,why,2026-01-01
catalyst:region-11.region_code,11,,us,why,2026-01-01
catalyst:bpifrance.kind,bank_fund,regional_authority,us,why,2026-01-01
catalyst:bpifrance.region_code,,53,us,why,2026-01-01
organisation:1000002.declared_catalysts,,3,us,why,2026-01-01"""


class Both:
    """A warehouse, and what its rows say."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = own_copy(path)
        rows = Path(shutil.copy(self.path, folder / "rows.duckdb"))
        self._rows = duckdb.connect(rows)
        for name in ROLL_UPS:
            self._rows.execute(f"delete from {name}")
        self._rows.execute((ROWS / "_tables.sql").read_text(encoding="utf-8"))
        found = self._rows.execute(VALUES).fetchall()
        self.values = {name: sorted({code for of, code in found if of == name}) for name in DIMENSIONS}
        self.days = [row[0] for row in self._rows.execute("select distinct engaged_on from engagement").fetchall()]

    def rolled_up(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        return warehouse(self.path).ask(name, parameters)

    def of_rows(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        sql = (ROWS / f"{name}.sql").read_text(encoding="utf-8")
        return self._rows.execute(sql, {key: parameters[key] for key in questions()[name].parameters}).df()


@pytest.fixture(scope="module")
def of_all_formats(demo_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of pages and tables: with dates of every precision and none, corrected by people."""
    folder = tmp_path_factory.mktemp("all_formats")
    (folder / "overrides.csv").write_text(CORRECTIONS, encoding="utf-8")
    pages = sorted(demo_pages.iterdir())[:120]
    examples = [path for path in (PROJECT / "tests" / "data" / "formats").iterdir() if path.is_file()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overrides, "FILE", folder / "overrides.csv")
        build([PROFILES, *pages, *examples], folder / "warehouse.duckdb")
    return folder / "warehouse.duckdb"


@pytest.fixture(scope="module", params=["of_all_formats", "demo_warehouse", "empty_warehouse"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Return each warehouse in turn."""
    return Both(request.getfixturevalue(request.param), tmp_path_factory.mktemp("rows"))


def periods(days: Sequence[Any]) -> st.SearchStrategy[str]:
    """Presets, and periods that begin and end on days of which something is known, or the days around them."""
    if not any(days):
        return st.sampled_from(PRESETS)
    ends = st.one_of(st.just(""), st.sampled_from(sorted(filter(None, days))).map(str))
    between = st.tuples(ends, ends).map(lambda both: ":".join(sorted(both, key=lambda day: day or "0")))
    return st.one_of(st.sampled_from(PRESETS), between, between.map(lambda word: word if word != ":" else "all"))


@st.composite
def words(draw: st.DrawFn, both: Both) -> dict[str, list[str]]:
    """Words of an address: filters of a few dimensions, with values that there are."""
    chosen = draw(
        st.lists(st.sampled_from([name for name in DIMENSIONS if both.values[name]]), max_size=3, unique=True)
    )
    found = {name: draw(st.lists(st.sampled_from(both.values[name]), min_size=1, max_size=4)) for name in chosen}
    period = draw(st.one_of(st.just("all"), periods(both.days)))
    return found if period in ("all", ":") else {**found, "period": [period]}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_roll_ups_answer_as_their_rows_do(both: Both, data: st.DataObject) -> None:
    asked = view(both.path, **data.draw(words(both), label="filters"))
    organisation = data.draw(st.sampled_from(both.values["organisation"] or [""]), label="profile")
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
