"""Several captures of one organisation: what is kept, what does not depend on order, and what changed in between."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics.frame import records
from analytics.profile import undated_sentence
from etl import overrides
from etl.load import build
from etl.reference import aliases
from tests.asking import ask, page, row
from tests.tables import tables

Build = Callable[[Mapping[str, str | bytes]], Path]
EARLY, LATE = "2023-06-01", "2024-06-01"


def changes(warehouse: Path, language: str = "en") -> list[Any]:
    return records(ask(warehouse, "organisation_changes", {"profile": "1", "language": language}))


def told(warehouse: Path) -> list[tuple[str, str, bool]]:
    return [(each.change, each.catalyst, each.is_certain) for each in changes(warehouse)]


@pytest.fixture
def captured(warehouse_of: Build) -> Callable[..., Path]:
    """Return a function that builds page 1 as it was early and late, and any further files."""

    def build_captures(early: str, late: str, **more: str) -> Path:
        return warehouse_of({"early/1-a.txt": early, "late/1-a.txt": late, **more})

    return build_captures


# What changed


def test_what_changed_between_two_captures(captured: Callable[..., Path]) -> None:
    stays, moved = row("Ville de A", "Event 1 Mar 2021"), row("Ville de B", "Event 2 Mar 2021")
    early = page(stays, moved, row("Ville de C", "Event 3 Mar 2021"), row("Ville de D"), declared=4, captured_on=EARLY)
    late = page(
        row("Ville de E", "Award Feb 2024"), row("Ville de B", "Event 2 Mar 2021 4 May 2024"),
        row("Ville de C", "Funding 3 Mar 2021", sectors="Banking"), stays, declared=4, captured_on=LATE,
    )  # fmt: skip
    warehouse = captured(early, late)
    assert told(warehouse) == [
        ("new", "Ville de E", True),
        ("newly_dated", "Ville de B", True),
        ("relabelled", "Ville de C", True),
        ("vanished", "Ville de D", True),
    ]
    new, dated, relabelled, vanished = changes(warehouse)
    days = {(each.before_captured_on, each.after_captured_on) for each in changes(warehouse)}
    assert days == {(dt.date(2023, 6, 1), dt.date(2024, 6, 1))}
    assert (new.before_line, new.before_file, new.after_contact, new.after_precision) == (
        None, None, dt.date(2024, 2, 29), "month",
    )  # fmt: skip
    assert (dated.before_contact, dated.after_contact) == (dt.date(2021, 3, 2), dt.date(2024, 5, 4))
    assert (relabelled.before_sectors, relabelled.after_sectors) == ([], ["Banking"])
    assert (relabelled.before_relation_types, relabelled.after_relation_types) == (["Event"], ["Funding"])
    assert (vanished.after_line, vanished.before_name) == (None, "Ville de D")
    for each, catalyst in ((dated, "Ville de B"), (relabelled, "Ville de C")):
        for file, line in ((each.before_file, each.before_line), (each.after_file, each.after_line)):
            assert catalyst in Path(file).read_text(encoding="utf-8").split("\n")[line - 1]


def test_the_last_two_of_many_captures_are_compared(captured: Callable[..., Path]) -> None:
    first, second = row("Ville de A"), row("Ville de B")
    oldest = {"oldest/1-a.txt": page(second, row("Ville de Z"), declared=2, captured_on="2022-06-01")}
    warehouse = captured(
        page(first, declared=1, captured_on=EARLY), page(first, second, declared=2, captured_on=LATE), **oldest
    )
    assert told(warehouse) == [("new", "Ville de B", True)]


def test_a_new_spelling_is_a_relabelling_of_the_same_catalyst(captured: Callable[..., Path]) -> None:
    early, late = (page(row(name), captured_on=day) for name, day in (("Région Ile de France", EARLY), ("IDF", LATE)))
    (change,) = changes(captured(early, late))
    assert (change.change, change.catalyst) == ("relabelled", "Région Île-de-France")
    assert (change.before_name, change.after_name) == ("Région Ile de France", "IDF")


def test_sectors_have_the_language_of_the_view(captured: Callable[..., Path]) -> None:
    early, late = (
        page(row("Ville de A", sectors=sectors), captured_on=day) for sectors, day in (("", EARLY), ("Banking", LATE))
    )
    (change,) = changes(captured(early, late), "fr")
    assert change.after_sectors == ["Banque"]


DATES = [
    ("Event", "Event 1 Mar 2021", True),
    ("Event Mar 2021", "Event 31 Mar 2021", False),
    ("Event Mar 2021", "Event 1 Apr 2021", True),
    ("Event 2023", "Event 31 May 2023", False),  # a page of 1 June may mean any day up to then
    ("Event 2023", "Event 2 Jun 2023", True),
    ("Event 2 Mar 2021", "Event 1 Mar 2021 2 Mar 2021", False),
    ("Event 2 Mar 2021", "Event", False),
]


def test_newly_dated_is_only_what_is_certain_to_be_newer(captured: Callable[..., Path]) -> None:
    early, late = (
        page(*(row(f"Ville {number}", dates[place]) for number, dates in enumerate(DATES)), captured_on=day)
        for place, day in enumerate((EARLY, LATE))
    )
    expected = [("newly_dated", f"Ville {n}", True) for n, (*_, is_newer) in enumerate(DATES) if is_newer]
    assert told(captured(early, late)) == expected


# Pages that one of the captures lacks


def test_nothing_vanishes_with_a_page_that_was_not_captured_again(captured: Callable[..., Path]) -> None:
    first = row("Ville de A")
    warehouse = captured(
        page(first, declared=12, captured_on=EARLY),
        page(first, declared=12, captured_on=LATE),
        **{"early/1-a.page2.txt": page(row("Ville de B"), declared=12, captured_on=EARLY)},
    )
    assert told(warehouse) == []


def test_what_vanishes_from_a_page_may_stand_on_one_that_is_missing(captured: Callable[..., Path]) -> None:
    rows = [row("Ville de A"), row("Ville de B")]
    early, late = page(*rows, declared=12, captured_on=EARLY), page(rows[0], declared=12, captured_on=LATE)
    assert told(captured(early, late)) == [("vanished", "Ville de B", False)]


def test_a_catalyst_that_moved_to_another_page_is_no_change(captured: Callable[..., Path]) -> None:
    first, second = row("Ville de A"), row("Ville de B")
    warehouse = captured(
        page(first, captured_on=EARLY),
        page(second, captured_on=LATE),
        **{
            "early/1-a.page2.txt": page(second, captured_on=EARLY),
            "late/1-a.page2.txt": page(first, captured_on=LATE),
        },
    )
    assert told(warehouse) == []


def test_on_a_page_captured_for_the_first_time_nothing_is_certainly_new(captured: Callable[..., Path]) -> None:
    first = row("Ville de A")
    warehouse = captured(
        page(first, declared=12, captured_on=EARLY),
        page(first, declared=12, captured_on=LATE),
        **{"late/1-a.page2.txt": page(row("Ville de B"), declared=12, captured_on=LATE)},
    )
    assert told(warehouse) == [("new", "Ville de B", False)]
    assert changes(warehouse)[0].before_captured_on == dt.date(2023, 6, 1)


def test_pages_of_one_capture_with_inferred_dates_are_not_two_captures(warehouse_of: Build) -> None:
    warehouse = warehouse_of(
        {
            "1-a.txt": page(row("Ville de A", "Event 1 Mar 2024")),
            "1-a.page2.txt": page(row("Ville de B", "Event 1 Mar 2021")),
        }
    )
    assert told(warehouse) == []


def test_captures_that_no_day_tells_apart_are_said_to_be_so(warehouse_of: Build) -> None:
    kept = row("Ville de A", "Event 1 Mar 2024")
    texts = page(kept, row("Ville de B")), page(kept, row("Ville de C"))
    warehouse = warehouse_of({"early/1-a.txt": texts[0], "late/1-a.txt": texts[1], "copy/1-a.txt": texts[1]})
    assert told(warehouse) == []
    captures = records(ask(warehouse, "organisation_captures", {"profile": "1"}))
    assert [(each.page_number, each.contents, len(each.files)) for each in captures] == [(1, 2, 3)]
    words = undated_sentence(captures)
    assert words.startswith("Files of one page that do not say when they were saved")
    assert "early/1-a.txt" in words
    for name in ("early/1-a.txt", "copy/1-a.txt"):
        (warehouse.parent / "pages" / name).unlink()
    dated = warehouse_of({"early/2024-04-01-1-a.txt": texts[0], "late/1-a.txt": texts[1]})
    assert undated_sentence(records(ask(dated, "organisation_captures", {"profile": "1"}))) == ""


def test_a_day_before_the_name_of_a_file_tells_captures_apart(warehouse_of: Build) -> None:
    texts = page(row("Ville de A"), row("Ville de B"), declared=2), page(row("Ville de A"), declared=1)
    warehouse = warehouse_of({"2024-03-01-1-a.txt": texts[0], "2025-03-01-1-a.txt": texts[1]})
    assert told(warehouse) == [("vanished", "Ville de B", True)]


def test_a_copy_of_a_capture_is_the_same_capture(captured: Callable[..., Path]) -> None:
    late = page(row("Ville de A"), row("Ville de B"), declared=2, captured_on=LATE)
    early = page(row("Ville de A"), declared=1, captured_on=EARLY)
    assert told(captured(early, late, **{"copy/1-a.txt": late})) == [("new", "Ville de B", True)]


# What does not change


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return files of two organisations and four captures, under an alias and corrections."""
    monkeypatch.setattr(aliases, "FILES", (tmp_path / "aliases.csv",))
    (tmp_path / "aliases.csv").write_text("alias,catalyst\nThe A Fund,Fonds A\n")
    monkeypatch.setattr(overrides, "FILE", tmp_path / "overrides.csv")
    (tmp_path / "overrides.csv").write_text(
        "what,old,new,who,why,when\n"
        "organisation:1.name,Maison Test,Maison B,us,why,2026-01-01\n"
        "catalyst:fonds-a.kind,bank_fund,media,us,why,2026-01-01\n"
        "organisation:7.name,A,B,us,why,2026-01-01\n"
    )
    texts = {
        "a/1-a.txt": page(row("The A Fund", "Event 1 Mar 2021"), row("Ville de B"), declared=2, captured_on=EARLY),
        "b/1-a.txt": page(row("Fonds A", "Event 1 Mar 2021 2 Apr 2024"), declared=1, captured_on=LATE),
        "c/1-a.txt": page(row("Fonds A", "Event"), captured_on=LATE),
        "b/x.txt": page(row("fonds a", "Other 2020"), name="X"),
        "c/x.txt": page(row("Ville de B"), name="Y"),
    }
    for name, text in texts.items():
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sorted((tmp_path / "pages").rglob("*.txt"))


def test_the_order_of_files_changes_nothing(pages: list[Path], tmp_path: Path) -> None:
    build(pages, tmp_path / "sorted.duckdb")
    expected = tables(tmp_path / "sorted.duckdb")
    assert len(expected["override"]) == 3
    assert [(what, identifier) for what, identifier, *_ in expected["conflict"]] == [("slug_with_names", "x")]
    assert expected["catalyst"] == [
        ("fonds-a", "Fonds A", "media", None),
        ("ville-de-b", "Ville de B", "city_metropolis", None),
    ]
    for seed in range(3):
        shuffled = random.Random(seed).sample(pages, len(pages))
        build(shuffled, tmp_path / f"{seed}.duckdb")
        assert tables(tmp_path / f"{seed}.duckdb") == expected


def test_files_that_come_one_by_one_give_what_they_give_together(pages: list[Path], tmp_path: Path) -> None:
    build(pages, tmp_path / "together.duckdb")
    for count in range(1, len(pages) + 1):
        build(pages[::-1][:count], tmp_path / "one_by_one.duckdb")
    assert tables(tmp_path / "one_by_one.duckdb") == tables(tmp_path / "together.duckdb")


def test_the_same_files_again_change_nothing(pages: list[Path], tmp_path: Path) -> None:
    build(pages, tmp_path / "w.duckdb")
    before = tables(tmp_path / "w.duckdb")
    build([*pages, *pages], tmp_path / "w.duckdb")
    assert tables(tmp_path / "w.duckdb") == before


def test_an_alias_and_a_correction_count_without_any_page_having_changed(pages: list[Path], tmp_path: Path) -> None:
    build(pages, tmp_path / "w.duckdb")
    aliases.FILES[0].write_text("alias,catalyst\n")
    overrides.FILE.unlink()
    build(pages, tmp_path / "w.duckdb")
    found = tables(tmp_path / "w.duckdb")
    assert {row[0] for row in found["catalyst"]} == {"fonds-a", "the-a-fund", "ville-de-b"}
    assert found["override"] == []
