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
from etl.page.description import language_of, read_descriptions, read_tags
from etl.page.facts import CatalystRow, Description, Facts, Location
from etl.page.labels import Segment, split_at_labels
from etl.page.ledger import Ledger
from etl.page.location import read_location
from etl.page.naming import name_in, readable
from etl.page.reader import NOT_A_PROFILE, read_page
from etl.page.relations import read_traces
from etl.page.table import Cells, is_furniture, read_cells

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


# Table

ROW = "![]() Eurocities International Affairs | Eurocities International Affairs | Other 6 Nov 2024 | 3 | 12 Dec 2024 |"
CELLS = Cells(None, *["Eurocities International Affairs"] * 2, "Other 6 Nov 2024", "3", "12 Dec 2024")


@pytest.mark.parametrize("row", [ROW, f"| {ROW}", ROW.rstrip("| "), f"{ROW} |", ROW.replace(" | ", "|")])
def test_rows_however_they_are_padded(row: str) -> None:
    assert read_cells(row, in_table=False) == CELLS


def test_a_row_whose_logo_was_dropped() -> None:
    expected = Cells(None, "", "Ministère X", "Other 13 Apr 2023", "", "")
    assert read_cells("| Ministère X | Other 13 Apr 2023 | | |", in_table=True) == expected
    assert read_cells("| | Ministère X | Other 13 Apr 2023 | | |", in_table=True) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Catalyst | Type | Tweets | Articles | |",
        "Catalyst | | Type | Tweets | Articles |",
        "| Catalyst | Type | Tweets | Articles |",
        "Catalyseur | Type | Tweets | Articles | |",
        "---|---|---|---|---|",
        "| :--- | --- |",
    ],
)
def test_table_furniture(line: str) -> None:
    assert is_furniture(line)


def test_a_tagline_with_pipes_is_no_row() -> None:
    assert read_cells("Culture | Network | Heritage", in_table=False) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("![]() CNRS Research | Other 6 Nov 2024 |", "too few cells"),
        ("![]() CNRS Research | Other 6 Nov 2024 | | |", "a date stands where the catalyst should"),
        ("![]() | | Other 6 Nov 2024 | | |", "without a catalyst"),
        ("![]() A | A | Other | 1 | 2 | 3 |", "too many cells"),
        (f"![]() | {'a' * 501} | Other | | |", "more than 500 characters"),
    ],
)
def test_broken_rows_say_why(line: str, reason: str) -> None:
    found = read_cells(line, in_table=True)
    assert isinstance(found, str)
    assert reason in found


def traces(type_cell: str, tweets: str = "", articles: str = "") -> list[tuple[str, str, str | None, int]]:
    found, _ = read_traces(type_cell, tweets, articles)
    return [(t.relation_type, t.channel, t.when and t.when.first.isoformat(), t.mentions) for t in found]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Other 26 Feb 2022 26 Feb 2025"], [("Other", "2022-02-26"), ("Other", "2025-02-26")]),
        (["Autre 1er déc. 2024"], [("Other", "2024-12-01")]),
        (["Other 1 Jan 2024 Événement 2 févr. 2024"], [("Other", "2024-01-01"), ("Event", "2024-02-02")]),
        (["Partenariat, Financement 3 Mar 2024"], [("Partnership", "2024-03-03"), ("Funding", "2024-03-03")]),
        (["Prix/Récompense 2023"], [("Award", "2023-01-01")]),
        (["Other Event 3 Mar 2024"], [("Other", "2024-03-03"), ("Event", "2024-03-03")]),
        (["3 Mar 2024 Other"], [("Other", "2024-03-03")]),
        (["3 Mar 2024"], [("Unstated", "2024-03-03")]),
        (["Research and development 3 Mar 2024"], [("Research and development", "2024-03-03")]),
        (["Other 31 Feb 2024 3 Mar 2024"], [("Other", "2024-03-03")]),
        (["Other 31 Feb 2024"], [("Other", None)]),
        (["Other"], [("Other", None)]),
        ([""], [("Unstated", None)]),
    ],
)
def test_relation_types_and_dates(cells: list[str], expected: list[tuple[str, str | None]]) -> None:
    assert traces(*cells) == [(name, "unstated", day, 1) for name, day in expected]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Other 1 Jan 2024", "3", ""), [("Other", "unstated", "2024-01-01", 1), ("Other", "tweet", None, 3)]),
        (("Other", "", "12 Dec 2024"), [("Other", "article", "2024-12-12", 1)]),
        (("Other", "1.2K", "-"), [("Other", "tweet", None, 1200)]),
        (("Client", "2024", ""), [("Client", "tweet", None, 2024)]),
        (("", "2 tweets", ""), [("Unstated", "tweet", None, 2)]),
        (("Other", "0", ""), [("Other", "unstated", None, 1)]),
        (
            ("Event, Other", "3", ""),
            [("Event", "unstated", None, 1), ("Other", "unstated", None, 1), ("Unstated", "tweet", None, 3)],
        ),
    ],
)
def test_tweets_and_articles(cells: tuple[str, str, str], expected: list[tuple[str, str, str | None, int]]) -> None:
    assert traces(*cells) == expected


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("Other 31 Feb 2024", "", ""), 'impossible date "31 Feb 2024"'),
        (("Other 26 Feb 22", "", ""), 'cannot read "Other 26 Feb 22": neither a date nor a relation type'),
        (("Other", "many", ""), 'cannot read "many" in the tweets column'),
        (("Other", "", "30 Feb 2024"), 'impossible date "30 Feb 2024"'),
    ],
)
def test_unreadable_cells_say_why(cells: tuple[str, str, str], reason: str) -> None:
    (problem,) = read_traces(*cells)[1]
    assert reason in problem


def test_lines_after_the_table_are_rejected_not_lost() -> None:
    _, ledger = read(f"{ROW}\nShow more\n")
    assert ledger.rejections == [(2, "not a row of the catalyst table")]


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
