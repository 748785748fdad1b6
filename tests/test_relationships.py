"""The health of relations: what silence is called, how it is counted, in which order, and what is said of it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics import i18n
from analytics.charts.relationships import order_in_words
from analytics.charts.relationships_lanes import LANES
from analytics.frame import records
from tests.asking import answer, ask, page, row, view

Build = Callable[[Mapping[str, str]], Path]
NAME = "relationships_health"


def health(path: Path, **words: Any) -> dict[str, str]:
    return {each.catalyst: each.health for each in records(ask(path, NAME, **words))}


def silent(path: Path, **words: Any) -> dict[str, int | None]:
    return {each.catalyst: each.silent_months for each in records(ask(path, NAME, **words))}


def captured(*rows: str, on: str = "2025-01-31", **more: Any) -> str:
    return page(*rows, captured_on=on, **more)


# States


def test_silence_is_counted_from_the_last_day_that_a_date_allows(warehouse_of: Build) -> None:
    path = warehouse_of({
        "1-a.txt": captured(
            row("Ville de A", "Event 31 Jan 2024"), row("Ville de B", "Event 1 Feb 2024"),
            row("Ville de C", "Event Jan 2024"), row("Ville de D", "Event 2024"), row("Ville de E", "Event 2022"),
            row("Ville de F", tweets="4"),
        )
    })  # fmt: skip
    assert silent(path) == {
        "Ville de A": 12, "Ville de B": 11, "Ville de C": 12, "Ville de D": 1, "Ville de E": 25, "Ville de F": None,
    }  # fmt: skip
    assert health(path) == {
        "Ville de A": "cooling", "Ville de B": "active", "Ville de C": "cooling", "Ville de D": "active",
        "Ville de E": "lapsed", "Ville de F": "unknown",
    }  # fmt: skip


def test_thresholds_are_those_of_the_view(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": captured(row("Ville de A", "Event 15 Jul 2024"))})
    for words, expected in (({}, "active"), ({"cooling": "6"}, "cooling"), ({"cooling": "3", "lapsed": "6"}, "lapsed")):
        assert health(path, **words) == {"Ville de A": expected}


def _after(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@pytest.mark.parametrize("words", [{}, {"cooling": "1", "lapsed": "2"}, {"cooling": "18", "lapsed": "40"}], ids=str)
def test_states_months_and_days_tell_the_same(demo_warehouse: Path, words: dict[str, str]) -> None:
    thresholds = view(demo_warehouse, **words).filters.thresholds
    rows = records(ask(demo_warehouse, NAME, **words))
    assert {each.health for each in rows} >= {"active", "cooling", "lapsed"}
    for each in rows:
        if each.last_contact is None:
            assert (each.health, each.silent_months) == ("unknown", None)
            continue
        assert each.cools_on == _after(each.last_contact, thresholds.cooling)
        assert each.lapses_on == _after(each.last_contact, thresholds.lapsed)
        assert (each.health == "lapsed") == (each.silent_months >= thresholds.lapsed)
        assert (each.health == "lapsed") == (each.known_until >= each.lapses_on)
        assert (each.health == "active") == (each.silent_months < thresholds.cooling)
        assert (each.health == "active") == (each.known_until < each.cools_on)


def test_every_catalyst_of_the_view_has_one_relation(demo_warehouse: Path) -> None:
    for words in ({}, {"kind": "state"}, {"period": "2022-01-01:2023-06-30"}, {"organisation": "1000001"}):
        facts, rows = view(demo_warehouse, **words).facts, ask(demo_warehouse, NAME, **words)
        assert rows["catalyst_id"].is_unique
        assert (len(rows), rows["engagements"].sum()) == (facts.catalysts, facts.engagements)


# The capture that applies


def test_silence_is_known_up_to_the_capture_of_the_organisation_of_the_newest_trace(warehouse_of: Build) -> None:
    path = warehouse_of({
        "1-a.txt": captured(row("Ville de A", "Event 1 Jan 2023"), on="2023-06-30"),
        "2-b.txt": captured(row("Ville de A", "Event 1 Jan 2020"), on="2025-01-31", name="Maison B"),
    })  # fmt: skip
    (both,) = records(ask(path, NAME))
    assert (both.known_until, both.silent_months, both.last_organisation) == (dt.date(2023, 6, 30), 5, "Maison Test")
    (second,) = records(ask(path, NAME, organisation="2"))
    assert (second.known_until, second.silent_months) == (dt.date(2025, 1, 31), 60)


def test_a_page_that_was_not_saved_again_tells_nothing_newer(warehouse_of: Build) -> None:
    path = warehouse_of({
        "old/1-a.txt": captured(row("Ville de A", "Event 1 Jan 2023"), on="2023-06-30", declared=2),
        "new/1-a.page2.txt": "---\npage: 2\n" + captured(
            row("Ville de B", "Event 1 Jan 2025"), on="2025-01-31", declared=2
        ).removeprefix("---\n"),
    })  # fmt: skip
    known = {each.catalyst: each.known_until for each in records(ask(path, NAME))}
    assert known == {"Ville de A": dt.date(2023, 6, 30), "Ville de B": dt.date(2025, 1, 31)}


def test_an_inferred_capture_is_marked(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": page(row("Ville de A", "Event 1 Jan 2023"), row("Ville de B", "Event 3 May 2024"))})
    assert {each.known_until_is_inferred for each in records(ask(path, NAME))} == {True}
    assert "2 catalysts as of 3 May 2024 at the earliest: 1 active and 1 cooling" in answer(path, NAME).insight


def test_a_period_that_ends_before_the_capture_is_looked_at_from_its_end(warehouse_of: Build) -> None:
    rows = [row("Ville de A", "Event 1 Jan 2020 1 Dec 2024"), row("Ville de B", "Event 1 Jun 2020")]
    path = warehouse_of({"1-a.txt": captured(*rows)})
    assert silent(path, period=":2020-12-31") == {"Ville de A": 11, "Ville de B": 6}
    assert {each.known_until for each in records(ask(path, NAME, period=":2020-12-31"))} == {dt.date(2020, 12, 31)}
    assert silent(path) == {"Ville de A": 1, "Ville de B": 55}


# The order


def test_the_silent_come_first_then_those_next_to_cool_then_the_unknown(warehouse_of: Build) -> None:
    path = warehouse_of({
        "1-a.txt": captured(
            row("Ville de Newest", "Event 20 Jan 2025"), row("Ville de Next", "Event 10 Mar 2024"),
            row("Ville de Once", "Event 1 Dec 2023"), row("Ville de Undated", tweets="9"),
            row("Ville de Often", "Event 1 Jan 2019 1 Feb 2020 1 Mar 2021 1 Apr 2022"),
            row("Ville de Past", "Event 1 Jan 2010 2 Jan 2010"),
        )
    })  # fmt: skip
    rows = records(ask(path, NAME))
    assert [each.catalyst.split()[-1] for each in rows] == ["Often", "Once", "Past", "Next", "Newest", "Undated"]
    scores = {each.catalyst.split()[-1]: each.call_score for each in rows}
    assert scores == {
        "Often": round(4 * 0.5 ** (33 / 24), 2), "Once": round(0.5 ** (13 / 24), 2),
        "Past": round(2 * 0.5 ** (180 / 24), 2), "Next": None, "Newest": None, "Undated": None,
    }  # fmt: skip


def test_the_order_is_said_in_words(real_warehouse: Path) -> None:
    words = order_in_words(view(real_warehouse, cooling="7", lapsed="30"))
    assert "without a trace for 7 months" in words
    assert "with every 30 months of silence" in words


# What is said


def test_what_is_said_of_the_real_page(real_warehouse: Path) -> None:
    assert answer(real_warehouse, NAME).insight == (
        "10 catalysts as of 28 Feb 2025 at the earliest: 6 active, 2 cooling (no trace for 12 months) and 2 lapsed (no "
        "trace for 24 months). First to call: Ministère de l'Intérieur, no trace since 13 Jun 2023. 4 announced "
        "catalysts were not captured: nothing is known of them. Only 71% of the announced catalysts are captured: "
        "averages and rankings may change."
    )
    assert (
        "No trace for 24 months: Regional authorities (2 of 5)."
        in answer(real_warehouse, NAME, {"board": "kinds"}).insight
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No catalyst in this view."),
        ([row("Ville de A", "Event 1 Jan 2025")], "1 catalyst as of 31 Jan 2025: 1 active. No silence of 12 months"),
        ([row("Ville de A", tweets="2")], "1 catalyst as of 31 Jan 2025: 1 unknown (no date). No silence of 12 months"),
        (
            [row("Ville de A", "Event Mar 2022"), row("Ville de B", "Event Mar 2022")],
            "First to call: Ville de A and Ville de B, no trace since Mar 2022.",
        ),
    ],
)
def test_what_is_said_of_nothing_of_one_and_of_ties(warehouse_of: Build, rows: list[str], said: str) -> None:
    path = warehouse_of({"1-a.txt": captured(*rows) if rows else page(declared=3, captured_on="2025-01-31")})
    assert said in answer(path, NAME).insight


def test_nothing_is_ever_said_to_have_ended(demo_warehouse: Path) -> None:
    for language, words in (("en", ("ended", "over", "finished")), ("fr", ("terminé", "fini", "achevé"))):
        with i18n.use(language):
            for board in ("lanes", "kinds"):
                shown = answer(demo_warehouse, NAME, {"board": board})
                assert not [word for word in words if word in f"{shown.title} {shown.insight}".split()]


def test_thresholds_are_in_the_title_of_every_file(real_warehouse: Path) -> None:
    shown = answer(real_warehouse, NAME, cooling="7", lapsed="30")
    assert shown.title == "Relations: cooling from 7 months of silence, lapsed from 30 months"
    assert shown.png["metadata"]["Filters"] == "cooling=7&lapsed=30&lang=en"
    assert shown.title in shown.csv().decode("utf-8-sig")


# What is drawn


def test_lanes_are_in_the_order_of_the_calls_and_no_more_than_can_be_read(demo_warehouse: Path) -> None:
    shown = answer(demo_warehouse, NAME)
    assert len(shown.frame) > 400
    assert len(shown.figure.layout.yaxis.ticktext) == LANES
    assert f"The first {LANES} are drawn." in shown.insight
    texts = next(trace.text for trace in shown.figure.data if trace.mode == "text")
    assert [int(text) for text in texts[1:]] == shown.frame["silent_months"].head(LANES).tolist()


def test_a_date_is_drawn_no_finer_than_it_is_known(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": captured(row("Ville de A", "Event 2022 Event 2 May 2020"))})
    figure = answer(path, NAME).figure
    (bar,) = [trace for trace in figure.data if trace.line.width == 9]
    assert list(bar.x[:2]) == ["2022-01-01", "2022-12-31"]
    assert [list(trace.x) for trace in figure.data if trace.mode == "markers"] == [["2020-05-02"]]


def test_an_unknown_silence_is_a_question_mark_and_no_number(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": captured(row("Ville de A", tweets="2"), row("Ville de B", "Event 1 Jan 2025"))})
    (texts,) = [trace.text for trace in answer(path, NAME).figure.data if trace.mode == "text"]
    assert list(texts) == ["months", "0", "?"]


def test_bars_of_kinds_are_whole_and_say_how_many_they_stand_for(demo_warehouse: Path) -> None:
    shown = answer(demo_warehouse, NAME, {"board": "kinds"})
    assert sum(int(text) for trace in shown.figure.data for text in trace.text if text) == len(shown.frame)
    bars = shown.figure.data
    for kind, name in zip(bars[0].y, shown.figure.layout.yaxis.ticktext, strict=True):
        lengths = [dict(zip(bar.y, bar.x, strict=True))[kind] for bar in bars]
        assert sum(lengths) == pytest.approx(1)
        assert name.endswith(f"({(shown.frame['kind'] == kind).sum()})")
