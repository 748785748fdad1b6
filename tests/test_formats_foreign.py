"""Whatever stands in a folder: read by what it holds, or listed as left out with the reason."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import extract
from etl.extract import readings
from etl.formats import foreign
from tests.accounting import account
from tests.archives import PAGE, zipped
from tests.test_formats_examples import EXAMPLES

WarehouseOf = Callable[[Mapping[str, str | bytes]], Path]
BINARY = bytes(range(256)) * 40
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS = b"name\tcatalyst\tdate\nA\tADEME\t2024\n"


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_a_folder_is_read_by_content_and_what_is_left_out_is_listed(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(
        {
            "export.xls": ROWS,
            "1-a.markdown": PAGE,
            "2-b": PAGE,
            "photo.jpg": b"\xff\xd8\xff\xe0" + BINARY,
            "report.pdf": b"%PDF-1.7\n" + BINARY,
            "readme.txt": b"How to save a page,\nand where.\n",
            "style.css": b"body { color: red; }\n" * 50,
        }
    )
    sql = "select parse_filename(path), format, line_count, parsed_lines from source order by path"
    assert query(warehouse, sql) == [
        ("1-a.markdown", "profile_page", 2, 2),
        ("2-b", "profile_page", 2, 2),
        ("export.xls", "tsv", 2, 2),
        ("photo.jpg", "unknown", 1, 0),
        ("readme.txt", "unknown", 1, 0),
        ("report.pdf", "unknown", 1, 0),
        ("style.css", "unknown", 1, 0),
    ]
    sql = "select parse_filename(path), reason from rejected join source using (source_id) order by path"
    assert query(warehouse, sql) == [
        ("photo.jpg", "a picture: copy the text of the page instead"),
        ("readme.txt", "a text that is neither a profile page nor a table"),
        ("report.pdf", "a PDF: copy its text into a text file"),
        ("style.css", "a text that is neither a profile page nor a table"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + BINARY, "a picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + BINARY, "a picture"),
        (b"\0\0\0\x18ftypheic" + BINARY, "a picture"),
        (b"<?xml version='1.0'?>\n<!-- a --><svg xmlns='x'><title>a</title></svg>", "a picture"),
        (b"\0\0\0\x18ftypmp42" + BINARY, "a film"),
        (b"BZh91AY" + BINARY, "unpack it"),
        (BINARY[:257] + b"ustar" + BINARY, "unpack it"),
        (b"{\\rtf1 text}", "a rich text document"),
        (b"From: <Saved by Blink>\r\nSubject: a\r\nContent-Type: multipart/related;\r\n", "a web archive"),
        (BINARY, "not a format that can be read"),
        (b"MZ\x90\0\3\0\0\0", "not a format that can be read"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "a text document"),
        (OLD_OFFICE + "PowerPoint Document".encode("utf-16-le"), "slides"),
        (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "a text document"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "a": b""}, zipfile.ZIP_STORED), "a text doc"),
        (zipped({"mimetype": b"application/epub+zip", "1-a.txt": PAGE}), "not a format that can be read"),
        (zipped({"META-INF/MANIFEST.MF": b"x", "1-a.txt": PAGE}), "not a format that can be read"),
    ],
)
def test_what_is_not_read_is_one_rejected_line(data: bytes, words: str) -> None:
    for name in ("1-a.txt", "1-a"):
        (reading,) = account(data, Path(name))
        ((_, reason),) = reading.source.ledger.rejections
        assert reading.source.format == "unknown"
        assert reason.startswith(words) or words in reason


@pytest.mark.parametrize("start", ["BMW Foundation", "GIF8", "ID3", "Date: 3 May", "BZh", "a\0b", "From: me", "\x0c"])
def test_text_that_begins_like_something_else_is_text(start: str) -> None:
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-32"):
        (reading,) = account(f"{start}\nSIREN\n784244295\n".encode(encoding), Path("1-a.txt"))
        assert reading.source.facts.siren == "784244295"


def test_each_example_is_of_a_format_that_is_read() -> None:
    found = [reading.source for path in EXAMPLES.iterdir() for reading in account(path.read_bytes(), path)]
    left_out = [source.ledger.rejections for source in found if source.format == "unknown"]
    assert left_out == [[(1, "a text that is neither a profile page nor a table")]]  # `notes.docx` in the archive


def test_only_the_beginning_of_a_film_is_read(tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        file.truncate(1 << 40)  # more than any memory
    (reading,) = readings(tmp_path / "film.mp4")
    assert reading.source.ledger.lines == ["(at least 1,048,576 bytes)"]
    assert reading.source.ledger.rejections == [(1, "a film or a recording, which holds no text")]


def test_a_large_text_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "MOST_OF_UNKNOWN", 10)
    (tmp_path / "1-a.txt").write_bytes(PAGE)
    (reading,) = readings(tmp_path / "1-a.txt")
    assert reading.source.facts.siren == "784244295"


def test_beginnings_of_letters_are_known_as_such() -> None:
    ascii_marks = {mark for mark, _ in foreign._BEGINNINGS if mark.isalnum()}
    assert ascii_marks <= set(foreign._OF_LETTERS)
