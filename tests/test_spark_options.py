"""What is said of `--engine spark` before any Spark is started, and of SQL that has no translation."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from etl.cli import main
from etl.errors import BuildError
from etl.spark.translate import Step, spark_type, steps
from etl.statements import SQL


def test_a_cluster_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--engine", "spark"]) == 2
    assert "needs `--master URL`" in capsys.readouterr().err
    assert main(["build", "--lake", "lake"]) == 2
    assert "are for `--engine spark`" in capsys.readouterr().err


def test_packages_that_are_missing_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "etl.spark.find_spec", lambda name: None if name == "pyspark" else importlib.util.find_spec(name)
    )
    warehouse = tmp_path / "w.duckdb"
    assert main(["build", "--engine", "spark", "--master", "local", "--warehouse", str(warehouse)]) == 1
    assert "not installed (pyspark): pip install -r requirements-spark.txt" in capsys.readouterr().err
    assert not warehouse.exists()


def test_every_transformation_has_a_translation() -> None:
    files = sorted((SQL / "transform").glob("*.sql"))
    found = [step for path in files for step in steps(path.read_text(encoding="utf-8"), path.name)]
    assert {"ranked_source", "engagement", "catalyst", "derivation.state"} <= {step.target for step in found}


def test_a_statement_is_told_by_what_it_fills_and_reads() -> None:
    (step,) = steps(
        "insert into a.b by name with c as (from store.d) select c.* exclude (x) from c join e using (y)", ""
    )
    query = "WITH c AS (SELECT * FROM store__d AS d) SELECT c.* EXCEPT (x) FROM c JOIN e USING (y)"
    assert step == Step("a.b", False, True, query, frozenset({"store.d", "e"}))


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("delete from a", "neither `create … as` nor `insert into`: DELETE FROM a"),
        ("create table a (b integer)", "neither `create … as`"),
        ("insert into a select no_such_function(b) from c", "no counterpart of the function no_such_function is known"),
        ("insert into a select md5_number_lower(b) from c", "without `>>`"),
        ("insert into a select (", "Required keyword"),
    ],
)
def test_what_has_no_translation_names_file_and_statement(sql: str, problem: str) -> None:
    with pytest.raises(BuildError) as raised:
        list(steps(f"insert into x select 1 as y; {sql}", "9_new.sql"))
    assert str(raised.value).startswith("9_new.sql, statement ")
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [("VARCHAR[]", "ARRAY<STRING>"), ("TIMESTAMP", "TIMESTAMP_NTZ"), ("DECIMAL(18,2)", "DECIMAL(18, 2)")],
)
def test_types_keep_their_meaning(type_: str, expected: str) -> None:
    assert spark_type(type_) == expected
