"""What a page says about an organisation, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics import profile
from analytics.frame import records
from tests.asking import ask, page, row

Build = Callable[[Mapping[str, str]], Path]


def one(path: Path, code: str) -> Any:
    (found,) = records(ask(path, "organisation_profile", {"profile": code}))
    return found


def test_facts_of_the_real_page(real_warehouse: Path) -> None:
    assert dict(profile.facts(one(real_warehouse, "89998"))) == {
        "Name": "Association des Centres culturels de rencontre (read from the description)",
        "Identifier": "89998",
        "SIREN": "784 244 295",
        "Address": "38 Rue du Faubourg Saint-Jacques, 75014 Paris, France",
        "Home region": "Île-de-France",
        "Employees": "2–10 on the platform's scale, 8 estimated",
        "Followers on social networks": "430 · 3,914",
        "Added to the platform": "between 29 Nov 2020 and 28 Dec 2020",
        "Catalysts": "10 of 14 captured",
        "Captured on": "28 Feb 2025 at the earliest (inferred from the newest date on the page)",
    }


def test_what_a_page_does_not_say_is_left_out(warehouse_of: Build) -> None:
    found = dict(profile.facts(one(warehouse_of({"1-a.txt": page(row("Ville de A"))}), "1")))
    assert found["Name"] == "Maison Test (given in the file)"
    assert found["Catalysts"] == "1 captured; the page announces no number"
    assert not {"SIREN", "Address", "Employees", "Captured on", "Home region"} & found.keys()


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        ((2, 10, 8), "2–10 on the platform's scale, 8 estimated"),
        ((1001, 5000, None), "1,001–5,000 on the platform's scale"),
        ((10001, None, None), "10,001+ on the platform's scale"),
        ((None, None, 0), "0 estimated"),
        ((None, None, None), ""),
    ],
)
def test_employees(scale: tuple[int | None, int | None, int | None], words: str) -> None:
    assert profile.employees(*scale) == words


def test_sentences(real_warehouse: Path, warehouse_of: Build) -> None:
    assert profile.sentence(one(real_warehouse, "89998"), 11) == (
        "Association des Centres culturels de rencontre in Paris: 11 engagements are known, 10 of 14 captured."
    )
    path = warehouse_of({"1-a.txt": page(row("Ville de A"))})
    assert profile.sentence(one(path, "1"), 1) == (
        "Maison Test: 1 engagement is known, 1 captured; the page announces no number."
    )


def test_two_captures_are_an_interval(warehouse_of: Build) -> None:
    seen = row("Ville de A", "Event 1 Mar 2021")
    path = warehouse_of(
        {"old/1-a.txt": page(seen, captured_on="2022-05-01"), "new/1-a.txt": page(seen, captured_on="2024-05-01")}
    )
    assert dict(profile.facts(one(path, "1")))["Captured on"] == "between 1 May 2022 and 1 May 2024"
