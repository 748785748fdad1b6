"""The page about one organisation: which one, its captures, what people corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from etl import overrides
from tests.app.opened import (
    OTHER_SYNTHETIC,
    REAL,
    SYNTHETIC,
    assert_whole,
    open_page,
    pngs,
    prose,
    specs,
    table,
)
from tests.asking import page, row
from tests.charts_on_pages import CHARTS_ON


def test_many_organisations_are_a_choice_before_they_are_a_page(
    demo_warehouse: Path, serve: Callable[..., None]
) -> None:
    serve(demo=demo_warehouse)
    app = open_page("organisation")
    assert_whole(app, ())
    assert len(app.dataframe[0].value) == 200
    assert_whole(open_page("organisation", profile=SYNTHETIC), CHARTS_ON["organisation"])


def test_the_only_organisation_of_a_filter_is_shown(demo_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(demo=demo_warehouse)
    app = open_page("organisation", organisation=OTHER_SYNTHETIC)
    assert specs(app) == specs(open_page("organisation", profile=OTHER_SYNTHETIC))


def test_what_the_real_page_says_is_on_its_page(real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    said = prose(open_page("organisation"))
    for fact in (REAL, "784 244 295", "75014 Paris", "430 · 3,914", "2–10", "European network for a living heritage"):
        assert fact in said


def test_rows_behind_a_page_are_asked_for_on_opening(real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    app = open_page("timeline")
    assert not app.dataframe
    app.session_state["rows-behind"] = True
    (rows,) = app.run().dataframe
    assert len(rows.value) == 11
    assert rows.value["file"].str.contains(f"/{REAL}-").all()
    assert rows.value["line"].between(1, 60).all()
    assert rows.value["raw_text"].str.contains("|", regex=False).all()


@pytest.fixture
def two_captures(
    warehouse_of: Callable[[Mapping[str, str]], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a warehouse of two captures of one page, with corrections and a conflict."""
    monkeypatch.setattr(overrides, "FILE", tmp_path / "overrides.csv")
    overrides.FILE.write_text(
        "what,old,new,who,why,when\n"
        "organisation:1.name,Maison Test,Maison du Test,the **secretariat**,<b>their</b> letters,2026-03-01\n"
        "organisation:1.city,,Brest,the secretariat,seen there,2026-03-02\n"
        "catalyst:ville-de-b.kind,city_metropolis,media,the secretariat,it prints,2026-03-03\n"
        "organisation:1.country,Spain,Italy,the secretariat,no,2026-03-04\n"
    )
    early = page(row("Ville de A", "Event 1 Mar 2021"), row("Ville de B"), declared=4, captured_on="2023-06-01")
    late = page(row("Ville de A", "Event 2 Mar 2024"), row("Ville de C"), declared=4, captured_on="2024-06-01")
    copies = {"x/x.txt": early.replace("Maison Test", "X"), "y/x.txt": early.replace("Maison Test", "Y")}
    return warehouse_of({"early/1-a.txt": early, "late/1-a.txt": late, **copies})


def test_what_changed_is_on_the_organisation_s_page(two_captures: Path, serve: Callable[..., None]) -> None:
    serve(two_captures)
    app = open_page("organisation", profile="1")
    assert_whole(app, CHARTS_ON["organisation"])
    changed = table(app, "What changed since the last capture")
    assert list(zip(changed["change"], changed["catalyst"], strict=True)) == [
        ("New", "Ville de C"),
        ("Newer date", "Ville de A"),
        ("No longer listed", "Ville de B"),
    ]
    assert "New: 1 · Newer date: 1 · No longer listed: 1. 2 not for certain" in prose(app)
    french = table(open_page("organisation", profile="1", lang="fr"), "Ce qui a changé depuis la dernière capture")
    assert list(french["change"]) == ["Nouveau", "Date plus récente", "Disparu de la liste"]


def test_of_one_capture_there_is_a_word_instead(real_warehouse: Path, serve: Callable[..., None]) -> None:
    serve(real_warehouse)
    assert "There is only one capture so far." in prose(open_page("organisation"))


def test_corrections_are_marked_where_they_take_effect(two_captures: Path, serve: Callable[..., None]) -> None:
    serve(two_captures)
    app = open_page("organisation", profile="1")
    said = prose(app)
    assert "Maison du Test (corrected by people)" in said
    assert "Name corrected by the **secretariat** on" in said
    assert "from “Maison Test” to “Maison du Test”: <b>their</b> letters" in said
    assert "City corrected by the secretariat on" in said
    assert "3 corrections by people apply." in said
    assert "<b>their" not in "".join(element.proto.body for element in app.get("html"))
    corrected = table(app, "Its catalysts, each with the line it was read from").set_index("catalyst")["corrected"]
    assert list(corrected["Ville de B"]) == ["Kind"]
    assert "3 corrections by people apply." in pngs(app)["timeline_lanes"]["caption"]


def test_corrections_and_conflicts_are_listed_with_the_data(two_captures: Path, serve: Callable[..., None]) -> None:
    serve(two_captures)
    app = open_page("data")
    listed = table(app, "Corrections by people")
    assert list(listed["outcome"]) == ["Not applied", "Applied", "Applied", "Applied"]
    assert listed["said_on"][0] == "2026-03-04"
    assert listed["reason"][0] == 'the value found is empty, not "Spain"'
    (conflict,) = table(app, "Organisations that may be one").to_dict("records")
    assert (conflict["conflict"], conflict["identifier"]) == ("One file name, several names", "x")
    assert list(conflict["kept_apart"]) == ["x--x", "x--y"]
