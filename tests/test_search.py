"""Search: words without accents, of names, identifiers, tags and places, and the best answers first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.text import fold
from tests.asking import ask, page, row, searched, warehouse

Build = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def houses(warehouse_of: Build) -> Path:
    """Return a warehouse of organisations whose names look alike."""
    seen = [row("Région Bretagne", "Event 1 Mar 2021")]
    return warehouse_of(
        {
            "1-a.txt": page(*seen, row("Ville d'Évreux", "Event 2 Mar 2021"), name="Théâtre de l'Œuvre"),
            "2-b.txt": page(*seen, name="Maison du théâtre"),
            "3-c.txt": page(name="Théâtre"),
            "4-d.txt": page(*seen, name="Opéra"),
        }
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Théâtre de l'Œuvre", "Maison du théâtre", "Opéra", "Théâtre"]),  # the most engaged first
        ("theatre", ["Théâtre", "Théâtre de l'Œuvre", "Maison du théâtre"]),  # whole name, its beginning, a word of it
        ("THÉÂTRE", ["Théâtre", "Théâtre de l'Œuvre", "Maison du théâtre"]),
        ("The\u0301a\u0302tre", ["Théâtre", "Théâtre de l'Œuvre", "Maison du théâtre"]),  # as some keyboards write it
        ("oeuvre the", ["Théâtre de l'Œuvre"]),  # words in any order, unfinished ones
        ("du theatre maison", ["Maison du théâtre"]),
        ("heatre", []),  # words begin with it
        ("4", ["Opéra"]),
        ("'; drop table organisation; --", []),
        ("%", ["Théâtre de l'Œuvre", "Maison du théâtre", "Opéra", "Théâtre"]),
    ],
)
def test_the_best_come_first(houses: Path, words: str, found: list[str]) -> None:
    assert list(searched(houses, "organisation", words).values()) == found


def test_catalysts_by_every_spelling_and_organisations_apart_from_them(warehouse_of: Build) -> None:
    path = warehouse_of(
        {
            "1-a.txt": page(row("Région Ile de France", "Event 1 Mar 2021"), name="Bretagne"),
            "2-b.txt": page(row("Conseil régional d'Île-de-France", "Event 1 Mar 2021")),
        }
    )
    assert searched(path, "catalyst", "region ile") == searched(path, "catalyst", "conseil regional ile")
    assert list(searched(path, "catalyst", "ile")) == ["region-11"]
    assert searched(path, "organisation", "ile") == {}


def test_no_more_than_asked_for(demo_warehouse: Path) -> None:
    asked = {"what": "organisation", "words": "", "best": 20}
    assert len(warehouse(demo_warehouse).ask("view_search", asked)) == 20


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_everybody_is_found_by_a_word_of_their_name_their_siren_and_city(
    demo_warehouse: Path, data: st.DataObject
) -> None:
    codes = list(searched(demo_warehouse, "organisation"))
    code = data.draw(st.sampled_from(codes))
    (profile,) = ask(demo_warehouse, "organisation_profile", {"profile": code}).to_dict("records")
    words = fold(profile["name"]).split()
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    assert code in searched(demo_warehouse, "organisation", " ".join(some))
    assert code in searched(demo_warehouse, "organisation", f"{words[0]} {profile['city']}")
    siren = profile["siren"]
    for known in (code, *((siren, f"{siren[:3]} {siren[3:6]} {siren[6:]}") if siren else ())):
        assert next(iter(searched(demo_warehouse, "organisation", known))) == code


@pytest.mark.parametrize(
    ("place", "words", "is_found"),
    [
        ("1 rue A, 35400 Saint-Malo, France", "ille et vilaine", True),
        ("1 rue A, 20000 Ajaccio, France", "corse du sud", True),
        ("1 rue A, 20200 Bastia, France", "haute corse", True),
        ("1 rue A, 20200 Bastia, France", "corse du sud", False),
        ("1 rue A, 97400 Saint-Denis, France", "la reunion", True),
        ("Weg 1, 35400 Irgendwo, Germany", "ille et vilaine", False),
    ],
)
def test_organisations_are_found_by_their_departement(
    warehouse_of: Build, place: str, words: str, *, is_found: bool
) -> None:
    text = page(row("Ville de A", "Event 1 Mar 2021")).replace("SIREN\n", f"Location\n{place}\nSIREN\n")
    assert bool(searched(warehouse_of({"1-a.txt": text}), "organisation", words)) is is_found


def test_tags_are_found(real_warehouse: Path) -> None:
    assert len(searched(real_warehouse, "organisation", "heritage")) == 1
