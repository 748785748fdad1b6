"""Regions, sectors and kinds: who is looked up as what, and who must not be."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.config import REFERENCE
from etl.numbers import siren_problem
from etl.reference import load
from etl.reference.kinds import kind_of
from etl.reference.regions import council_name, region_of_council, region_of_postcode
from etl.reference.sectors import Split, group_of, split_sectors
from etl.text import fold

REGIONS = load("regions")["regions"]
SECTORS = [sector["name"] for sector in load("sectors")["sectors"]]


# Regions


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Région Ile de France", "11"),
        ("Région Sud - Provence-Alpes-Côte d'Azur", "93"),
        ("Région Sud", "93"),
        ("Centre-Val de Loire Region", "24"),
        ("Région Centre", "24"),
        ("Région Pays de la Loire", "52"),
        ("Conseil régional des Pays de la Loire", "52"),
        ("Conseil Régional de Bretagne", "53"),
        ("Conseil régional d’Île-de-France", "11"),
        ("Conseil régional du Grand Est", "44"),
        ("Brittany Regional Council", "53"),
        ("Regional Council of Normandy", "28"),
        ("Région de La Réunion", "04"),
        ("Région Réunion", "04"),
        ("Région de la Guadeloupe", "01"),
        ("Collectivité de Corse", "94"),
        ("Collectivité territoriale de Martinique", "02"),
        ("Département-Région de Mayotte", "06"),
        ("Région Occitanie / Pyrénées-Méditerranée", "76"),
        ("Paris Region", "11"),
        ("Région Rhône-Alpes", "84"),
        ("OCCITANIE", "76"),
        ("Re\u0301gion Bourgogne-Franche-Comte\u0301", "27"),
    ],
)
def test_regional_authorities(name: str, code: str) -> None:
    assert region_of_council(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "Crédit Agricole Nouvelle-Aquitaine",
        "Conseil régional de l'ordre des médecins",
        "Région Bruxelles-Capitale",
        "Région académique Bretagne",
        "Département de la Loire",
        "Loire",
        "Sud",
        "Centre",
        "Région",
        "",
        "Préfecture de la région Bretagne",
        "Île-de-France Mobilités",
        "Le Sud Radio Region of Nothing",
    ],
)
def test_no_regional_authorities(name: str) -> None:
    assert region_of_council(name) is None


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: str(region["insee"]))
def test_each_region_is_known_by_its_council(region: dict[str, str]) -> None:
    assert region_of_council(council_name(region["insee"])) == region["insee"]
    assert kind_of(council_name(region["insee"]), []) == "regional_authority"
    assert siren_problem(region["siren"]) is None


@pytest.mark.parametrize(
    ("postcode", "country", "code"),
    [
        ("75014", "France", "11"),
        ("20090", "France", "94"),
        ("20200", "FRANCE", "94"),
        ("97400", "La Réunion", "04"),
        ("97600", "France", "06"),
        ("01000", "France", "84"),
        ("44000", "France", "52"),
        ("98000", "France", None),
        ("97500", "France", None),
        ("10115", "Germany", None),
        ("75014", None, None),
        ("7501", "France", None),
        (None, "France", None),
    ],
)
def test_home_regions_come_from_french_postcodes(postcode: str | None, country: str | None, code: str | None) -> None:
    assert region_of_postcode(postcode, country) == code


def test_the_101_departements_cover_the_18_regions() -> None:
    rows = load("departements")["departements"]
    assert len({row["code"] for row in rows}) == len({row["name"] for row in rows}) == 101
    assert {row["region_code"] for row in rows} == {region["insee"] for region in REGIONS}
    assert all(re.fullmatch(r"2[AB]|[0-9]{2,3}", row["code"]) for row in rows)


def test_every_region_has_an_outline_and_a_tile_of_its_own() -> None:
    paths = json.loads((REFERENCE / "regions_paths.json").read_text(encoding="utf-8"))["paths"]
    assert set(paths) == {region["iso"] for region in REGIONS}
    assert len({(region["tile_row"], region["tile_col"]) for region in REGIONS}) == 18


# Sectors


def split(text: str, *known: str) -> Split:
    return split_sectors(text, known.__contains__)


@pytest.mark.parametrize(
    ("text", "name", "sectors"),
    [
        ("Eurocities International Affairs", "Eurocities", ["International Affairs"]),
        ("AFD International development, Banking", "AFD", ["International development", "Banking"]),
        ("Club Leisure, Travel & Tourism", "Club", ["Leisure, Travel & Tourism"]),
        ("Club Banking, Health, Wellness and Fitness", "Club", ["Banking", "Health, Wellness and Fitness"]),
        ("Fonds Venture Capital & Private Equity", "Fonds", ["Venture Capital & Private Equity"]),
        ("Bureau of Commercial Real Estate", "Bureau of Commercial", ["Real Estate"]),
        ("Région Sud National and local authorities", "Région Sud", ["National and local authorities"]),
        ("Ministère X Administration publique", "Ministère X", ["Government Administration"]),
        ("Acme Banking, Underwater Weaving", "Acme", ["Banking", "Underwater Weaving"]),
        ("Région Bretagne Underwater Weaving, Banking", "Région Bretagne", ["Underwater Weaving", "Banking"]),
    ],
)
def test_names_are_split_from_sectors(text: str, name: str, sectors: list[str]) -> None:
    assert split(text) == Split(name, tuple(sectors))


def test_a_known_name_wins_over_a_longer_sector() -> None:
    text = "Bureau Commercial Real Estate"
    assert split(text) == Split("Bureau", ("Commercial Real Estate",))
    assert split(text, "Bureau Commercial") == Split("Bureau Commercial", ("Real Estate",))


def test_a_known_name_lets_an_unknown_sector_stand() -> None:
    assert split("Acme Underwater Weaving", "Acme") == Split("Acme", ("Underwater Weaving",))
    assert group_of("Underwater Weaving") == "unrecognised"


@pytest.mark.parametrize("text", ["Acme Underwater Weaving", "Chamber of Banking", "Institut de Research", "Banking"])
def test_where_nothing_tells_the_text_stays_whole_and_is_reported(text: str) -> None:
    found = split(text)
    assert (found.name, found.sectors) == (text, ())
    assert "cannot tell the name from its sectors" in (found.problem or "")


def test_sectors_are_told_by_their_capitals() -> None:
    assert split("Le conseil en banking").problem


@given(
    st.sampled_from(["Eurocities", "Agence Française de Développement", "Dupont, Durand & Associés", "Café 3.0"]),
    st.lists(st.sampled_from(SECTORS), min_size=1, max_size=4, unique=True),
)
def test_every_list_of_the_vocabulary_is_split_back(name: str, sectors: list[str]) -> None:
    assert split(f"{name} {', '.join(sectors)}", name) == Split(name, tuple(sectors))


@given(st.text(max_size=200))
def test_any_text_is_split_without_inventing_a_name(text: str) -> None:
    assert text.startswith(split(text).name)


def test_every_sector_has_one_french_name_and_one_group() -> None:
    rows = load("sectors")["sectors"]
    groups = {group["id"] for group in load("sectors")["groups"]}
    assert len({row["name"] for row in rows}) == len({row["fr"] for row in rows}) == 149
    assert {row["group"] for row in rows} == groups
    assert len(groups) == 15


# Kinds


@pytest.mark.parametrize(
    ("name", "sectors", "kind"),
    [
        ("Ministère de la Culture", [], "state"),
        ("DRAC Bretagne", [], "state"),
        ("Région académique Bretagne", [], "state"),
        ("Région Bretagne", [], "regional_authority"),
        ("Bretagne", [], "regional_authority"),
        ("Département de la Loire", [], "departement"),
        ("Ville de Nantes", [], "city_metropolis"),
        ("Commission européenne", [], "eu_international"),
        ("Agence Française de Développement", [], "bank_fund"),
        ("Crédit Agricole Nouvelle-Aquitaine", [], "bank_fund"),
        ("Fondation de France", [], "foundation"),
        ("ADEME", [], "public_agency"),
        ("Eurocities", ["International Affairs"], "network_association"),
        ("Acme", ["International Affairs"], "eu_international"),
        ("Acme", ["Government Administration"], "state"),
        ("Acme", ["Government Administration", "National and local authorities"], "other"),
        ("Acme", [], "other"),
    ],
)
def test_kinds(name: str, sectors: list[str], kind: str) -> None:
    assert kind_of(name, sectors) == kind


@given(st.text())
def test_folding_is_stable_and_blind_to_case_and_accents(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["Île-de-France", "I\u0302LE DE FRANCE", " île  de–france "])
def test_folding(text: str) -> None:
    assert fold(text) == "ile de france"
