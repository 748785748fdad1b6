"""What stands above the catalyst table of a page: place, description and name."""

from __future__ import annotations

import pytest

from etl.page.description import language_of, read_descriptions, read_tags
from etl.page.facts import Description
from etl.page.location import read_location
from etl.page.naming import name_in, readable

# Location


@pytest.mark.parametrize(
    ("lines", "location"),
    [
        (
            ["1 Rue X, 75014 Paris Cedex 14, France"],
            ("1 Rue X, 75014 Paris Cedex 14, France", "75014", "Paris", "France"),
        ),
        (["Lyon", "France"], (None, None, "Lyon", "France")),
        (["France"], (None, None, None, "France")),
        (["Lyon"], (None, None, "Lyon", None)),
        (["Rue X 1, 1000 Bruxelles, Belgique", "Bruxelles", "Belgique"], (..., "1000", "Bruxelles", "Belgique")),
        (["La Manufacture", "1 Rue X, 20000 Ajaccio", "Ajaccio", "France"], (..., "20000", "Ajaccio", "France")),
        ([], (None, None, None, None)),
    ],
)
def test_locations(lines: list[str], location: tuple[str | None, ...]) -> None:
    found = read_location(lines)
    assert found == tuple(f if e is ... else e for f, e in zip(found, location, strict=True))


# Description


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Culture, Réseau, and Résidences", ("Culture", "Réseau", "Résidences")),
        ("Culture, Réseau, et Résidences", ("Culture", "Réseau", "Résidences")),
        ("Culture, and Réseau", ("Culture", "Réseau")),
        ("Culture, network, heritage.", ()),
        ("Réseau de lieux de transmission, de création et de patrimoine vivant", ()),
        ("We run a theatre, which is open to everybody who wants to come, and a café", ()),
    ],
)
def test_lines_of_tags(line: str, tags: tuple[str, ...]) -> None:
    assert read_tags(line) == tags


@pytest.mark.parametrize(
    ("text", "language"),
    [("The network of the arts", "en"), ("Le réseau des arts", "fr"), ("Arts", "und"), ("", "und")],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_without_tags_the_original_begins_where_the_language_turns() -> None:
    texts = read_descriptions([], ["A house for the arts", "It is open to all.", "Une maison pour les arts"])
    assert [(text.language, text.is_machine_translated) for text in texts] == [("en", True), ("fr", False)]


def test_french_tags_joined_in_english_are_no_english_text() -> None:
    lines = ["Un lieu pour le livre", "Créée en 1985, elle est ouverte.", "Création, Médiation, and Livre"]
    assert read_descriptions(lines, []) == [Description("fr", False, *lines[:2], ("Création", "Médiation", "Livre"))]


def test_a_translation_without_tags_ends_where_the_original_begins() -> None:
    original = ["Une maison pour les arts", "Elle est ouverte à tous.", "Arts, Maison, and Musique"]
    translated, text = read_descriptions([], ["A house for the arts", "It is open to all.", *original])
    assert translated == Description("en", True, "A house for the arts", "It is open to all.", ())
    assert text == Description("fr", False, *original[:2], ("Arts", "Maison", "Musique"))


def test_two_texts_of_the_same_language_become_one() -> None:
    (text,) = read_descriptions(["The arts", "A, B, and C", "The music of the town", "D, E, and F"], [])
    assert text == Description("en", False, "The arts", "The music of the town", ("A", "B", "C", "D", "E", "F"))


# Name


BOOKS = "Le Centre national du livre (CNL)"


@pytest.mark.parametrize(
    ("slug", "text", "name"),
    [
        ("acr-x", "l'Association des Centres de rencontre (ACR)", "Association des Centres de rencontre"),
        ("ademe-agence-de-la-transition", "L’Agence de la transition (ADEME)", "Agence de la transition"),
        ("zzz", "Since 1990 the House of Music and Dance (ZZZ) is", "House of Music and Dance"),
        ("cnl", BOOKS, "Centre national du livre"),
        ("other", BOOKS, None),
        ("cnl", "le centre (CNL)", None),
    ],
)
def test_names_are_found_before_their_acronym(slug: str, text: str, name: str | None) -> None:
    assert name_in([Description("fr", False, None, text, ())], slug) == name


def test_the_original_names_the_organisation_rather_than_the_translation() -> None:
    texts = [
        Description("en", True, None, "the National Centre of Books (NCB)", ()),
        Description("fr", False, None, "le Nouveau Centre du Bois (NCB)", ()),
    ]
    assert name_in(texts, "ncb") == "Nouveau Centre du Bois"


def test_a_slug_is_made_readable() -> None:
    assert readable("centre-culturel_x") == "Centre culturel x"
