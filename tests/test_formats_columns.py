"""What the columns of a table mean: their names, the values of cells, and whose row it is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.config import PROJECT
from etl.formats import values
from etl.formats.columns import COLUMNS, understand
from etl.formats.table import number_text
from etl.page.facts import Trace
from etl.text import fold
from tests.table_read import read, rejections, traces

# The names of columns


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.meaning)
def test_names_are_folded_and_of_one_meaning_only(column: object) -> None:
    names = [name for column in COLUMNS for name in column.names.split("|")]
    assert len(names) == len(set(names))
    assert [name for name in names if fold(name) != name] == []


@pytest.mark.parametrize(
    ("header", "meanings", "notes"),
    [
        (["Catalyseur", "Nom de l’organisation"], ["catalyst", "name"], []),
        (["CATALYSEURR", "Organisations"], ["catalyst", "name"], [
            "column 'CATALYSEURR' read as 'catalyst'", "column 'Organisations' read as 'name'"]),
        (["catalyst", "catalystt", "siren"], ["catalyst", None, "siren"], [
            "column 'catalystt' ignored: near 'catalyst', which another column is"]),
        (["nom", "name", "siren"], ["name", None, "siren"], ["column 'name' ignored: an earlier one is the name"]),
        (["employees mix", "name", "siren"], [None, "name", "siren"], [
            "column 'employees mix' ignored: near 'employees max' and 'employees min'"]),
        (["name", "siren", "montant"], ["name", "siren", None], [
            "column 'montant' ignored: there is no column of catalysts beside it"]),
        (["Dates", "Noms", "Types", "Catalyseurs", "Villes"],
            ["engaged_on", "name", "relation_type", "catalyst", "city"], [
            "column 'Dates' read as 'engaged_on'", "column 'Noms' read as 'name'",
            "column 'Types' read as 'relation_type'",
            "column 'Catalyseurs' read as 'catalyst'", "column 'Villes' read as 'city'"]),
        (["nom", "Nomes", "datte", "canall", "siren", "catalyst"],
            ["name", None, "engaged_on", "channel", "siren", "catalyst"], [
            "column 'Nomes' ignored: not a known name", "column 'datte' read as 'engaged_on'",
            "column 'canall' read as 'channel'"]),
        (["nom", "noms", "siren"], ["name", None, "siren"], [
            "column 'noms' ignored: near 'nom', which another column is"]),
        (["Nom du financeur", "Nom de l'association", "Date d'attribution", "Montant attribué"],
            ["funder", "name", "engaged_on", "amount_eur"], []),
        (["nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire", "idBeneficiaire",
            "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement", "datesPeriodeVersement", "idRAE",
            "notificationUE", "pourcentageSubvention", "dispositifAide"],
            ["funder", None, "engaged_on", None, "name", "siren", None, None, "amount_eur", *[None] * 7],
            [f"column '{name}' ignored: not a known name" for name in (
            "idAttribuant", "referenceDecision", "rnaBeneficiaire", "objet", "nature", "conditionsVersement",
            "datesPeriodeVersement", "idRAE", "notificationUE", "pourcentageSubvention", "dispositifAide")]),
        (["siret ", "dat", ""], ["siren", None, None], ["column 'dat' ignored: not a known name"]),
    ],
)  # fmt: skip
def test_headers(header: list[str], meanings: list[str | None], notes: list[str]) -> None:
    found = understand(header)
    assert [heading.meaning for heading in found.headings] == meanings
    assert [heading.note for heading in found.headings if heading.note] == notes


MANY = [f"k{number}" for number in range(199)]


def workbook_of(rows: Sequence[Sequence[str]]) -> bytes:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    "written_as",
    [
        lambda rows: "\n".join(map(",".join, rows)).encode(),
        workbook_of,
        lambda rows: json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]).encode(),
    ],
    ids=["csv", "xlsx", "json"],
)
def test_columns_that_are_too_many_are_told(written_as: Callable[[Sequence[Sequence[str]]], bytes]) -> None:
    rows = [["name", "catalyst", *MANY, "montant"], ["A", "ADEME", *["x"] * 199, "500"]]
    reading = read(written_as(rows))
    assert "2 columns ignored, the first 200 are read: 'k198', 'montant'" in [
        note.words for note in reading.source.notes if note.what == "ignored_column"
    ]
    assert [row.text for row in reading.source.facts.rows] == ["ADEME"]
    assert reading.source.ledger.rejections == []


# The values of cells


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12 345,67 €", "12345.67"),
        ("12\u202f345,67\u00a0€", "12345.67"),
        ("12345.67", "12345.67"),
        ("1.234.567,8 EUR", "1234567.80"),
        ("1,234,567.89", "1234567.89"),
        ("1 234", "1234.00"),
        ("12'345.60", "12345.60"),
        ("250.0", "250.00"),
        ("-30", "-30.00"),
        ("€5", "5.00"),
        ("1234.567", "1234.57"),
        ("0.33333", "0.33"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert str(values.read_amount(text)) == amount


@pytest.mark.parametrize(
    "text", ["1,234", "1.234", "12 k€", "5 $", "1e6", "1.234.567.89", "12 34", "about 5", "99999999999"]
)
def test_amounts_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        values.read_amount(text)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_any_amount_reads_back(amount: Decimal) -> None:
    assert values.read_amount(f"{amount}") == amount
    assert values.read_amount(f"{amount:,}".replace(",", "\u202f").replace(".", ",") + " €") == amount


@given(st.floats(-(10**9), 10**9))
def test_a_stored_number_is_never_taken_for_thousands(number: float) -> None:
    text = number_text(number)
    assert float(text) == number
    if "e" not in text:
        assert values.read_amount(text) == Decimal(text).quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("2024-05-31", date(2024, 5, 31), "day"),
        ("2024-05-31T10:20:30Z", date(2024, 5, 31), "day"),
        ("31/05/2024", date(2024, 5, 31), "day"),
        ("1er mai 2024", date(2024, 5, 1), "day"),
        ("2024-05", date(2024, 5, 1), "month"),
        ("05/2024", date(2024, 5, 1), "month"),
        ("mai 2024", date(2024, 5, 1), "month"),
        ("2024", date(2024, 1, 1), "year"),
    ],
)
def test_dates(text: str, first: date, precision: str) -> None:
    found = values.read_when(text)
    assert (found.first, found.precision) == (first, precision)


@pytest.mark.parametrize("text", ["31/02/2024", "2024-13-01", "soon", "2023 2024", "1 Foo 2024"])
def test_an_impossible_date_costs_the_date_and_not_the_row(text: str) -> None:
    table = f"name,catalyst,date\nA,ADEME,{text}\nB,ADEME,2024\n"
    assert [number for number, _ in rejections(table)] == [2]
    assert [trace.when is None for trace in traces(table)] == [True, False]


def test_the_cells_of_an_engagement() -> None:
    text = "nom;catalyseur;type de relation;canal;mentions;montant;secteurs\n"
    text += "A;ADEME;Partenariat;Subvention;3;1 000,50;Administration publique, Underwater Weaving\nB;ADEME;;;;;\n"
    assert traces(text) == [
        Trace("Partnership", "grant", None, 3, Decimal("1000.50")),
        Trace("Unstated", "unstated", None, 1, None),
    ]
    assert rejections("name;catalyst;channel;mentions\nA;ADEME;radio;0\n") == [
        (2, 'unknown channel "radio", expected tweet, article, grant or unstated'),
        (2, '"0" is not a number of mentions'),
    ]


def test_sectors_are_those_of_the_vocabulary_in_either_language() -> None:
    assert values.read_sectors("Banking; Leisure, Travel & Tourism, Underwater Weaving") == (
        *("Banking", "Leisure, Travel & Tourism", "Underwater Weaving"),
    )


# Whose row it is


@pytest.mark.parametrize(
    ("row", "platform_id", "siren", "slug", "name"),
    [
        ("89998,,,", "89998", None, "89998", "89998"),
        ("accr,,,", None, None, "accr", "Accr"),
        (",784 244 295,,", None, "784244295", "784244295", "784244295"),
        (",78424429500012,,ACCR", None, "784244295", "accr", "ACCR"),
        (",,theatre-du-nord,Théâtre", None, None, "theatre-du-nord", "Théâtre"),
        (",NA,,Théâtre du Nord", None, None, "theatre-du-nord", "Théâtre du Nord"),
    ],
)
def test_an_organisation_is_named_by_any_identifier(
    row: str, platform_id: str | None, siren: str | None, slug: str, name: str
) -> None:
    (page,) = read(f"organisation_id,siren,slug,name,catalyst\n{row},ADEME\n").pages
    assert (page.platform_id, page.facts.siren, page.slug, page.name) == (platform_id, siren, slug, name)


def test_a_wrong_siren_is_rejected_and_the_name_kept() -> None:
    text = "siren,name,catalyst\n784244296,ACCR,ADEME\n784244296,,ADEME\n"
    assert rejections(text) == [
        (2, "SIREN 784244296 fails its check digit"),
        (3, "SIREN 784244296 fails its check digit"),
        (3, "names no organisation: neither id, SIREN, slug nor name"),
    ]
    assert [page.name for page in read(text).pages] == ["ACCR"]


def test_rows_of_one_organisation_are_one_part_for_each_day_of_capture() -> None:
    text = "siren,name,catalyst,date,captured_on\n"
    text += "784244295,ACCR,ADEME,2024,2025-01-01\n784244295,,CNL,2024,2025-01-01\n784244295,ACCR,CNL,2025,2026-01-01\n"
    pages = read(text).pages
    assert [(page.part, page.captured_on, len(page.facts.rows)) for page in pages] == [
        (0, date(2025, 1, 1), 2),
        (1, date(2026, 1, 1), 1),
    ]


def test_without_a_day_of_capture_the_newest_date_of_the_file_is_the_earliest_possible() -> None:
    pages = read("name,catalyst,date\nA,ADEME,2024-02-03\nB,ADEME,2021\n").pages
    assert {(page.captured_on, page.captured_on_is_inferred) for page in pages} == {(date(2024, 2, 3), True)}


# The documentation


def test_the_documented_columns_are_the_known_ones() -> None:
    written = (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = [f"| `{column.meaning}` | {', '.join(column.names.split('|'))} | {column.holds} |" for column in COLUMNS]
    assert "\n".join(["| column | names | holds |", "|---|---|---|", *rows, ""]) in written
