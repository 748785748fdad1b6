"""Whatever bytes a file holds and whatever it is called: no crash, and every line accounted for."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.formats import budget, parquet
from etl.inputs import SUFFIXES
from tests.accounting import account
from tests.archives import zipped
from tests.test_formats_examples import EXAMPLES

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = [path.read_bytes() for path in sorted(EXAMPLES.iterdir())]
BEGINNINGS = [b"", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<html>", b'[{"', b"{"]
NAMES = st.sampled_from(sorted(SUFFIXES)).map(lambda suffix: Path(f"1-a{suffix}"))
SNIPPETS = st.sampled_from(
    [
        *(
            "siren;catalyst;date\n",
            "name,catalyst\n",
            "784244295",
            "ADEME",
            '"',
            "\n",
            "\r",
            ";",
            ",",
            "\t",
            "|",
            "=",
            "\0",
        ),
        *(
            "<table>",
            "<td>",
            "</table>",
            "<p",
            "<!--",
            "<![",
            "&#0;",
            "[",
            "]",
            '{"name":',
            "}",
            "NaN",
            "1e999",
            "\\ud800",
        ),
        *("sep=;\n", "31 Feb 2024", "12 345,67 €", "é", "\ufeff", "---\n", "NA", "-" * 40),
    ]
)


@FEW
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300), NAMES)
@pytest.mark.trust("Any bytes under the name of any format")
def test_any_bytes_under_any_name(beginning: bytes, data: bytes, path: Path) -> None:
    account(beginning + data, path)


@FEW
@given(st.lists(SNIPPETS, max_size=30).map("".join), st.sampled_from(["utf-8", "utf-16", "windows-1252"]), NAMES)
def test_text_made_of_what_readers_look_for(text: str, encoding: str, path: Path) -> None:
    account(text.encode(encoding, errors="replace"), path)


@FEW
@given(st.sampled_from(SEEDS), st.data(), NAMES)
def test_damaged_examples(seed: bytes, data: st.DataObject, path: Path) -> None:
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        damaged = damaged or bytearray(b" ")
    account(bytes(damaged), path)


# Formats that say so themselves when they are damaged


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ((EXAMPLES / "workbook.xlsx").read_bytes()[:-200], "a damaged zip archive"),
        (zipped({"xl/workbook.xml": b"<workbook>"}), "a damaged Excel file"),
        ((EXAMPLES / "engagements.parquet").read_bytes()[:-50], "a damaged Parquet file"),
        ((EXAMPLES / "archive.zip").read_bytes()[:-50], "a damaged zip archive"),
        (BEGINNINGS[3] + b"rest", "an Excel file of before 2007: save it as .xlsx or as CSV"),
        (b'[{"name": "a", "catalyst":', "not valid JSON: "),
        (b'{"a":' * 200_000, "not valid JSON: nested too deeply"),
        (b"<html>" + b"<div>" * 5_000, "HTML that is nested too deeply"),
    ],
)
def test_a_damaged_file_is_one_rejected_line(data: bytes, words: str) -> None:
    (reading,) = account(data, Path("1-a.txt"))
    ((number, reason),) = reading.source.ledger.rejections
    assert (number, reading.source.facts.is_profile) == (1, False)
    assert words in reason


def parquet_of(query: str, folder: Path) -> bytes:
    duckdb.sql(f"copy ({query}) to '{folder}/a.parquet' (format parquet)")
    return (folder / "a.parquet").read_bytes()


def test_a_parquet_file_of_many_equal_rows_is_refused_before_any_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_rows", None)
    data = parquet_of("select 'A' as name, 'B' as catalyst from range(10_000_001)", tmp_path)
    assert len(data) < 100_000
    (reading,) = account(data, Path("a"))
    assert reading.source.ledger.rejections == [(1, "a Parquet file of 10,000,001 rows of 2 cells: divide it")]


def test_a_long_value_that_a_parquet_file_holds_once_is_not_copied_for_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = []
    rows = parquet._rows
    monkeypatch.setattr(parquet, "_rows", lambda cursor: (fetched.append(1) or row for row in rows(cursor)))
    monkeypatch.setattr(budget, "MAX_CHARACTERS", 1_000_000)
    (reading,) = account(
        parquet_of("select 'A' as name, repeat('B', 100_000) as catalyst from range(99)", tmp_path), Path("a")
    )
    assert "million characters in one file: divide it" in reading.source.ledger.rejections[0][1]
    assert len(fetched) == 10


@pytest.mark.trust("A workbook of endless cells")
def test_the_sheets_of_a_workbook_share_the_cells_that_it_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for sheet in (book.active, book.create_sheet("b")):
            sheet.append(["name", "catalyst"])
            sheet.append(["A", "ADEME"])

    assert len(account(workbook(fill), Path("a.xlsx"))) == 2
    monkeypatch.setattr(budget, "MAX_CELLS", 11)
    (reading,) = account(workbook(fill), Path("a.xlsx"))
    assert reading.source.ledger.rejections == [(1, "tables of more than 11 cells in one file: divide it")]


def test_names_that_each_object_has_others_of_do_not_multiply(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_CELLS", 100 * 100)
    lines = "".join(f'{{"name": "A", "catalyst": "B", "k{number}": 1}}\n' for number in range(100))
    (reading,) = account(lines.encode(), Path("a"))
    assert reading.source.ledger.rejections == [(1, "tables of more than 10,000 cells in one file: divide it")]


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(saved)
    return saved.getvalue()


def test_a_workbook_without_content_says_so() -> None:
    (reading,) = account(workbook(lambda book: None), Path("a.xlsx"))
    assert reading.source.ledger.rejections == [(1, "an Excel file without any filled sheet")]


@pytest.mark.parametrize(
    "text", ["[not json] at all", "[Automatic translation follows] text", "{curly} prose", "[1, 2]"]
)
def test_brackets_alone_are_not_json(text: str) -> None:
    (reading,) = account(text.encode(), Path("a.json"))
    assert reading.source.format == "profile_page"


def test_bad_lines_of_json_lines_are_rejected_alone() -> None:
    good = json.dumps({"name": "ADEME", "siren": "385290309"})
    (reading,) = account(f"{good}\n\n{{bad\n[1]\n{good}".encode(), Path("a"))
    assert reading.source.ledger.counts() == (5, 2, 1, 2)
    assert [number for number, _ in reading.source.ledger.rejections] == [3, 4]


# Time. A tenth of a megabyte of what is worst for each reader; what takes time that grows faster takes minutes.


@pytest.mark.parametrize(
    ("start", "repeated"),
    [
        *(
            (b"<html>", text)
            for text in (b"<a ='", b'<a "', b"<!--", b"<![CDATA[", b"<script>", b"</", b"<td>|", b"&#")
        ),
        *(
            (b"name;catalyst\n", text)
            for text in (b'a;"""\n', b'"a;"\n', b";;x\n", b'"', b"\r", "é;à\n".encode("cp1252"))
        ),
        *((b"name,date,amount,catalyst\n", text) for text in (b"1 ", b"1 Jan ", b"a, ")),
        *((b"SIREN\n#", text) for text in (b" ", b" #", b" a", b"[a](", b"**a", b"** ")),
        *((b"", text) for text in (b"[", b'{"a":', b'{"a":1}\n', b"Culture, and\n", b"a | b | Other 6 Nov 2024\n")),
    ],
)
@pytest.mark.trust("A file made to take a reader forever")
def test_time_grows_no_faster_than_the_file(start: bytes, repeated: bytes) -> None:
    data = start + repeated * (100_000 // len(repeated))
    began = time.process_time()
    account(data, Path("1-a.txt"))
    assert time.process_time() - began < 10
