"""Whatever bytes a file holds and whatever it is called: no crash, and every line accounted for."""

from __future__ import annotations

import io
import json
import time
import zipfile
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


# Archives


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return packed.getvalue()


PAGE = b"SIREN\n784244295\n"


def reasons(data: bytes) -> dict[str, str]:
    """The reason of each source that counts as one rejected line."""
    found = account(data, Path("a.zip"))
    return {r.source.path: r.source.ledger.rejections[0][1] for r in found if r.source.ledger.rejections}


def test_members_are_inputs_unless_they_are_hidden() -> None:
    data = zipped(
        {"b/2.txt": PAGE, "1.MD": PAGE, "c": PAGE, ".d.txt": PAGE, "__MACOSX/1.txt": PAGE, "b/Thumbs.db": b"x"}
    )
    assert [reading.source.path for reading in account(data, Path("a.zip"))] == [
        "a.zip/1.MD",
        "a.zip/b/2.txt",
        "a.zip/c",
    ]
    saved = zipped({"d/p.html": b"<html>" + PAGE, "d/p_files/x.js": b"x", "p_files/y.js": PAGE})
    assert [reading.source.path for reading in account(saved, Path("a.zip"))] == [
        "a.zip/d/p.html",
        "a.zip/p_files/y.js",
    ]


def test_an_archive_in_an_archive_is_read_and_no_deeper_one() -> None:
    once = zipped({"1-a.txt": PAGE})
    assert [r.source.path for r in account(zipped({"in.zip": once}), Path("a.zip"))] == ["a.zip/in.zip/1-a.txt"]
    twice = zipped({"in.zip": zipped({"deep.zip": once})})
    assert reasons(twice) == {"a.zip/in.zip/deep.zip": "an archive in an archive in an archive: unpack it first"}


@pytest.mark.parametrize("members", [1, 20])
@pytest.mark.trust("An archive that unpacks to far more than it is")
def test_a_bomb_is_refused_before_it_is_unpacked(members: int, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = zipped({f"{number}.txt": b"a, b\n" * (4_000_000 // members) for number in range(members)})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    (reason,) = reasons(packed).values()
    assert reason == (
        "a zip archive of 20,000,000 bytes unpacked; the most are 100 times the size of the file that holds it, "
        "and 1,024 MB"
    )


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("MAX_MEMBERS", 1, "of 2 members; 1 are the most"), ("MAX_TOTAL", 1 << 3, "32 bytes unpacked; ")],
)
def test_an_archive_is_bounded(limit: str, value: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, limit, value)
    (reason,) = reasons(zipped({"1.txt": PAGE, "2.txt": PAGE})).values()
    assert words in reason


@pytest.mark.parametrize(("limit", "more"), [("MAX_MEMBERS", 2), ("MAX_TOTAL", 2 * len(PAGE))])
def test_archives_in_an_archive_share_what_it_may_hold(limit: str, more: int, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({"1.txt": PAGE, "2.txt": PAGE})
    outer = zipped({f"{number}.zip": inner for number in range(3)})
    of_outer = {"MAX_MEMBERS": 3, "MAX_TOTAL": 3 * len(inner)}[limit]
    monkeypatch.setattr(budget, limit, of_outer + more)
    found = account(outer, Path("a.zip"))
    assert [reading.source.path for reading in found if reading.source.facts.is_profile] == [
        "a.zip/0.zip/1.txt",
        "a.zip/0.zip/2.txt",
    ]
    assert list(reasons(outer)) == ["a.zip/1.zip", "a.zip/2.zip"]


@pytest.mark.parametrize("name", ["../up.txt", "/etc/up.txt", "a/../../up.txt", "c:/up.txt"])
@pytest.mark.trust("An archive with members that lead out of it")
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    (path,), (reason,) = zip(*reasons(zipped({name: PAGE})).items(), strict=True)
    assert path == "a.zip/up.txt"
    assert "leads out of it" in reason


def test_members_of_one_name_are_told_apart() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("1-a.txt", PAGE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("1-a.txt", PAGE)
    assert [r.source.path for r in account(packed.getvalue(), Path("a.zip"))] == ["a.zip/1-a.txt", "a.zip/1-a.txt (2)"]


def test_lists_and_members_whose_names_are_written_alike_are_told_apart() -> None:
    rows = '[{"name": "A", "city": "Lyon"}]'
    document = f'{{"\\ud800": {rows}, "\\ud801": {rows}}}'.encode()
    assert [r.source.path for r in account(document, Path("a"))] == ["a/?", "a/? (2)"]
    data = zipped({"b/1.txt": PAGE, "b//1.txt": PAGE, "./b/1.txt": PAGE, "b/1.txt (2)": PAGE})
    assert [r.source.path for r in account(data, Path("a.zip"))] == [
        "a.zip/b/1.txt",
        "a.zip/b/1.txt (2)",
        "a.zip/b/1.txt (3)",
        "a.zip/b/1.txt (2) (2)",
    ]


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
