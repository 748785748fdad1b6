"""A view: what every chart, picture and file made under it says of its completeness, source and capture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest

from analytics import i18n
from analytics.filters import DIMENSIONS, SEARCHED, Filters
from analytics.frame import records
from analytics.view import Facts, Scope, View
from analytics.warehouse import questions
from tests.asking import ask, page, row, view

Build = Callable[[Mapping[str, str]], Path]
SEEN = row("Ville de A", "Event 1 Mar 2021")


def test_real_page(real_warehouse: Path) -> None:
    shown = view(real_warehouse)
    assert shown.coverage == "10 of 14 catalysts captured."
    assert shown.capture == ("Captured 28 Feb 2025 at the earliest (inferred from the newest date on the page).")
    assert shown.source.endswith("profiles/89998-accr-association-des-centres-culturels-de-rencontre.txt.")
    assert shown.caption == f"{shown.coverage} {shown.capture} {shown.source}"
    assert (shown.badge, shown.address, shown.unknown) == (None, "lang=en", ())


def test_the_context_of_a_row_says_all_of_it(demo_warehouse: Path) -> None:
    shown = view(demo_warehouse, region="11")
    assert shown.context == {
        "filters": shown.sentence,
        "coverage": shown.coverage,
        "source": shown.source,
        "capture": shown.capture,
        "caution": shown.caution,
        "synthetic": "Synthetic data",
    }


def test_synthetic_data_is_marked_from_one_organisation_on(warehouse_of: Build, demo_pages: Path) -> None:
    synthetic = next(iter(sorted(demo_pages.iterdir()))).read_bytes().decode("utf-8")
    path = warehouse_of({"1-a.txt": page(SEEN), "1000000-b.txt": synthetic})
    assert view(path).badge == "Synthetic data"
    assert view(path, organisation="1").badge is None
    assert view(path, organisation="1000000").badge == "Synthetic data"


def test_coverage_of_several_organisations(warehouse_of: Build) -> None:
    path = warehouse_of(
        {
            "1-a.txt": page(SEEN, declared=1, captured_on="2023-05-01", name="Maison A"),
            "2-b.txt": page(SEEN, declared=3, captured_on="2024-05-01", name="Maison B"),
            "3-c.txt": page(SEEN, name="Maison C"),
        }
    )
    shown = view(path)
    assert shown.coverage == ("2 of 4 catalysts captured, 1 of 3 organisations complete, 1 page announces no number.")
    assert shown.capture == "Captured between 1 Mar 2021 and 1 May 2024 (1 capture dates inferred)."
    assert shown.source == "Source: 3 saved profile pages."
    assert view(path, organisation="1").capture == "Captured 1 May 2023."
    assert view(path, organisation="3").coverage == "1 page announces no number."
    assert ask(path, "data_coverage").set_index("status")["captured"].to_dict() == {
        "complete": 1, "partial": 1, "undeclared": 0,
    }  # fmt: skip
    assert view(path, organisation=["1", "2"]).capture == "Captured between 1 May 2023 and 1 May 2024."


def test_more_captured_than_announced_is_not_more_than_all(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": page(SEEN, row("Ville de B"), row("Ville de C"), declared=2)})
    assert view(path).coverage == "2 of 2 catalysts captured."


def test_a_view_of_nothing_still_speaks(empty_warehouse: Path) -> None:
    shown = view(empty_warehouse, period="last-12-months", kind="state")
    assert shown.coverage == "No organisation in this view."
    assert shown.capture == "Date of capture unknown."
    assert (shown.as_of, shown.unknown) == (None, ("kind=state",))
    assert shown.filters.period.preset == "last-12-months"


def test_codes_that_are_not_there_are_left_out_and_named(real_warehouse: Path) -> None:
    shown = view(real_warehouse, region=["11", "99"], organisation="nobody")
    assert shown.filters == Filters(region=("11",))
    assert shown.unknown == ("organisation=nobody", "region=99")
    assert shown.address == "region=11&lang=en"


def test_silence_is_told_up_to_the_newest_capture_in_scope(warehouse_of: Build) -> None:
    path = warehouse_of(
        {
            "1-a.txt": page(SEEN, captured_on="2022-05-01", name="Maison A"),
            "2-b.txt": page(SEEN, captured_on="2024-05-01", name="Maison B"),
        }
    )
    old = view(path, organisation="1", period="last-12-months")
    assert str(old.as_of) == "2022-05-01"
    assert str(old.last_capture) == "2024-05-01"  # a preset means the same days whatever organisation is chosen
    assert str(old.parameters["date_from"]) == "2023-05-02"


def test_every_code_has_a_name_and_every_filter_its_codes(demo_warehouse: Path) -> None:
    labels = view(demo_warehouse).labels
    assert labels.keys() == DIMENSIONS.keys()
    assert all(name for names in labels.values() for name in names.values())
    assert all(not labels[name] for name in SEARCHED)
    assert len(labels["region"]) == 18
    assert labels["kind"]["state"] == "State bodies"
    assert labels["sector_group"]["none"] == "No sector given"


def test_names_and_sentences_follow_the_language(real_warehouse: Path) -> None:
    with i18n.use("fr"):
        french = view(real_warehouse)
        assert french.labels["sector_group"]["culture"] == "Culture & médias"
        assert french.coverage == "Catalyseurs capturés\u00a0: 10 sur 14."
        assert "28 févr. 2025" in french.capture
    assert "28 Feb 2025" in view(real_warehouse).capture


@pytest.mark.parametrize(("of", "question"), [(Scope, "view_scope"), (Facts, "view_facts")])
def test_facts_are_the_columns_of_their_question(
    of: type[Scope] | type[Facts], question: str, real_warehouse: Path
) -> None:
    frame = ask(real_warehouse, question)
    facts, (row_,) = of.of(frame), records(frame)
    assert {name: getattr(row_, name) for name in frame.columns} == vars(facts)


@pytest.mark.parametrize("word", ["all", "last-3-years", "2024-01-01:"])
def test_the_address_reopens_the_view(demo_warehouse: Path, word: str) -> None:
    shown = view(demo_warehouse, period=word, region=["11", "53"], sector_group="culture")
    again = view(demo_warehouse, **parse_qs(shown.address))
    assert (again.filters, again.facts) == (shown.filters, shown.facts)


def test_what_engagements_come_to_is_asked_for_when_it_is_wanted(real_warehouse: Path) -> None:
    asked: list[str] = []

    def asking(name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        asked.append(name)
        return ask(real_warehouse, name, parameters)

    shown = View.load(asking, Filters.parse({"kind": ["state"]}))
    assert shown.parameters["as_of"] == dt.date(2025, 2, 28)
    assert "view_facts" not in asked
    assert shown.facts.engagements == shown.facts.dated_engagements > 0
    assert asked.count("view_facts") == 1


def test_what_is_in_scope_is_asked_for_once_for_all_other_filters() -> None:
    assert questions()["view_scope"].parameters == ("organisation",)
