"""A folder of all formats in one build: every line of every source accounted for, and the same rows from each."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.cli import main
from etl.config import PROFILES, PROJECT
from etl.extract import readings_of

EXAMPLES = PROJECT / "tests" / "data" / "formats"
PAGE = "89998-accr-association-des-centres-culturels-de-rencontre"
SUFFIXES = {".txt", ".md", ".html", ".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".parquet", ".zip"}
OF_ORGANISATIONS = ("organisations.csv", "workbook.xlsx/Organisations", "archive.zip/notes.docx")
"""Sources that describe organisations and tell of no engagement, and what is none of the formats."""


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the warehouse of every example, the real page as text among them."""
    folder = tmp_path_factory.mktemp("mixed") / "all"
    shutil.copytree(EXAMPLES, folder)
    shutil.copy(PROFILES / f"{PAGE}.txt", folder)
    assert {path.suffix for path in folder.iterdir()} == SUFFIXES
    warehouse = folder.parent / "w.duckdb"
    assert main(["build", str(folder), "--warehouse", str(warehouse)]) == 0
    return warehouse


def test_no_line_of_any_source_disappears(mixed: Path) -> None:
    sql = """
        select path from source left join (
            select source_id, count(distinct line_number) as listed from rejected group by source_id
        ) using (source_id)
        where line_count <> parsed_lines + ignored_lines + rejected_lines or rejected_lines <> coalesce(listed, 0)
    """
    assert query(mixed, sql) == []
    assert query(mixed, "select count(*) from source where line_count > 0") == [(15,)]


def test_each_format_tells_of_the_same_catalysts_and_dates(mixed: Path) -> None:
    told: dict[str, set[tuple[Any, ...]]] = {}
    sql = "select path, organisation_id, catalyst_id, relation_types, last_on, last_until, last_precision \
        from source_catalyst join source using (source_id, organisation_id)"
    for path, *row in query(mixed, sql):
        told.setdefault(path.split("/all/")[1], set()).add(tuple(map(str, row)))
    every = {path.split("/all/")[1] for (path,) in query(mixed, "select path from source")}
    assert every - told.keys() == set(OF_ORGANISATIONS)
    rows = told[f"{PAGE}.txt"]
    assert len(rows) == 10
    assert {path: found for path, found in told.items() if found != rows} == {}


def test_together_they_are_the_one_page(mixed: Path, real_warehouse: Path) -> None:
    for sql in (
        "select engagement_id, organisation_id, catalyst_id, engaged_on, mentions from engagement order by all",
        "from coverage",
        "from catalyst order by all",
    ):
        assert query(mixed, sql) == query(real_warehouse, sql)


@pytest.mark.parametrize(
    ("text", "file_format"),
    [('[{"name": "A", ', "json"), ("<html>" + "<p>" * 100_001, "html"), ("nothing", "profile_page")],
)
def test_a_damaged_text_is_of_the_format_it_was_meant_to_be(text: str, file_format: str) -> None:
    (reading,) = readings_of(text.encode(), Path("a.txt"))
    assert (reading.source.format, reading.source.ledger.counts()) == (file_format, (1, 0, 0, 1))


def test_status_lists_each_format(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--warehouse", str(mixed)]) == 0
    (formats,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("formats: ")]
    assert formats == "formats: csv 4, profile_page 3, xlsx 2, html 1, json 1, jsonl 1, parquet 1, tsv 1, unknown 1"
