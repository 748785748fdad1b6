"""Regional involvement: white space, inhabitants, the home region, what filters leave out, and the whole portfolio."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics import i18n
from analytics.charts.regions_silence import white_space
from analytics.frame import records
from tests.asking import answer, ask, page, row, view

Build = Callable[[Mapping[str, str]], Path]
PARIS = "Location\n1 Rue X, 75014 Paris, France\nParis\nFrance\n"


def region_page(*rows: str, declared: int | None = None, name: str = "Maison Test", home: str = "") -> str:
    text = page(*rows, declared=declared, captured_on="2025-01-31", name=name)
    return text.replace("SIREN\n", f"SIREN\n{home}", 1)


BRETAGNE = row("Région Bretagne", "Event 15 Jul 2024")
NORMANDIE = row("Région Normandie", "Event 1 Oct 2023 Award 2 May 2021")
CORSE = row("Collectivité de Corse", "Event 2 Mar 2020")
STATE = row("Ministère de la Culture", "Event 1 Mar 2024")
COMPLETE = region_page(BRETAGNE, NORMANDIE, CORSE, STATE, declared=4, home=PARIS)
INCOMPLETE = region_page(BRETAGNE, declared=2, name="Maison B")


@pytest.fixture
def complete(warehouse_of: Build) -> Path:
    return warehouse_of({"1-a.txt": COMPLETE})


@pytest.fixture
def portfolio(warehouse_of: Build) -> Path:
    """Return a warehouse of a complete and an incomplete organisation, and a complete one without regions."""
    nobody = region_page(row("Ville de A", "Event 2 Mar 2024"), declared=1, name="Maison C")
    return warehouse_of({"1-a.txt": COMPLETE, "2-b.txt": INCOMPLETE, "3-c.txt": nobody})


def told(path: Path, **words: Any) -> list[str]:
    return white_space(ask(path, "regions_involvement", **words), view(path, **words))


# White space


def test_white_space_is_told_of_complete_captures(complete: Path) -> None:
    never, *others = told(complete)
    assert never.startswith("Never seen, in complete captures: Auvergne-Rhône-Alpes, Bourgogne-Franche-Comté, ")
    assert never.count(",") == 14
    assert others == [
        "Lapsed, no trace for 24 months: Corse.",
        "Cooling, no trace for 12 months: Normandie.",
        "1 has left a newer trace.",
        "Silence is counted up to 31 Jan 2025.",
    ]


def test_of_an_incomplete_capture_only_what_was_found_is_told(warehouse_of: Build) -> None:
    path = warehouse_of({"2-b.txt": INCOMPLETE})
    assert told(path) == [
        "1 has left a newer trace.",
        "Whether 17 others have ever left one is not knowable: the capture is incomplete.",
        "Silence is counted up to 31 Jan 2025.",
    ]


def test_the_thresholds_are_those_of_the_relations(complete: Path) -> None:
    assert "Lapsed, no trace for 6 months: Bretagne, Corse and Normandie." in told(complete, cooling="3", lapsed="6")
    for words in ({}, {"cooling": "3", "lapsed": "6"}, {"cooling": "5", "lapsed": "60"}):
        relations = ask(complete, "relationships_health", **words).set_index("catalyst_id")["health"]
        regions = ask(complete, "regions_involvement", **words)
        for region in records(regions[regions["state"] == "traced"]):
            assert region.health == relations[f"region-{region.region_code}"]


def test_a_trace_without_a_date_is_neither_new_nor_old(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": region_page(row("Région Bretagne", tweets="2"), declared=1)})
    assert told(path)[1:] == ["A trace without a date: Bretagne."]


# What the filters leave out


@pytest.mark.parametrize("words", [{"region": "53"}, {"kind": "state"}], ids=str)
def test_of_what_the_filters_leave_out_no_absence_is_told(complete: Path, words: dict[str, str]) -> None:
    regions = ask(complete, "regions_involvement", **words)
    left_out = regions[regions["state"] == "left_out"]
    assert len(left_out) == (17 if "region" in words else 18)
    assert left_out["engagements"].isna().all()
    assert "no_trace" not in set(regions["state"])
    assert "no trace" not in answer(complete, "regions_involvement", **words).insight.lower()
    asked_for = {"Bretagne"} if "region" in words else set()
    assert set(ask(complete, "regions_by_year", **words)["region"]) == asked_for
    assert set(ask(complete, "regions_portfolio", **words)["region"]) == asked_for
    if not asked_for:
        assert told(complete, **words) == ["The filters leave no regional authority."]


# Inhabitants


def test_engagements_per_million_are_beside_the_absolute_ones(complete: Path, demo_warehouse: Path) -> None:
    for path in (complete, demo_warehouse):
        for region in records(ask(path, "regions_involvement")):
            if region.state == "traced":
                assert region.per_million == pytest.approx(region.engagements / region.population * 1e6, abs=0.005)
            assert (region.per_million is None) == (region.engagements is None)
    shown = answer(complete, "regions_ranking")
    absolute, dense = shown.figure.data
    places = {region.region: region for region in records(shown.frame)}
    assert list(absolute.y) == list(dense.y)
    assert dict(zip(dense.y, dense.x, strict=True))["Corse"] == places["Corse"].per_million
    assert shown.insight == (
        "Most engagements: Normandie (2). Per million inhabitants: Corse (2.8). Inhabitants: INSEE, reference "
        "populations 2023."
    )


def test_what_is_not_known_has_no_number_in_the_ranking(portfolio: Path) -> None:
    shown = answer(portfolio, "regions_ranking")
    marks = dict(zip(shown.figure.data[1].y, shown.figure.data[1].text, strict=True))
    assert set(marks.values()) == {"2.8", "0.6", "?"}
    assert marks["Occitanie"] == "?"


# The home region


def test_the_home_region_is_marked_everywhere(complete: Path) -> None:
    for name, chosen in (
        ("regions_involvement", {"map": "tiles"}), ("regions_involvement", {"map": "outline"}),
        ("regions_by_year", {}), ("regions_ranking", {}),
    ):  # fmt: skip
        drawing = json.loads(answer(complete, name, chosen).figure.to_json())
        assert json.dumps(drawing, ensure_ascii=False).count("⌂") >= 1, name
    labels = answer(complete, "regions_by_year").figure.layout.yaxis.ticktext
    assert [label for label in labels if "⌂" in label] == ["Île-de-France ⌂"]
    assert "⌂: home region." in answer(complete, "regions_involvement").figure.layout.annotations[0].text


def test_of_a_portfolio_no_region_is_home(portfolio: Path) -> None:
    assert "⌂" not in answer(portfolio, "regions_ranking").figure.to_json()
    assert "Île-de-France ⌂" in answer(portfolio, "regions_portfolio", organisation="1").figure.layout.yaxis.ticktext


# The portfolio


def test_a_share_of_the_portfolio_lies_between_what_is_certain_and_what_could_be(portfolio: Path) -> None:
    shares = {each.region: each for each in records(ask(portfolio, "regions_portfolio"))}
    bretagne, corse, occitanie = shares["Bretagne"], shares["Corse"], shares["Occitanie"]
    assert (bretagne.with_trace, bretagne.not_knowable, bretagne.organisations) == (2, 0, 3)
    assert (corse.share_least, corse.share_most) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert (occitanie.share_least, occitanie.share_most) == (0, pytest.approx(1 / 3))
    assert {each.state for each in shares.values()} == {None}


def test_those_chosen_stand_beside_the_whole_portfolio(portfolio: Path) -> None:
    alone, chosen = ask(portfolio, "regions_portfolio"), ask(portfolio, "regions_portfolio", organisation="3")
    measured = ["region", "organisations", "with_trace", "not_knowable"]
    assert alone[measured].equals(chosen[measured])
    assert set(chosen["state"]) == {"no_trace"}
    states = ask(portfolio, "regions_portfolio", organisation="2").set_index("region")["state"]
    assert states["Bretagne"] == "traced"
    assert set(states.drop("Bretagne")) == {"not_knowable"}
    assert answer(portfolio, "regions_portfolio", organisation="3").insight == (
        "Of 3 organisations in the portfolio, most have a trace of Bretagne: 67%. No trace among those chosen, though "
        "others have one (–): Bretagne, Corse and Normandie."
    )


def test_shares_agree_with_the_rows_behind_them(demo_warehouse: Path) -> None:
    rows = ask(demo_warehouse, "view_rows", kind="regional_authority", period="2022-01-01:")
    counted = rows.groupby("catalyst")["organisation"].nunique()
    councils = ask(demo_warehouse, "regions_involvement").set_index("region")["council"]
    for each in records(ask(demo_warehouse, "regions_portfolio", period="2022-01-01:")):
        assert each.with_trace == counted.get(councils[each.region], 0)


def test_one_organisation_is_no_portfolio(real_warehouse: Path) -> None:
    assert "nothing yet to compare it with" in answer(real_warehouse, "regions_portfolio").insight


# What can be clicked


@pytest.mark.parametrize("name", ["regions_involvement", "regions_by_year", "regions_ranking", "regions_portfolio"])
def test_every_region_can_be_clicked_and_no_mark_hides_another(demo_warehouse: Path, name: str) -> None:
    figure = answer(demo_warehouse, name).figure
    marks = [trace.ids for trace in figure.data if trace.ids is not None]
    assert {re.split("[#&]", word)[0] for ids in marks for word in ids} == {
        f"region={code}" for code in ask(demo_warehouse, "regions_involvement")["region_code"]
    }
    assert all(len(set(ids)) == len(ids) for ids in marks)


def test_an_axis_of_shares_has_no_whole_numbers_that_repeat(real_warehouse: Path, demo_warehouse: Path) -> None:
    few, many = (answer(path, "regions_ranking").figure.layout for path in (real_warehouse, demo_warehouse))
    assert (few.xaxis.tickformat, few.xaxis2.tickformat) == (",d", ",.2~r")
    assert few.xaxis2.range[1] < 1 < many.xaxis2.range[1]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_words_under_the_map_fit_on_a_phone(real_warehouse: Path, language: str) -> None:
    with i18n.use(language):
        note = answer(real_warehouse, "regions_involvement").figure.layout.annotations[0].text
    assert note.count("<br>") == 1
    assert max(map(len, note.split("<br>"))) < 50
