"""Every data check finds the bad rows it is there for."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from analytics import i18n
from etl.checks import all_checks, run_checks
from tests.asking import ask

# One way to break a good warehouse for each check.
DAMAGE = {
    "line_accounting": "update source set parsed_lines = parsed_lines + 1",
    "rejected_line_numbers": "insert into rejected select source_id, 99999, 'x', 'x' from source limit 1",
    "engagement_references": "delete from catalyst",
    "engagement_dates": "update engagement set mentions = 0",
    "engagement_unique": "insert into engagement by name select * replace (0 as engagement_id) from engagement limit 1",
    "regional_authority": "update catalyst set region_code = '99' where kind = 'regional_authority'",
    "source_organisation": "update source_organisation set organisation_id = 'nobody'",
    "siren_form": "update organisation set siren = '784244296'",
    "siren_shared": "insert into organisation by name select * replace ('b' as organisation_id) from organisation",
    "more_than_declared": "update organisation_total set declared_catalysts = 9",
    "catalysts_declared": "update organisation set declared_catalysts = null",
    "capture_date_known": "update source set captured_on_is_inferred = true",
    "engagement_after_capture": "update engagement set first_seen_on = date '2020-01-01'",
    "capture_in_future": "update source set captured_on = date '2999-01-01'",
    "override_applied": "insert into override (path, line_number, what, state, reason) "
    "values ('o.csv', 2, 'x', 'rejected', 'why')",
    "identity_agrees": "insert into conflict values ('id_with_sirens', '1', ['1', '1--2'], ['a.txt'], 'w')",
    "correction_lost": "insert into lost_override (path, line_number, what) values ('o.csv', 2, 'x')",
    "amount_left_out": "insert into several_lines select engagement_id, source_id, line_number, last_seen_on, "
    "unnest([true, false]), 1, unnest([1, 2]) from (from engagement limit 1)",
    "sector_recognised": "update catalyst_sector set sector_group = 'unrecognised'",
}


@pytest.fixture
def con(real_warehouse: Path, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(real_warehouse.resolve(), copy)
    connection = duckdb.connect(copy)
    connection.execute("update source set captured_on_is_inferred = false").fetchall()
    return connection


def test_every_check_has_a_test() -> None:
    assert set(DAMAGE) == {check.name for check in all_checks()}


def test_good_data_passes(con: duckdb.DuckDBPyConnection) -> None:
    assert [result for result in run_checks(con) if result.bad_rows] == []


@pytest.mark.parametrize("name", DAMAGE)
def test_bad_rows_are_found(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute(DAMAGE[name]).fetchall()
    results = {result.check_name: result for result in run_checks(con)}
    assert results[name].bad_rows > 0
    assert " = " in (results[name].sample or "")


def test_a_french_page_says_in_french_what_must_hold(real_warehouse: Path) -> None:
    english = ask(real_warehouse, "data_checks")
    with i18n.use("fr"):
        french = ask(real_warehouse, "data_checks")
    assert list(english["check_name"]) == list(french["check_name"])
    assert {check.name: check.description_fr for check in all_checks()} == dict(
        zip(french["check_name"], french["description"], strict=True)
    )
    assert set(english["description"]).isdisjoint(french["description"])
