"""Hostile texts in everything that leaves without a browser: tables, files and the words of the command lines."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest

from analytics import cli as analytics_cli
from analytics.charts import CHARTS
from analytics.reminders import calendar
from analytics.warehouse import questions
from etl import cli as etl_cli
from etl.text import tidy
from etl.unseen import with_unseen_spelt, without_unseen
from tests import hostile
from tests.asking import answer, view, warehouse
from tests.test_report import Read, report

NAMES = {
    "organisation": ("name", "city", "entity_types", "activities", "address"),
    "catalyst": ("name",),
    "catalyst_sector": ("sector",),
    "description": ("tagline", "body", "tags"),
    "engagement": ("relation_type",),
}
"""Columns whose text is shown as names."""
QUESTIONS = ("timeline_lanes", "data_rejected", "data_sources", "data_notes", "view_rows", "sectors_mix")
FORMULA = re.compile(r"^[\s\ufeff\u200b]*[=+\-@\uff1d]|^[\t\r\n]")


@pytest.fixture(scope="module")
def hostile_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.built(tmp_path_factory.mktemp("hostile") / "data")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.items() for text in texts(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in texts(each))


# What is read


@pytest.mark.trust("Names that hold bidi controls, zero-width characters, terminal escapes or piles of accents")
def test_names_lose_what_nobody_sees_and_raw_lines_keep_it(hostile_warehouse: Path) -> None:
    with duckdb.connect(hostile_warehouse.resolve(), read_only=True) as con:
        for name, columns in NAMES.items():
            found = list(texts(con.sql(f"select {', '.join(columns)} from {name}").fetchall()))
            assert found
            assert [text[:80] for text in found if hostile.UNSEEN.search(text)] == []
            assert [
                text[:80] for text in found if re.search("[\u0300-\u036f]{5}", unicodedata.normalize("NFC", text))
            ] == []
        names = {name for (name,) in con.sql("select name from organisation").fetchall()}
        raw = "".join(line for (line,) in con.sql("select raw_text from source_line").fetchall())
    assert {"ADEME", "Ministère mou", "gnp.exe"} <= names  # and so they are alike with what they look like
    assert hostile.PAYLOADS["script"] in names
    assert "\u202e" in raw
    assert hostile.ESCAPE in raw


@pytest.mark.parametrize("text", hostile.PAYLOADS.values(), ids=hostile.PAYLOADS)
def test_what_nobody_sees_is_left_out_or_spelt(text: str) -> None:
    for harmless in (tidy(text), without_unseen(text).replace("\x85", "").replace("\r", ""), with_unseen_spelt(text)):
        assert not re.search("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", harmless)
    assert not hostile.UNSEEN.search(with_unseen_spelt(text))
    assert tidy(tidy(text)) == tidy(text)


def test_what_people_write_stays() -> None:
    for text in ("Île-de-France, n° 5 — « l’été »", "می‌خواهم", "👨‍👩‍👧 Familles", "Tiếng Việt", "a\tb\nc\r\nd"):
        assert with_unseen_spelt(text) == text
        assert without_unseen(text) == text


# What is printed


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """What a command writes to either stream."""
    program = analytics_cli if arguments[0] in ("query", "search", "list") else etl_cli
    program.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return str(out + err)


def harmless(words: str) -> None:
    assert words.strip()
    found = hostile.UNSEEN.search(words.replace("\r\n", "\n").removeprefix("\ufeff"))
    assert found is None, repr(words[max(0, found.start() - 80) : found.end() + 20])


@pytest.mark.trust("Terminal escapes in names, lines and file names, printed by the command line")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_command_prints_what_a_terminal_obeys(
    hostile_warehouse: Path, language: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    profiles = hostile_warehouse.parent / "profiles"
    lang = ("--lang", language)
    harmless(printed(capsys, "status", "--warehouse", hostile_warehouse, *lang))
    harmless(printed(capsys, "rejected", "--warehouse", hostile_warehouse, *lang))
    harmless(printed(capsys, "read", "--text", profiles, *lang))
    harmless(printed(capsys, "read", profiles, *lang))
    harmless(printed(capsys, "build", "--dry-run", profiles, *lang))
    harmless(printed(capsys, "build", profiles, "--warehouse", tmp_path / "w.duckdb", *lang))
    harmless(printed(capsys, "build", "no\x1b[31m\u202efile", *lang))
    for name in QUESTIONS:
        harmless(printed(capsys, "query", name, "--warehouse", hostile_warehouse, *lang))
    for words in ("red", "ADEME", "Long"):
        harmless(printed(capsys, "search", words, "--warehouse", hostile_warehouse, *lang))
    harmless(
        printed(capsys, "query", "timeline_lanes", "--sector", "\x1b[31m", "--warehouse", hostile_warehouse, *lang)
    )


@pytest.mark.trust("Terminal escapes in words that the command line repeats when it refuses them")
def test_words_that_are_refused_are_repeated_without_harm(capsys: pytest.CaptureFixture[str]) -> None:
    for main in (etl_cli.main, analytics_cli.main):
        with pytest.raises(SystemExit):
            main(["status" if main is etl_cli.main else "list", "--no\x1b[31m\u202e"])
        harmless(capsys.readouterr().err)


# What is taken away


@pytest.mark.trust("Formulas in cells of a CSV file")
@pytest.mark.parametrize("name", QUESTIONS)
def test_no_cell_of_a_csv_file_is_a_formula(
    hostile_warehouse: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.reader(io.StringIO(printed(capsys, "query", name, "--warehouse", hostile_warehouse)[1:])))
    assert len(rows) > 1
    assert [cell[:80] for cells in rows for cell in cells if FORMULA.search(cell)] == []


@pytest.mark.trust("Formulas and control characters in cells of an Excel file")
def test_no_cell_of_an_excel_file_is_a_formula(
    hostile_warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in QUESTIONS:
        out = tmp_path / f"{name}.xlsx"
        printed(capsys, "query", name, "--format", "xlsx", "--out", out, "--warehouse", hostile_warehouse)
        for sheet in openpyxl.load_workbook(out):
            for cell in (cell for cells in sheet.iter_rows() for cell in cells):
                assert cell.data_type != "f"
                assert cell.hyperlink is None


@pytest.mark.trust("Scripts and addresses in a report, its digest and a calendar")
def test_a_report_and_its_digest_hold_no_markup_of_names(hostile_warehouse: Path) -> None:
    made = report(hostile_warehouse)
    read = Read(made.page())
    assert read.tags.isdisjoint({"script", "iframe", "link", "object", "base", "form", "svg"})
    assert not re.findall(r'href="(?!#)', made.page())
    assert not hostile.UNSEEN.search(made.page())
    assert not hostile.UNSEEN.search(made.digest())
    assert not re.search(r"(?<!\\)\]\((?!catalyst-atlas_)", made.digest())
    assert not re.search(r"(?<!\\)<[a-z/]", made.digest())
    events = calendar(answer(hostile_warehouse, "relationships_health"), dt.date(2025, 3, 1)).decode()
    assert not hostile.UNSEEN.search(events.replace("\r\n", "\n"))


@pytest.mark.trust("Pseudo-HTML and placeholders of plotly in the specification of an image")
def test_no_image_is_told_anything_but_words(hostile_warehouse: Path) -> None:
    for name in CHARTS:
        made = answer(hostile_warehouse, name)
        for text in texts(json.loads(json.dumps(made.png))):
            assert not hostile.UNSEEN.search(text.replace("\n", "")), (name, text[:80])
            assert not re.search(r"<(?!/?(?:b|br|i|sub|sup|extra)\b)[a-z]", text), (name, text[:80])


def test_every_payload_is_in_the_warehouse(hostile_warehouse: Path) -> None:
    assert (
        view(hostile_warehouse).scope.organisations >= len(hostile.PAYLOADS) - 5
    )  # some are alike without what is unseen
    assert questions().keys() >= set(QUESTIONS)
    assert (
        warehouse(hostile_warehouse)
        .ask("data_rejected", {**view(hostile_warehouse).parameters, "row_limit": None})
        .size
    )
