"""Calendar reminders, parsed back by a program that is not ours to change."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from analytics import i18n, reminders
from analytics.cli import main
from tests.asking import answer, page, row

Build = Callable[[Mapping[str, str]], Path]
FRIDAY = dt.date(2025, 2, 28)
HOSTILE = "Ville de \\n; a, b: <b>\u202eevil\u2069 BEGIN:VEVENT éàü " + "long " * 30


def written(path: Path, start: dt.date = FRIDAY, **words: str) -> bytes:
    return reminders.calendar(answer(path, "relationships_health", **words), start)


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def days(content: bytes) -> dict[str, dt.date]:
    return {str(event["SUMMARY"]).split(":")[0]: event.start for event in events(content)}


@pytest.fixture
def relations(warehouse_of: Build) -> Path:
    """Return a warehouse of relations in every state."""
    rows = [
        row("Ville de Active", "Event 15 Dec 2024"), row("Ville de Cooling", "Event 10 Jan 2024"),
        row("Ville de Lapsed", "Event Mar 2021 Event 1 May 2022"), row("Ville de Past", "Event 2 Feb 2020"),
        row("Ville de Undated", tweets="3"),
    ]  # fmt: skip
    return warehouse_of({"1-a.txt": page(*rows, declared=6, captured_on="2025-01-31")})


def test_each_known_relation_has_its_day(relations: Path) -> None:
    assert days(written(relations)) == {
        "Ville de Active": dt.date(2025, 12, 15),
        "Ville de Cooling": dt.date(2026, 1, 10),
        "Ville de Lapsed": FRIDAY,
        "Ville de Past": dt.date(2025, 3, 3),  # the next working day
    }


def test_what_is_due_by_then_comes_on_working_days_from_the_first(relations: Path) -> None:
    late = days(written(relations, dt.date(2026, 6, 6)))
    assert sorted(late.values()) == [dt.date(2026, 6, 8) + dt.timedelta(days=n) for n in range(4)]
    assert all(day.weekday() < 5 for day in late.values())


def test_events_are_of_whole_days_and_say_what_is_known(relations: Path) -> None:
    event = next(event for event in events(written(relations)) if "Lapsed" in event["SUMMARY"])
    assert event["SUMMARY"] == "Ville de Lapsed: no trace since 1 May 2022"
    assert (event.start, event.end) == (FRIDAY, FRIDAY + dt.timedelta(days=1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    said = event["DESCRIPTION"].split("\n")
    assert said[:3] == [
        "Lapsed since 1 May 2024.",
        "At least 32 months without a trace, as of 31 Jan 2025.",
        "2 traces; the last with Maison Test.",
    ]
    assert "5 of 6 catalysts captured." in said
    assert "Captured 31 Jan 2025." in said


def test_the_same_data_give_the_same_file_and_reminders_keep_their_names(relations: Path) -> None:
    assert written(relations) == written(relations)
    usual, moved = events(written(relations)), events(written(relations, FRIDAY, cooling="1", lapsed="2"))
    assert {event["UID"] for event in usual} == {event["UID"] for event in moved}
    assert len({event["UID"] for event in usual}) == len(usual)
    assert days(written(relations)) != days(written(relations, FRIDAY, cooling="1", lapsed="2"))


def test_lines_are_as_rfc_5545_wants_them(demo_warehouse: Path) -> None:
    content = written(demo_warehouse)
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert not [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line]
    assert len(events(content)) > 400
    assert content.count(b"Synthetic data") > 0


def test_hostile_names_are_text_and_nothing_else(warehouse_of: Build) -> None:
    path = warehouse_of(
        {"1-a.txt": page(row(HOSTILE, "Event 1 May 2022"), captured_on="2025-01-31", name="A; B, C\\n")}
    )
    content = written(path)
    (event,) = events(content)
    assert event["SUMMARY"].startswith("Ville de \\n; a, b: <b>evil BEGIN:VEVENT éàü long")
    assert "the last with A; B, C\\n." in event["DESCRIPTION"]
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert not {"\u202e", "\u2069"} & set(content.decode())


def test_reminders_speak_the_language_of_the_view(relations: Path) -> None:
    with i18n.use("fr"):
        event = next(event for event in events(written(relations)) if "Lapsed" in event["SUMMARY"])
    assert event["SUMMARY"] == "Ville de Lapsed\u00a0: aucune trace depuis le 1er mai 2022"


def test_nothing_known_gives_an_empty_calendar(empty_warehouse: Path) -> None:
    assert events(written(empty_warehouse)) == []


# The command


def test_the_command_writes_the_same_file(relations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "new" / "calls.ics"
    arguments = ["reminders", "--warehouse", str(relations), "--out", str(file), "--from", "2025-02-28", "--cooling=6"]
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{file}\n"
    assert file.read_bytes() == written(relations, FRIDAY, cooling="6")
    assert [path.name for path in file.parent.iterdir()] == ["calls.ics"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--lapsed", "6"], "cooling=12 has to be fewer months than lapsed=6"),
        (["--cooling", "soon"], "cooling=soon is not understood"),
        (["--organisation", "nobody"], "organisation=nobody is not in this warehouse"),
    ],
)
def test_wrong_words_write_nothing(
    relations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    file = tmp_path / "calls.ics"
    assert main(["reminders", "--warehouse", str(relations), "--out", str(file), *words]) == 2
    assert told in capsys.readouterr().err
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_said(
    relations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    assert main(["reminders", "--warehouse", str(relations), "--out", str(tmp_path / "folder")]) == 1
    assert "cannot write" in capsys.readouterr().err


# What filters leave out


def test_there_are_none_for_a_period_that_ends_before_the_capture(
    relations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "calls.ics"
    arguments = ["reminders", "--warehouse", str(relations), "--out", str(file), "--from", "2025-02-28"]
    assert main([*arguments, "--period", ":2023-12-31"]) == 2
    assert "a period that ends on 31 Dec 2023, before the capture of 31 Jan 2025" in capsys.readouterr().err
    assert not file.exists()
    assert main([*arguments, "--period", "2024-01-01:2025-01-31"]) == 0
    assert days(file.read_bytes()).keys() == {"Ville de Active", "Ville de Cooling"}


def test_a_reminder_of_some_traces_says_of_which(relations: Path) -> None:
    (first, *_others) = events(written(relations, relation_type="Event"))
    assert str(first["SUMMARY"]).endswith("(of type event)")
    assert "Only traces of type event count here: others may be newer." in first["DESCRIPTION"].split("\n")


# What rings, and when


def test_a_reminder_rings_in_the_morning_of_its_day(relations: Path) -> None:
    for event in events(written(relations)):
        (alarm,) = event.walk("VALARM")
        assert (alarm["ACTION"], alarm.TRIGGER) == ("DISPLAY", dt.timedelta(hours=9))
        assert alarm["DESCRIPTION"] == event["SUMMARY"]


def test_a_reminder_that_is_late_does_not_say_what_would_come(relations: Path) -> None:
    late = {str(event["SUMMARY"]).split(":")[0]: event for event in events(written(relations, dt.date(2026, 6, 6)))}
    assert late["Ville de Active"]["DESCRIPTION"].startswith(
        "Active as far as the capture tells: cooling since 15 Dec 2025 if no newer trace is found."
    )
    assert late["Ville de Cooling"]["DESCRIPTION"].startswith(
        "Cooling as far as the capture tells: lapsed since 10 Jan 2026 if no newer trace is found."
    )


def test_reminders_of_two_datasets_do_not_replace_each_other(relations: Path) -> None:
    shown = answer(relations, "relationships_health")
    demo = dataclasses.replace(shown, view=dataclasses.replace(shown.view, dataset="demo"))
    uids = [{event["UID"] for event in events(reminders.calendar(each, FRIDAY))} for each in (shown, demo)]
    assert uids[0].isdisjoint(uids[1])
