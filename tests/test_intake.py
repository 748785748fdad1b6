"""Adding profiles: safe names, reading and building in real processes, and never a file replaced by another."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import intake
from analytics.intake import Upload
from etl.config import PROFILES
from etl.errors import BuildError, SourceError, UsageError
from etl.inputs import SUFFIXES
from etl.load import build
from tests.asking import page, row

REAL = next(PROFILES.glob("89998-*.txt"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder of its own, for this process and for those it starts."""
    monkeypatch.setenv("CATALYST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setattr(intake, "PROFILES", tmp_path / "profiles")
    monkeypatch.setattr(intake, "WAREHOUSE", tmp_path / "warehouse.duckdb")
    return tmp_path


# Names


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("89998-accr", "89998-accr.txt"),
        ("89998-accr.page2", "89998-accr.page2.txt"),
        ("89998-accr.html", "89998-accr.html"),
        ("https://platform.example/fr/organisations/89998-accr?tab=2#top", "89998-accr.txt"),
        ("https://platform.example/89998", "89998.txt"),
        ("https://platform.example/89998/?tab=2", "89998.txt"),
        ("https://platform.example/2024/05/news", "news.txt"),
        ("Théâtre de l'Œil", "Theatre de l-il.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("..\\..\\boot.ini", "boot.ini.txt"),
        (".hidden.txt", "hidden.txt"),
        ("~$book.xlsx", "book.xlsx"),
        ("nul.txt", "page-nul.txt"),
        ("[a-z]*.txt", "a-z-.txt"),
    ],
)
def test_names_are_safe(given_name: str, name: str) -> None:
    assert intake.pasted("x", given_name).name == name


@pytest.mark.parametrize("nothing", ["", "  ", "..", "https://platform.example/", "日本", "---"])
def test_without_a_name_there_is_a_word(nothing: str) -> None:
    with pytest.raises(UsageError, match="Name the file"):
        intake.pasted("x", nothing)


@given(st.text(max_size=400))
def test_no_name_leads_elsewhere(given_name: str) -> None:
    try:
        name = intake.pasted("x", given_name).name
    except UsageError:
        return
    assert re.fullmatch(r"\w[\w.() -]*", name, re.ASCII)
    assert Path(name).name == name
    assert len(name) < 250
    assert Path(name).suffix.lower() in intake.SUFFIXES
    assert intake.pasted("x", name).name == name


def test_what_can_be_added_is_what_a_build_reads() -> None:
    assert set(intake.SUFFIXES) == SUFFIXES
    with pytest.raises(UsageError, match=r"a\.exe: is not read"):
        intake.dropped("a.exe", b"x")


def test_files_are_bounded() -> None:
    with pytest.raises(UsageError, match=r"a\.txt: is larger than 5 MB"):
        intake.dropped("a.txt", b"x" * ((5 << 20) + 1))


# Reading


def test_the_real_page_is_understood_field_by_field() -> None:
    ((source,),) = intake.read([Upload(REAL.name, REAL.read_bytes())])
    assert (source.name, source.line_count, source.rejected_lines) == (REAL.name, 36, 0)
    (found,) = source.organisations
    assert (found.organisation_id, found.siren, found.city, found.region) == (
        *("89998", "784244295", "Paris"),
        "Île-de-France",
    )
    assert (found.employees_min, found.employees_max, found.declared_catalysts, found.captured_catalysts) == (
        *(2, 10),
        *(14, 10),
    )
    assert [description.language for description in found.descriptions] == ["en", "fr"]
    assert len(found.engagements) == 11
    assert {"kind": "regional_authority", "channel": "unstated", "date_precision": "day"}.items() <= vars(
        found.engagements[0]
    ).items()


def test_the_preview_finds_the_names_that_a_build_finds(folder: Path) -> None:
    text = page(row("Acme"), "![]() x | ACME Weaving | Other | | |")
    ((source,),) = intake.read([intake.pasted(text, "1-a")])
    shown = sorted((each.catalyst, *each.sectors) for each in source.organisations[0].engagements)
    intake.store(intake.pasted(text, "1-a"))
    list(intake.build())
    with duckdb.connect(folder / "warehouse.duckdb", read_only=True) as con:
        built = con.execute("select name, unnest(sectors || ['']) from source_catalyst").fetchall()
        assert con.execute("select count(*) from catalyst").fetchall() == [(1,)]
    assert shown == [("ACME", "Weaving"), ("Acme",)]
    assert ("Acme", "Weaving") in built


def test_every_line_has_its_state_and_rejected_ones_their_reason() -> None:
    text = page(row("Ville de X", "Other 31 Feb 2024 1 Mar 2024"))
    ((source,),) = intake.read([intake.pasted(text, "1-a")])
    states = [line.line_state for line in source.lines]
    assert len(states) == source.line_count
    assert [states.count(state) for state in ("parsed", "ignored", "rejected")] == [
        *(source.parsed_lines, source.ignored_lines, source.rejected_lines),
    ]
    (bad,) = (line for line in source.lines if line.line_state == "rejected")
    assert "31 Feb 2024" in bad.reason
    assert "Ville de X" in bad.raw_text


def test_uploads_stay_apart_even_under_one_name() -> None:
    uploads = [intake.pasted("nothing in it", "1-a"), intake.pasted(page(row("Ville de X")), "1-a")]
    (nothing,), (something,) = intake.read(uploads)
    assert (nothing.organisation_count, something.organisation_count) == (0, 1)
    assert something.organisations[0].name == "Maison Test"


def test_columns_of_tables_are_told() -> None:
    ((source,),) = intake.read([intake.dropped("t.csv", b"organisation,catalyst,date\nMaison,Ville de X,2024-03-01\n")])
    assert [column.meaning for column in source.columns][1:] == ["catalyst", "engaged_on"]
    assert [each.engaged_on for each in source.organisations[0].engagements] == ["2024-03-01"]


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "READ_SECONDS", 0.01)
    with pytest.raises(SourceError, match=r"longer than 0\.01 seconds"):
        intake.read([intake.pasted("x", "1-a")])


# Storing and building


def test_no_file_is_replaced_by_another(folder: Path) -> None:
    first, other, third = (Upload("1-a.txt", text) for text in (b"one", b"two", b"three"))
    assert intake.store(first) == (folder / "profiles" / "1-a.txt", True, False)
    assert intake.store(first) == (folder / "profiles" / "1-a.txt", False, False)
    assert intake.store(other) == (folder / "profiles" / "1-a (2).txt", True, True)
    assert intake.store(other) == (folder / "profiles" / "1-a (2).txt", False, True)
    assert intake.store(third).path.name == "1-a (3).txt"
    assert sorted(path.read_bytes() for path in (folder / "profiles").iterdir()) == [b"one", b"three", b"two"]


def test_a_folder_that_is_none_is_said(folder: Path) -> None:
    (folder / "profiles").write_text("a file")
    with pytest.raises(SourceError, match=r"1-a\.txt: cannot be stored"):
        intake.store(Upload("1-a.txt", b"x"))


def test_a_further_capture_is_built_into_the_same_organisation(folder: Path) -> None:
    for day, catalyst in (("2024-05-01", "Ville de X"), ("2025-05-01", "Ville de Y")):
        text = page(row(catalyst, "Event 1 Mar 2021"), captured_on=day)
        assert intake.store(intake.pasted(text, "7-maison")).is_new
    assert list(intake.build()) == [(0, 2), (1, 2), (2, 2)]
    with duckdb.connect(folder / "warehouse.duckdb", read_only=True) as con:
        assert con.execute("select organisation_id from organisation").fetchall() == [("7",)]
        assert con.execute("select count(*) from catalyst").fetchone() == (2,)


def test_what_was_built_before_is_built_again(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "9-z.txt").write_text(page(row("Ville de Z")), encoding="utf-8")
    build([folder / "elsewhere"], folder / "warehouse.duckdb")
    intake.store(intake.pasted(page(row("Ville de X")), "7-maison"))
    for _ in range(2):
        list(intake.build())
        with duckdb.connect(folder / "warehouse.duckdb", read_only=True) as con:
            assert con.execute("select organisation_id from organisation order by 1").fetchall() == [("7",), ("9",)]
    (folder / "elsewhere" / "9-z.txt").unlink()
    (folder / "elsewhere").rmdir()
    with pytest.raises(BuildError, match="elsewhere: no such file or folder"):
        list(intake.build())


def test_a_build_that_fails_says_why(folder: Path) -> None:
    intake.store(Upload("1-a.txt", b"no profile"))
    with pytest.raises(BuildError, match="no profile page found in 1 files"):
        list(intake.build())


def test_a_viewer_who_leaves_does_not_stop_a_build(folder: Path) -> None:
    intake.store(Upload(REAL.name, REAL.read_bytes()))
    progress = intake.build()
    next(progress)
    del progress
    assert (folder / "warehouse.duckdb").exists()
