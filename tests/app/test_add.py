"""The page *Add profiles*, run as the server runs it: off by default; shown, confirmed, stored and loaded when on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import datasets, intake
from etl.config import PROFILES
from tests.app.opened import markdown, open_page, prose
from tests.app.payloads import PAYLOADS, hostile_page
from tests.asking import page as profile_page
from tests.asking import row, searched
from tests.test_translations import assert_speaks

REAL = next(PROFILES.glob("89998-*.txt"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a data folder of its own, with nothing in it, to which the page may add."""
    monkeypatch.setenv("CATALYST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setattr(intake, "PROFILES", tmp_path / "profiles")
    for module in (intake, datasets):
        monkeypatch.setattr(module, "WAREHOUSE", tmp_path / "warehouse.duckdb")
    monkeypatch.setattr(datasets, "DEMO_WAREHOUSE", tmp_path / "demo.duckdb")
    monkeypatch.setattr(intake, "ADD_PROFILES", True)
    yield tmp_path
    st.cache_resource.clear()
    st.cache_data.clear()


def paste(app: AppTest, text: str, name: str) -> AppTest:
    app.text_area[0].set_value(text)
    app.text_input[0].set_value(name)
    return app.run()


def confirm(app: AppTest) -> AppTest:
    return app.button(key="add-confirm").click().run()


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


def organisations(folder: Path) -> list[str]:
    return sorted(searched(folder / "warehouse.duckdb", "organisation"))


def test_without_the_setting_there_is_no_such_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "ADD_PROFILES", False)
    app = open_page()
    assert "Add profiles" not in links(app)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page("add.py")


def test_paste_understand_confirm(folder: Path) -> None:
    app = open_page("add")
    assert "Add profiles" in links(app)
    text = REAL.read_text(encoding="utf-8")
    paste(app, text, f"https://platform.example/organisations/{REAL.stem}")
    assert not app.exception
    assert "784 244 295" in prose(app)
    assert "10 of 14 captured" in prose(app)
    assert "36 lines: 34 understood, 2 without content, 0 rejected." in prose(app)
    engagements, lines = (table.value for table in app.dataframe)
    assert list(lines["raw_text"]) == text.splitlines()
    assert set(lines["line_state"]) == {"Understood", "Without content"}
    assert "2025-02-28" in set(engagements["engaged_on"])
    assert f"Will be stored as {REAL.name}." in prose(app)
    assert not (folder / "profiles").exists()

    confirm(app)
    assert not app.exception
    assert f"Stored and loaded: {REAL.name}." in prose(app)
    assert (folder / "profiles" / REAL.name).read_text(encoding="utf-8") == text
    assert organisations(folder) == ["89998"]
    assert app.text_area[0].value == ""
    assert "10 of 14" in prose(app.switch_page("overview.py").run())


def test_dropped_files_of_several_formats(folder: Path) -> None:
    app = open_page("add")
    table = b"organisation id,organisation,catalyst,date\n5,Maison,Ville de X,2024-03-01\n"
    files = [(REAL.name, REAL.read_bytes(), "text/plain"), ("table.csv", table, "text/csv"), ("no.txt", b"x", "")]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert "given in a table" in prose(app)
    assert "no.txt tells of no organisation and will not be stored." in prose(app)
    confirm(app)
    assert {path.name for path in (folder / "profiles").iterdir()} == {REAL.name, "table.csv"}
    assert organisations(folder) == ["5", "89998"]


def test_rejected_lines_are_shown_with_their_reasons(folder: Path) -> None:
    app = paste(open_page("add"), profile_page(row("Ville de X", "Other 31 Feb 2024 1 Mar 2024")), "1-a")
    rejected = app.dataframe[-1].value
    assert "31 Feb 2024" in rejected["reason"].item()
    assert "Ville de X" in rejected["raw_text"].item()


def test_another_file_of_that_name_stays(folder: Path) -> None:
    old, new = (profile_page(row(f"Ville de {name}", "Event 1 Mar 2021")) for name in "XY")
    app = confirm(paste(open_page("add"), old, "1-a"))
    assert "is there already, with the same content" in prose(paste(app, old, "1-a"))
    assert "Stored and loaded: 1-a.txt." in prose(confirm(app))
    assert [path.name for path in (folder / "profiles").iterdir()] == ["1-a.txt"]
    assert "this one is kept as a further capture, 1-a (2).txt" in prose(paste(app, new, "1-a"))
    confirm(app)
    assert (folder / "profiles" / "1-a.txt").read_text(encoding="utf-8") == old
    assert (folder / "profiles" / "1-a (2).txt").read_text(encoding="utf-8") == new
    assert organisations(folder) == ["1"]


def test_what_is_wrong_is_said_and_nothing_is_stored(folder: Path) -> None:
    app = open_page("add", lang="fr")
    assert "Nommez le fichier" in prose(paste(app, "text", "…"))
    assert "aucune organisation" in prose(paste(app, "text", "1-a"))
    assert_speaks("fr", prose(app) + markdown(app))
    assert app.button(key="add-confirm").disabled
    assert not (folder / "profiles").exists()


def test_a_build_that_fails_leaves_the_page_standing(folder: Path) -> None:
    app = paste(open_page("add"), REAL.read_text(encoding="utf-8"), "1-a")
    (folder / "profiles").write_text("no folder")
    confirm(app)
    assert not app.exception
    assert "The warehouse stays as it was: 1-a.txt: cannot be stored" in prose(app)


def test_hostile_words_are_never_read_as_markup(folder: Path) -> None:
    app = paste(open_page("add"), hostile_page(), "777-a-[link](x)-**b**")
    assert not app.exception
    shown, written = markdown(app), "\n".join(element.proto.body for element in app.get("html"))
    for payload in PAYLOADS:
        assert payload in prose(app)
        assert payload not in shown
        assert "<" not in payload or payload not in written
