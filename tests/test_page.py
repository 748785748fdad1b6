"""One profile page: labels, values, description and table, with every line accounted for."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.config import PROFILES
from etl.dates import Elapsed
from etl.decode import split_lines
from etl.extract import read_bytes
from etl.page.facts import CatalystRow, Description, Facts, Location
from etl.page.labels import Segment, split_at_labels
from etl.page.ledger import Ledger
from etl.page.reader import NOT_A_PROFILE, read_page

REAL = next(PROFILES.glob("89998-*.txt")).read_text(encoding="utf-8")
REAL_LINES = split_lines(REAL)


def read(text: str) -> tuple[Facts, Ledger]:
    ledger = Ledger(split_lines(text))
    return read_page(ledger), ledger


def rejected(text: str) -> list[tuple[int, str]]:
    return read(text)[1].rejections


# Labels


@pytest.mark.parametrize(
    ("line", "segments"),
    [
        ("430 3,914Activities", [(None, "430 3,914"), ("activities", "")]),
        ("12.4KActivities", [(None, "12.4K"), ("activities", "")]),
        ("784244295Engaged catalyst", [(None, "784244295"), ("declared", "")]),
        ("14Added in Motherbase", [(None, "14"), ("added", "")]),
        ("14 Added in Motherbase", [(None, "14"), ("added", "")]),
        ("AssociationLocation", [(None, "Association"), ("location", "")]),
        ("EPCCLocalisation", [(None, "EPCC"), ("location", "")]),
        ("Scale: 2-10Estimated: 8", [("scale", "2-10"), ("estimated", "8")]),
        ("Échelle\u00a0: 2-10", [("scale", "2-10")]),
        ("Catalyseurs engagés :", [("declared", "")]),
        ("Catalyseur(s) engagé(s)", [("declared", "")]),
        ("Réseaux sociaux", [("social", "")]),
        ("Types d’entité", [("entity_types", "")]),
        ("Ajouté dans Motherbase", [("added", "")]),
        ("14Ajouté à Motherbase", [(None, "14"), ("added", "")]),
        ("Employés/Effectifs", [("employees", "")]),
        ("SIREN\u00a0784 244 295", [("siren", "784 244 295")]),
        ("ACTIVITIES", [("activities", "")]),
        ("Our activities take place at this location", [(None, "Our activities take place at this location")]),
        ("SIRENE", [(None, "SIRENE")]),
    ],
)
def test_labels_glued_translated_or_punctuated(line: str, segments: list[tuple[str | None, str]]) -> None:
    assert split_at_labels(line) == tuple(Segment(*segment) for segment in segments)


FRENCH = """Réseaux sociaux
430 1,2 kActivités
Culture, FormationType d'entité
AssociationLocalisation
12 Cours des Arts, 44000 Nantes, France
Nantes
France
Effectifs
Échelle : 11-50
Estimation : 20
SIREN
784 244 295Catalyseurs engagés
1 catalyseurAjouté dans Motherbase
il y a 4 ans et 2 mois[Traduction automatique ci-dessous] Un lieu
"""


def test_a_french_page() -> None:
    facts, ledger = read(FRENCH)
    assert facts.social_counts == [430, 1200]
    assert (facts.activities, facts.entity_types) == (["Culture", "Formation"], ["Association"])
    assert facts.location == Location("12 Cours des Arts, 44000 Nantes, France", "44000", "Nantes", "France")
    assert (facts.employees_min, facts.employees_max, facts.employees_estimated) == (11, 50, 20)
    assert facts.siren == "784244295"
    assert facts.added == Elapsed(months=50, unit_months=1)
    assert facts.descriptions == [Description("fr", True, "Un lieu", None, ())]
    assert ledger.rejections == [(13, 'cannot read "1 catalyseur" as the number of engaged catalysts')]


@pytest.mark.parametrize("dropped", range(14))
def test_no_line_of_the_header_is_needed_by_another(dropped: int) -> None:
    """Without any one line the table and the descriptions are still read."""
    facts, _ = read("\n".join(line for number, line in enumerate(REAL_LINES) if number != dropped))
    assert len(facts.rows) == 10
    assert facts.is_profile
    if dropped != 13:  # the line that carries the marker of translation
        assert [(text.language, text.is_machine_translated) for text in facts.descriptions] == [
            ("en", True),
            ("fr", False),
        ]


def test_values_may_stand_on_several_lines() -> None:
    facts, ledger = read("Social networks\n430\n3,914\nActivities\nCulture, Arts\nFormation\nEntity types\nEPCC")
    assert facts.social_counts == [430, 3914]
    assert (facts.activities, facts.entity_types) == (["Culture", "Arts", "Formation"], ["EPCC"])
    assert ledger.counts() == (8, 8, 0, 0)


def test_text_after_the_last_value_is_the_description_without_any_marker() -> None:
    facts, ledger = read("Engaged catalyst\n14\nA place for the arts\nIt is in the town.\nArts, Town, and People")
    assert facts.declared_catalysts == 14
    assert facts.descriptions == [
        Description("en", False, "A place for the arts", "It is in the town.", ("Arts", "Town", "People"))
    ]
    assert ledger.rejections == []


def test_description_glued_to_the_length_of_time() -> None:
    facts, _ = read("Added in Motherbase\n2 months agoEuropean network for the arts")
    assert facts.descriptions[0].tagline == "European network for the arts"
    assert facts.added == Elapsed(months=2, unit_months=1)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("SIREN\n784244296Engaged catalyst\n14", 2, "SIREN 784244296 fails its check digit"),
        ("SIREN\nABC\nEngaged catalyst\n14", 2, 'SIREN "ABC" is not nine digits'),
        ("Scale: 10-2", 1, 'cannot read "10-2" as a range of employees'),
        ("Social networks\n430 n/aActivities", 2, 'cannot read "n/a" among the follower counts'),
        ("Social networks\n430\n12 n/aActivities", 3, 'cannot read "n/a" among the follower counts'),
        ("ACCR\nSocial networks\n430", 1, 'text that belongs to no label: "ACCR"'),
        ("SIREN\n784244295\nstray\nEngaged catalyst\n14", 3, 'text that belongs to no label: "stray"'),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_reason(text: str, line: int, reason: str) -> None:
    (found,) = rejected(text)
    assert found[0] == line
    assert reason in found[1]


def test_a_page_without_anything_known_is_rejected_line_by_line() -> None:
    facts, ledger = read("Dear all,\n\nplease find attached the minutes.\n")
    assert not facts.is_profile
    assert ledger.rejections == [(1, NOT_A_PROFILE), (3, NOT_A_PROFILE)]
    assert ledger.counts() == (3, 0, 1, 2)


# The real page, whole and mutated


def test_the_real_page_is_read_without_loss() -> None:
    facts, ledger = read(REAL)
    assert ledger.counts() == (36, 34, 2, 0)
    assert [row.line_number for row in facts.rows] == list(range(27, 37))
    assert [row.line_number for row in facts.rows if not row.has_sectors] == [31, 32]
    english, french = facts.descriptions
    assert (english.tagline, len(english.tags)) == ("European network for a living heritage", 6)
    assert french.tags[-1] == "Résidences"
    assert (french.body or "").endswith("\n\nRéseau de lieux de transmission, de création et de patrimoine vivant")
    assert "(ACCR)" in (english.body or "")


def test_accents_may_be_decomposed() -> None:
    composed, _ = read(REAL)
    decomposed, _ = read(unicodedata.normalize("NFD", REAL))
    assert decomposed == composed


def test_a_page_two_without_header() -> None:
    facts, ledger = read("\n".join(REAL_LINES[24:30]))
    assert [type(row) for row in facts.rows] == [CatalystRow] * 4
    assert ledger.counts() == (6, 4, 2, 0)


def account(data: bytes) -> None:
    page = read_bytes(data, Path("89998-accr.txt"))
    lines, parsed, ignored, rejected_lines = page.ledger.counts()
    assert lines == parsed + ignored + rejected_lines
    assert rejected_lines == len({number for number, _ in page.ledger.rejections})
    assert all(1 <= number <= lines for number, _ in page.ledger.rejections)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.binary().map(lambda b: b.decode("latin-1")))
def test_any_text_is_accounted_for_line_by_line(text: str) -> None:
    account(text.encode())


PIECES = ["|", "---", "Activities", "[Automatic translation follows]", "![]() ", "31 Feb 2024", "SIREN", "\r", "(ACCR)"]
PIECES += [
    "2 months ago",
    "12.4K",
    " ",
    "\n",
    "il y a 3 ans",
    "Scale: 10-2",
    "9" * 20,
    "\x00",
    "e\u0301",
    "\u2028",
    "\\|",
]
FRAGMENTS = st.sampled_from(PIECES)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_mutation_of_the_real_page_is_accounted_for(data: st.DataObject) -> None:
    lines = data.draw(st.permutations(REAL_LINES)) if data.draw(st.booleans()) else list(REAL_LINES)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        cut = data.draw(st.integers(0, len(lines[at])))
        lines[at] = lines[at][:cut] + data.draw(FRAGMENTS) + (lines[at][cut:] if data.draw(st.booleans()) else "")
        lines.insert(at, data.draw(st.sampled_from(lines)))
    account("\n".join(lines).encode())
