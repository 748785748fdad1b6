"""Tables: separators, quoting, names of columns, values of cells, and whose row it is."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.config import PROJECT
from etl.extract import Reading, readings_of
from etl.formats import delimited, values
from etl.formats.columns import COLUMNS, understand
from etl.formats.delimited import SEPARATORS, read_delimited
from etl.formats.table import number_text
from etl.page.facts import Trace
from etl.text import fold


def read(text: str | bytes) -> Reading:
    (reading,) = readings_of(text if isinstance(text, bytes) else text.encode(), Path("table"))
    return reading


def rejections(text: str) -> list[tuple[int, str]]:
    return read(text).source.ledger.rejections


def traces(text: str) -> list[Trace]:
    return [trace for page in read(text).pages for row in page.facts.rows for trace in row.traces]


# CSV

HEADER = ["name", "catalyst", "date"]
# What no encoding or program keeps apart: U+0000, half characters, and the white space that encloses whole lines.
CELLS = st.text(st.characters(codec="windows-1252", exclude_characters="\0\ufeff"), max_size=12)
WIDE_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=12)


def written(rows: Sequence[Sequence[str]], separator: str, quoting: int) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=quoting).writerows([HEADER, *rows])
    return out.getvalue()


@settings(deadline=None)
@given(
    st.lists(st.tuples(WIDE_CELLS, WIDE_CELLS, WIDE_CELLS).filter(lambda row: "".join(row).strip()), max_size=6),
    st.sampled_from(sorted(SEPARATORS)),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_reads_back_to_the_values_it_was_written_from(
    rows: list[tuple[str, str, str]], separator: str, quoting: int
) -> None:
    for row in rows:  # lines of a cell that are as wide as the table are taken for rows of it
        assume(separator not in "".join(row) or len("".join(row).splitlines()) == 1)
    table = read_delimited(written(rows, separator, quoting))
    assert table
    assert table.header == HEADER
    assert [tuple(record.cells) for record in table.records] == rows
    assert table.how == SEPARATORS[separator]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["théâtre", "à côté", "Île", "l’été", "cœur", "plain", "façade"]), min_size=1, max_size=9),
    st.sampled_from(sorted(SEPARATORS)),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252", "mac-roman"]),
)
def test_accents_arrive_whatever_the_encoding(words: list[str], separator: str, encoding: str) -> None:
    rows = [(word, f"Région {word}", "2024") for word in words]
    reading = read(written(rows, separator, csv.QUOTE_MINIMAL).encode(encoding))
    assert reading.source.encoding == encoding
    assert [row.text for page in reading.pages for row in page.facts.rows] == [
        f"Région {word}" for word in sorted(words, key=words.index)
    ]


def test_an_encoding_is_noted_unless_it_is_certain() -> None:
    def notes(data: bytes) -> list[str]:
        return [note.words for note in read(data).source.notes if note.what == "guessed_encoding"]

    table = "nom;catalyseur\nThéâtre;ADEME\n"
    guess = "encoding {} is a guess: look whether its accents are right"
    twice = table.encode().decode("windows-1252").encode()
    assert notes(twice) == [guess.format("utf-8 encoded twice")]
    assert notes(b"\xef\xbb\xbf" + table.encode("windows-1252")) == [guess.format("utf-8 with windows-1252")]
    assert notes(table.encode("utf-32")) == []
    assert notes(f'<html><meta charset="iso-8859-2">{table}'.encode("iso-8859-2")) == []


def test_the_line_of_a_record_is_where_it_starts_and_its_text_is_whole() -> None:
    reading = read('name,catalyst,date\n"Théâtre\ndu Nord",ADEME,2024\nCNL,ADEME,2023\n')
    numbers = {page.name: page.facts.rows[0].line_number for page in reading.pages}
    assert numbers == {"Théâtre du Nord": 2, "CNL": 4}
    assert reading.source.ledger.lines[1] == '"Théâtre\ndu Nord",ADEME,2024'
    assert reading.source.ledger.counts() == (4, 3, 1, 0)


def test_a_quotation_mark_that_is_never_closed_costs_one_line() -> None:
    text = 'name,catalyst\nA,"ADEME\nB,ADEME\nC,ADEME\n'
    assert rejections(text) == [(2, "a quotation mark that is never closed: double it, or remove it")]
    assert [page.name for page in read(text).pages] == ["B", "C"]


UNCLOSED = "a quotation mark that is never closed: double it, or remove it"


@pytest.mark.parametrize(
    "later", ['C,BNP "Paribas",2024', 'C,"Ville, de X",2024', 'C,"",2024', 'C,"a ""b""",2024', 'C,ADEME",2024', ""]
)
def test_a_stray_quotation_mark_swallows_no_rows_up_to_a_later_one(later: str) -> None:
    rows = "".join(f"B{number},CNC,2024\n" for number in range(30))
    reading = read(f'name,catalyst,date\nA,"ADEME,2024\n{rows}{later}\nD,AFD,2024\n')
    assert reading.source.ledger.rejections[0] == (2, UNCLOSED)
    names = [page.name for page in reading.pages]
    assert [name for name in names if name != "C"] == [*(f"B{number}" for number in range(30)), "D"]
    assert reading.source.ledger.counts()[2] == (later == "")  # the line that is blank


PLAIN = st.text(st.sampled_from("abc é'’.-"), min_size=1, max_size=6).map(lambda text: f"x{text}")
QUOTED = st.one_of(PLAIN, st.tuples(PLAIN, PLAIN).map(", ".join), PLAIN.map(lambda text: f'the "{text}"'))


@settings(deadline=None)
@given(st.lists(st.tuples(PLAIN, QUOTED, PLAIN), min_size=2, max_size=8), st.data())
def test_one_stray_quotation_mark_costs_at_most_its_line(rows: list[tuple[str, str, str]], data: st.DataObject) -> None:
    lines = written(rows, ",", csv.QUOTE_MINIMAL).splitlines()
    hit = data.draw(st.integers(1, len(rows)))
    at = data.draw(st.integers(0, len(lines[hit])))
    lines[hit] = f'{lines[hit][:at]}"{lines[hit][at:]}'
    table = read_delimited("\n".join(lines))
    assert table
    found = {record.number: tuple(record.cells) for record in table.records}
    assert {number: found.get(number) for number in range(2, len(lines) + 1) if number != hit + 1} == {
        number: row for number, row in enumerate(rows, start=2) if number != hit + 1
    }
    assert {number for number, _ in table.ledger.rejections} <= {hit + 1}


@settings(deadline=None)
@given(st.lists(st.tuples(PLAIN, QUOTED, PLAIN), min_size=5, max_size=7), st.data())
def test_two_stray_quotation_marks_cost_at_most_their_lines(
    rows: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    lines = written(rows, ",", csv.QUOTE_MINIMAL).splitlines()
    hits = data.draw(st.lists(st.integers(1, len(rows)), min_size=2, max_size=2, unique=True))
    for hit in hits:
        at = data.draw(st.integers(0, len(lines[hit])))
        lines[hit] = f'{lines[hit][:at]}"{lines[hit][at:]}'
    table = read_delimited("\n".join(lines))
    assert table
    found = {record.number: tuple(record.cells) for record in table.records}
    rejected = {number for number, _ in table.ledger.rejections}
    assert found.keys() | rejected == {*range(2, len(lines) + 1)}, "a line is lost in another"
    spared = {number: row for number, row in enumerate(rows, start=2) if number - 1 not in hits}
    assert {number: found.get(number) for number in spared} == spared


@pytest.mark.parametrize(
    ("first", "second"),
    [('A,"ADEME,2024', 'B,CNC",2024'), ('"A,ADEME,2024', 'B,CNC,2024"'), ('A,ADEME,"', '",CNC,2024')],
)
def test_two_stray_quotation_marks_on_lines_that_follow_each_other(first: str, second: str) -> None:
    reading = read(f"name,catalyst,date\n{first}\n{second}\nC,AFD,2024\n")
    assert reading.source.ledger.rejections[0] == (2, UNCLOSED)
    assert reading.source.ledger.counts()[2] == 0
    assert reading.pages[-1].name == "C"


def test_where_cells_have_several_lines_two_that_might_be_rows_are_read_as_one_and_it_is_said() -> None:
    doubtful = '"One, two, three\nfour",ADEME,2024\n'
    reading = read(f'name,catalyst,date\n{doubtful}"B\nC",CNC,2024\n')
    said = "read as one record with line 3: each is one if its quotation mark is stray"
    assert reading.source.ledger.rejections == [(2, said)]
    assert [page.name for page in reading.pages] == ["One, two, three four", "B C"]
    assert read(f"name,catalyst,date\n{doubtful}").source.ledger.rejections == [(2, UNCLOSED)]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    text = 'name,catalyst,date\n"One, two\nthree, four\n\nand five",ADEME,2024\n"B\nC",CNC,2024\n'
    table = read_delimited(text)
    assert table
    assert [record.cells[0] for record in table.records] == ["One, two\nthree, four\n\nand five", "B\nC"]


@pytest.mark.parametrize("text", ['x";"y\n', 'x;"y\n', 'x;"""\n'])
def test_however_quotation_marks_stand_a_line_is_looked_at_a_bounded_number_of_times(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Counter[int]()
    real = delimited._Bounded.__next__

    def counted(self: delimited._Bounded) -> str:
        line = real(self)
        looks[self.next] += 1
        return line

    monkeypatch.setattr(delimited._Bounded, "__next__", counted)
    lines = ["name;catalyst\n", *[text] * 2_000]
    assert sum(span.lines for span in delimited._spans(lines, 0, ";")) == len(lines)
    assert max(looks.values()) <= delimited._MAX_LINES


def test_a_row_with_more_cells_than_columns_is_rejected() -> None:
    assert rejections("name,catalyst\nA,ADEME,,\nCentre, de la danse,ADEME\n") == [
        (3, "more cells than columns: is a separator inside a value not quoted?")
    ]


@pytest.mark.parametrize("again", ["name,catalyst,date", "\ufeffName,Catalyst,Date", "name,catalyst,date,"])
def test_the_names_of_the_columns_again_are_no_row(again: str) -> None:
    reading = read(f"name,catalyst,date\nA,ADEME,2024\n{again}\nB,CNC,2024\n")
    assert [(page.name, [row.text for row in page.facts.rows]) for page in reading.pages] == [
        ("A", ["ADEME"]),
        ("B", ["CNC"]),
    ]
    assert reading.source.ledger.counts() == (4, 3, 1, 0)


def test_what_stands_above_the_names_of_the_columns_is_rejected() -> None:
    text = "sep=;\nExport of May;\n\nname;catalyst\nA;ADEME\n"
    assert rejections(text) == [(2, "stands above the names of the columns")]
    assert read(text).source.ledger.counts() == (5, 2, 2, 1)


def test_the_tags_of_a_page_are_no_names_of_columns() -> None:
    tags = "Culture, Association, Commune\n"
    page = f"SIREN\n784244295\nAdded in Motherbase\n2 years ago\nA network.\n{tags}Another, longer text.\n"
    assert read(page).source.format == "profile_page"
    assert read(page).source.facts.siren == "784244295"
    assert read(page + tags).source.format == "profile_page"


def test_a_table_of_ragged_rows_is_a_table() -> None:
    reading = read("name,siren,city\nA\nB,784244295\nC,,Paris,x\n")
    assert (reading.source.format, [page.name for page in reading.pages]) == ("csv", ["A", "B"])


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


# JSON


def test_what_stands_beside_a_list_is_accounted_for() -> None:
    rows = [{"name": "A", "catalyst": "ADEME"}]
    document = {"count": 1, "rows": rows, "more": {"name": "B", "catalyst": "CNC"}, "next": None, "tags": ["a"]}
    ledger = read(json.dumps(document)).source.ledger
    assert ledger.lines[1:] == [
        '{"count": "1"}',
        '{"more": {"name": "B", "catalyst": "CNC"}}',
        '{"next": null}',
        '{"tags": ["a"]}',
    ]
    assert ledger.counts() == (5, 1, 2, 2)
    assert ledger.rejections == [(number, "stands beside the list that is read") for number in (3, 5)]


def test_a_list_in_an_envelope_is_read_and_what_stands_beside_it_accounted_for() -> None:
    rows = [{"name": "A", "catalyst": "ADEME"}, {"name": "B", "catalyst": "CNC"}]
    document = {"success": True, "links": {"next": "/3"}, "result": {"total": 2, "records": rows, "tags": ["a"]}}
    reading = read(json.dumps(document))
    assert [page.name for page in reading.pages] == ["A", "B"]
    ledger = reading.source.ledger
    assert ledger.lines[2:] == [
        '{"success": true}',
        '{"links": {"next": "/3"}}',
        '{"result": {"total": "2"}}',
        '{"result": {"tags": ["a"]}}',
    ]
    assert ledger.counts() == (6, 2, 2, 2)
    assert [number for number, _ in ledger.rejections] == [4, 6]
    fields = {"result": {"fields": [{"id": "name"}, {"id": "catalyst"}], "records": rows}}
    found = readings_of(json.dumps(fields).encode(), Path("a.json"))
    assert [(each.source.path, len(each.pages)) for each in found] == [
        ("a.json/result/fields", 1),
        ("a.json/result/records", 2),
    ]


def test_an_object_that_is_a_row_itself_is_no_envelope() -> None:
    document = {"name": "A", "city": "Lyon", "more": {"seen": [{"name": "B", "catalyst": "CNC"}]}}
    assert [page.name for page in read(json.dumps(document)).pages] == ["A"]
    deep: dict[str, Any] = {"records": [{"name": "A", "catalyst": "ADEME"}]}
    for _ in range(8):
        deep = {"result": deep}
    assert read(json.dumps(deep)).source.ledger.counts()[3] == 1


def test_engagements_within_an_organisation_are_not_lost_in_silence() -> None:
    within = [{"catalyst": "ADEME", "date": "2024"}]
    elements = [
        {"name": "A", "city": "Lyon", "engagements": within, "tags": [{"id": 1}]},
        {"name": "B", "city": "Lille"},
    ]
    reading = read(json.dumps(elements))
    assert reading.source.ledger.rejections == [
        (1, 'holds a list of its own, "engagements": give each of its elements a row')
    ]
    assert [page.name for page in reading.pages] == ["A", "B"]


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
