"""Names that are proposed as likely duplicates, and names that are not."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz

from etl import duplicates
from etl.duplicates import ALIKE, MOST, likely_duplicates

MINISTRIES = "Ministère des Affaires étrangères français", "Ministère de l'Europe et des Affaires étrangères"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        MINISTRIES,
        ("Eurocities", "Eurocites"),
        ("Eurocities", "Euro Cities"),
        ("Bpifrance", "BPI France"),
        ("Agence Française de Développement", "AFD - Agence Française de Développement"),
        ("Fondation de France", "La Fondation France"),
        ("Théâtre du Nord", "theatre du nord"),
    ],
)
def test_likely(first: str, second: str) -> None:
    (pair,) = likely_duplicates({"b": second, "a": first, "c": "Something else altogether"}, {})
    assert {pair.first, pair.second} == {"a", "b"}
    assert ALIKE <= pair.likeness <= 100


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ministère de la Culture", "Ministère de la Justice"),
        ("Ville de Lyon", "Ville de Dijon"),
        ("Département du Rhône", "Département de l'Ain"),
        ("Europe", "Relais Culture Europe"),
        ("Eurocities", "Bpifrance"),
    ],
)
def test_unlikely(first: str, second: str) -> None:
    assert likely_duplicates({"a": first, "b": second}, {}) == []


def test_the_most_alike_come_first_and_not_too_many() -> None:
    pairs = likely_duplicates(
        {**{f"a{n}": f"Maison {n} Tulipe" for n in range(30)}, "x": "Eurocities", "y": "eurocities"}, {}
    )
    assert len(pairs) == MOST
    assert pairs[0] == (100, "x", "y")
    assert [pair.likeness for pair in pairs] == sorted((pair.likeness for pair in pairs), reverse=True)


def test_names_with_different_marks_are_not_one() -> None:
    names = {"a": "Maison des arts", "b": "Maison des Arts", "c": "La maison des arts"}
    assert len(likely_duplicates(names, {})) == 3
    assert len(likely_duplicates(names, {"a": "x", "b": "y"})) == 2
    assert len(likely_duplicates(names, {"a": "x", "b": "x", "c": "y"})) == 1


def test_a_name_without_words_is_like_no_other() -> None:
    assert likely_duplicates({"a": "", "b": "…", "c": "de la", "d": "!"}, {}) == []


def test_the_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []

    def counted(first: str, second: str, **_: float) -> float:
        compared.append((first, second))
        return 0.0

    monkeypatch.setattr(fuzz, "ratio", counted)
    monkeypatch.setattr(duplicates, "_COMPARISONS", 1000)
    likely_duplicates({f"{n}": f"Centre {n % 97} de {n % 109} {'abcdefghij'[n % 10]}" for n in range(3000)}, {})
    assert len(compared) == 1000
