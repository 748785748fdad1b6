"""Questions without what their filters leave nothing of: the answer is the same, and less is read for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.charts import CHARTS
from analytics.pruning.conditions import GIVEN
from analytics.pruning.statements import Definition, Statements, definitions
from analytics.warehouse import questions
from tests.asking import view, warehouse
from tests.drawn import Drawable, words

MACROS = (
    Definition("is_filtered", ("one", "other"), "one <> [] or other is not null", gives_rows=False),
    Definition("counted", ("value",), "count(value)", gives_rows=False),
    Definition(
        "rows_of", ("one",), "select n from t where one = [] union all select n + 1 from t where one <> []", True
    ),
)
TABLE = "create table t as select * from range(5) as r(n)"


@pytest.fixture(scope="module")
def statements() -> Statements:
    return Statements(MACROS)


@pytest.fixture(scope="module", params=["of_all_formats", "empty_warehouse"])
def path(request: pytest.FixtureRequest) -> Path:
    """Return each warehouse in turn."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def opened(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(shutil.copy(path, tmp_path_factory.mktemp("plain")), read_only=True) as con:
        yield con


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_is_asked_has_the_answer_of_the_question_as_it_stands(
    path: Path, opened: duckdb.DuckDBPyConnection, data: st.DataObject
) -> None:
    drawable = Drawable.of(opened)
    asked = view(path, **data.draw(words(drawable), label="filters"))
    profile = data.draw(st.sampled_from(drawable.values["organisation"] or [""]), label="profile")
    limit = data.draw(st.sampled_from([None, 3, 250, 1000, 1001]), label="limit")
    for name, question in questions().items():
        choices = CHARTS[name].choices if name in CHARTS else {}
        chosen = {
            word: data.draw(st.sampled_from(sorted(choice.options)), label=word) for word, choice in choices.items()
        }
        fixed = {"profile": profile, "row_limit": limit, "what": "catalyst", "words": "region", "best": 20}
        parameters = {**asked.parameters, **chosen, **fixed}
        expected = opened.execute(question.sql, {key: parameters[key] for key in question.parameters}).df()
        pd.testing.assert_frame_equal(warehouse(path).ask(name, parameters), expected, obj=name)


@pytest.mark.parametrize("name", ["view_facts", "catalyst_list", "regions_by_year", "relationships_health"])
def test_without_filters_roll_ups_are_all_that_is_read(name: str, real_warehouse: Path, tmp_path: Path) -> None:
    question = questions()[name]
    with duckdb.connect(shutil.copy(real_warehouse, tmp_path), read_only=True) as con:
        statements = Statements(definitions(con))
    nothing = tuple((key, None if key.startswith("date") else ()) for key in question.parameters)
    sql = statements.pruned(question.sql, nothing)
    assert re.search("FROM catalyst_(?:total|day)", sql)
    assert not re.search(r"\b(?:placed_engagement|numbered_engagement|selected_\w+\()", sql)
    chosen = tuple((key, GIVEN if key == "organisation" else value) for key, value in nothing)
    assert "placed_engagement" in statements.pruned(question.sql, chosen)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        # what is known for certain, and what is not
        ("select n from t where $nothing = []", "select n from t"),
        ("select n from t where $nothing <> [] or n = 1", "n = 1"),
        ("select n from t where $nothing::varchar[] = [] and n = 1 and $null is null", "n = 1"),
        ("select n from t where len($nothing::varchar[]) = 0", "select n from t"),
        ("select n from t where is_filtered($nothing, $null) or n = 1", "n = 1"),
        ("select n from t where not is_filtered($nothing, $null)", "select n from t"),
        ("select n from t where is_filtered($some, $null)", "select n from t"),
        ("select n from t where len($some) > 0 and $word = 'a'", "select n from t"),
        ("select n from t where $some = ['a']", "$some"),
        ("select n from t where $null::date = date '2020-01-01'", "$null"),
        # branches
        ("select n as a from t where $some = [] union all select n + 1 from t", "(n + 1) as a"),
        ("select n as a from t where $some = [] union select 1::bigint from t", "distinct"),
        ("select n from rows_of($some)", "(n + 1)"),
        ("select n from rows_of($nothing)", "select n from t"),
        # of no rows one number is left, and of an outer join the left side
        ("select count(*) as n from t where $some = [] union all select n from t", "union all"),
        ("select counted(n) as n from t where $some = [] union all select n from t", "union all"),
        ("with no as (from t where $some = []) select n from t left join no using (n) union all from t", "left join"),
        (
            "with no as (from t where $some = []) select n from t join no using (n) union all select 7::bigint",
            "select cast(7 as bigint)",
        ),
        # a name that a query gives hides a table of a macro's, as it does for DuckDB
        ("with t as (select 100::bigint as n) select n from rows_of($nothing) union all from t", "with t as"),
        # what is not read is not planned, and what is read only by something else that is, is
        ("with a as (select 1 as n), b as (from a), c as (from b) select n from t", "select n from t"),
        ("with a as (select 1 as n), b as (from a) select n from b", "from a"),
        # within expressions
        ("select n from t where n in (select n from t where $some <> [] and n < 2)", "n < 2"),
        ("select n, (select max(n) from rows_of($some)) as top from t", "(n + 1)"),
    ],
)
def test_less_is_left_and_says_the_same(sql: str, expected: str, statements: Statements) -> None:
    parameters = {"nothing": [], "some": ["a", "b"], "null": None, "word": "a"}
    pruned = statements.pruned(sql, (("nothing", ()), ("some", GIVEN), ("null", None), ("word", "a")))
    assert expected in pruned.replace('"', "").lower()
    with duckdb.connect() as con:
        con.execute(TABLE)
        for one in MACROS:
            kind = "table " if one.gives_rows else ""
            con.execute(f"create macro {one.name}({', '.join(one.parameters)}) as {kind}{one.body}")
        one, other = (
            con.execute(text, {key: value for key, value in parameters.items() if f"${key}" in text}).df()
            for text in (sql, pruned)
        )
    order = list(one.columns)
    pd.testing.assert_frame_equal(
        one.sort_values(order, ignore_index=True), other.sort_values(order, ignore_index=True)
    )
