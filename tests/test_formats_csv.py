"""Tables as text: separators, quoting, encodings, and the lines that records stand on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.formats import delimited
from etl.formats.delimited import SEPARATORS, read_delimited
from tests.table_read import read, rejections

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
