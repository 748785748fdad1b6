"""How each source was read stays visible after the build: in the warehouse, at its end, in `status`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import inputs
from etl.cli import main
from etl.config import PROJECT
from etl.errors import SourceError
from etl.formats.excel import INSTALL
from etl.load import Summary, build
from tests.asking import page, row
from tests.tables import tables

EXAMPLES = PROJECT / "tests" / "data" / "formats"
HTML = "89998-accr-association-des-centres-culturels-de-rencontre.html"
GUESSED = "Catalyseurr;Nom;Date;Objet\nADEME;Théâtre du Nord;2024;x\n"


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


class Folder:
    """Files, and the warehouse made of them."""

    def __init__(self, path: Path) -> None:
        self.files, self.warehouse = path / "files", path / "w.duckdb"
        self.files.mkdir()

    def write(self, name: str, text: str, encoding: str = "utf-8") -> None:
        (self.files / name).write_bytes(text.encode(encoding))

    def build(self, **how: bool) -> Summary:
        return build([self.files], self.warehouse, **how)

    def notes(self) -> list[tuple[Any, ...]]:
        return query(self.warehouse, "select what, words from reading_note order by source_id, place")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "_INSIDE", f"{tmp_path}/")
    return Folder(tmp_path)


@pytest.fixture
def no_excel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "openpyxl", None)
        yield


def test_the_warehouse_keeps_how_a_table_was_read(folder: Folder) -> None:
    folder.write("a.csv", GUESSED, "windows-1252")
    folder.write("1-a.txt", page(row("ADEME")))
    folder.build()
    assert folder.notes() == [
        ("guessed_encoding", "encoding windows-1252 is a guess: look whether its accents are right"),
        ("layout", "separated by semicolons"),
        ("near_column", "column 'Catalyseurr' read as 'catalyst'"),
        ("column", "column 'Nom' is name"),
        ("column", "column 'Date' is engaged_on"),
        ("ignored_column", "column 'Objet' ignored: not a known name"),
    ]


def test_what_to_look_at_is_said_at_the_end_of_a_build_and_by_status(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.csv", "b.csv"):
        folder.write(name, GUESSED, "windows-1252")
    remarks = [
        "  column 'Catalyseurr' read as 'catalyst' (2 sources, the first files/a.csv)",
        "  encoding windows-1252 is a guess: look whether its accents are right (2 sources, the first files/a.csv)",
    ]
    assert main(["build", "files", "--warehouse", "w.duckdb"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if line in remarks] == remarks
    assert not [line for line in said if "Objet" in line]
    assert main(["status", "--warehouse", "w.duckdb"]) == 0
    said = capsys.readouterr().out.splitlines()
    ignored = "  column 'Objet' ignored: not a known name (2 sources, the first files/a.csv)"
    at = said.index("remarks on reading: 3")
    assert said[at - 1] == "formats: csv 2"
    assert said[at + 1 : at + 4] == [*remarks, ignored]


def test_nothing_to_look_at_is_not_spoken_of(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write("1-a.txt", page(row("ADEME")))
    assert main(["build", "files", "--warehouse", "w.duckdb"]) == 0
    assert "remarks" not in capsys.readouterr().err


def test_notes_follow_their_files(folder: Folder) -> None:
    folder.write("a.csv", GUESSED)
    folder.write("b.csv", "Catalyst;Name\nADEME;A\n")
    folder.build()
    folder.write("a.csv", GUESSED.replace("Objet", "Pays"))
    (folder.files / "b.csv").unlink()
    folder.build()
    assert ("ignored_column", "column 'Objet' ignored: not a known name") not in folder.notes()
    assert ("column", "column 'Pays' is country") in folder.notes()
    assert ("column", "column 'Catalyst' is catalyst") not in folder.notes()
    changed = tables(folder.warehouse)
    folder.build(full=True)
    assert tables(folder.warehouse) == changed


# Files that want a package


@pytest.mark.usefixtures("no_excel")
def test_a_missing_package_does_not_stop_the_other_files(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write("1-a.txt", page(row("ADEME")))
    shutil.copy(EXAMPLES / "workbook.xlsx", folder.files)
    assert main(["build", "files", "--warehouse", "w.duckdb"]) == 0
    why = f"an Excel file cannot be read without openpyxl: {INSTALL}"
    assert f"  {why} (files/workbook.xlsx)" in capsys.readouterr().err.splitlines()
    counts = "select line_count, parsed_lines, ignored_lines, rejected_lines from source where format = 'xlsx'"
    assert query(folder.warehouse, counts) == [(1, 0, 0, 1)]
    assert query(folder.warehouse, "select line_number, reason from rejected") == [(1, why)]
    assert query(folder.warehouse, "select name from catalyst") == [("ADEME",)]


def test_the_next_build_reads_it_once_the_package_is_there(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("1-a.txt", page(row("ADEME")))
    shutil.copy(EXAMPLES / "archive.zip", folder.files)
    shutil.copy(EXAMPLES / "workbook.xlsx", folder.files)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "openpyxl", None)
        folder.build()
        assert folder.build().changes.read == 1  # tried again, and nothing else
    assert folder.build().changes == (1, 2, 0)
    assert folder.build().changes.read == 0
    assert ("needs_package",) not in query(folder.warehouse, "select what from reading_note")
    assert query(folder.warehouse, "select count(*) from source where path like '%.xlsx%'") == [(2,)]


@pytest.mark.usefixtures("no_excel")
def test_where_it_is_the_only_input_the_build_says_what_to_install(folder: Folder) -> None:
    shutil.copy(EXAMPLES / "workbook.xlsx", folder.files)
    with pytest.raises(SourceError, match=r"in 1 files; an Excel file .* `pip install -r requirements-formats\.txt`"):
        folder.build()
    assert not folder.warehouse.exists()


# What a line of saved HTML is


def test_the_lines_of_html_can_be_printed(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(EXAMPLES / HTML, folder.files)
    folder.build()
    assert [what for what, _ in folder.notes()] == ["lines"]
    assert main(["read", "--text", "files"]) == 0
    printed = dict(line.removeprefix(f"files/{HTML}:").split(":", 1) for line in capsys.readouterr().out.splitlines())
    lines = query(folder.warehouse, "select line_number, raw_text from source_line")
    assert len(lines) == 10
    assert [(number, printed[str(number)]) for number, _ in lines] == lines


def test_rejected_lines_of_html_say_what_their_number_means(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write("1-a.csv", "name;catalyst\n;ADEME\nA;ADEME\n")
    folder.build()
    main(["rejected", "--warehouse", "w.duckdb"])
    assert capsys.readouterr().err == ""
    folder.write("2-a.html", "<html><p>a menu</p><h2>SIREN</h2><p>784244295</p></html>")
    folder.build()
    main(["rejected", "--warehouse", "w.duckdb"])
    assert "python -m etl read --text" in capsys.readouterr().err
