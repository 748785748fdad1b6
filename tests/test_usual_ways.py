"""Where the reader takes a shorter way for what stands on most pages, it comes to the same as by the general one."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from etl import dates, front_matter
from etl.dates import MONTHS, cut_at_dates, read_usual_dates
from etl.decode import split_lines
from etl.demo import draw_organisation
from etl.demo_page import page_text
from etl.filenames import _NAME, read_file_name
from etl.formats import delimited
from etl.formats.columns import _meanings
from etl.front_matter import read_front_matter
from etl.page import reader, relations
from etl.page.description import _SPEAKS_FOR, _balance
from etl.page.labels import _LABEL, _WHOLE_LINE, has_label, split_at_labels
from etl.page.naming import _ending_with
from etl.page.reader import without_marks
from etl.page.relations import RELATION_TYPES, read_traces, read_usual_traces
from etl.page.table import Cells, is_furniture, read_cells, usual_cells, usual_row
from etl.text import _LONGEST_KEPT, _MOST_KEPT, _Kept, compose, fold, tidy

PIECES = [
    *("|", "\\|", "\\", "![]()", "![Logo](a.png)", "![Catalyst]()", "![", "](", ")", " ", "\u00a0", "\n", "---"),
    *(
        "Région",
        "Catalyst",
        "Type",
        "Tweets",
        "Other",
        "Autre",
        "Event",
        "26 Feb 2022",
        "31 Feb 2022",
        "2024",
        "1er déc.",
    ),
    *(
        "Activities",
        "SIREN",
        "Added in Motherbase",
        "EMPLOYEES",
        "Location",
        "Échelle",
        "430 3,914",
        "x",
        ".",
        "e\u0301",
    ),
    *(
        '"',
        ";",
        ",",
        "\t",
        "name",
        "siren",
        "catalyst",
        "date",
        "\ufeff",
        "sep=;",
        "\r",
        "\r\n",
        "’",
        "œ",
        "é",
        "the",
        "de",
    ),
]
mixed = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
spaced = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
texts = st.one_of(mixed, spaced, st.text(max_size=60))
cells = st.one_of(
    texts.filter(lambda text: "\n" not in text), st.sampled_from(["", " ", "![]() X", "Other 26 Feb 2022"])
)
rows = st.lists(cells, min_size=3, max_size=7).map("|".join).map(lambda row: f"![]() {row}")


def generated_lines() -> list[str]:
    organisations = map(draw_organisation, range(60))
    return [
        line for one in organisations for page in range(1, one.pages + 1) for line in page_text(one, page).split("\n")
    ]


@given(st.one_of(rows, texts.map(lambda text: text.replace("\n", " "))))
@example("![Catalyst]() | Type | Tweets | Articles | |")
@example("![]() | A \\| B | Other 26 Feb 2022 | | |")
@example("![]() | A | Other 26 Feb 2022 | | | |")
@example("![]() A\\| B | Other 26 Feb 2022 | | |")
def test_a_row_of_the_usual_shape_is_read_as_any_row_is(line: str) -> None:
    usual = usual_row(line)
    taken_apart = usual_cells(usual.cells) if usual else None
    if usual is None or taken_apart is None:
        return
    general = read_cells(line, in_table=True)
    assert not is_furniture(line)
    assert isinstance(general, Cells)
    assert isinstance(read_cells(line, in_table=False), Cells)
    assert (usual.logo_name, usual.has_logo_text) == (general.logo_name, bool(general.logo_text))
    assert (usual.catalyst, *taken_apart) == (general.catalyst, general.type, general.tweets, general.articles)
    assert read_traces(*taken_apart) == read_traces(general.type, general.tweets, general.articles)


def test_almost_every_row_has_the_usual_shape() -> None:
    found = [line for line in generated_lines() if isinstance(read_cells(line, in_table=True), Cells)]
    found = [line for line in found if not is_furniture(line)]
    assert len(found) > 200
    usual = [row for row in map(usual_row, found) if row and usual_cells(row.cells)]
    assert len(usual) > 0.98 * len(found)


days = st.dates(date(1890, 1, 1), date(2110, 12, 31))
months = st.sampled_from([*MONTHS, *dates._USUAL_MONTHS.replace("\\", "").split("|")])
dated = st.one_of(
    st.builds(lambda day, month: f"{day.day} {month} {day.year}", days, months),
    st.builds(lambda day, month: f"{month} {day.year}", days, months),
    st.builds(lambda day: f"{day.year}", days),
    st.sampled_from(["31 Feb 2022", "08 Mar 2024", "118 Feb 2023", "8 2018", "1er mai 2020", "2024-01-02", "", "12"]),
)
several = st.lists(dated, max_size=6).map(" ".join)


@given(st.one_of(several, st.tuples(several, texts).map("".join)))
def test_dates_as_they_are_written_most_are_read_as_any_are(text: str) -> None:
    found = read_usual_dates(text)
    assert not found or found == cut_at_dates(text)


ends = st.sampled_from(["| | |", "| |", "|  | |", "|", "| | | |", "| 3 | |", "| | x |", "|\u00a0| |", "| | \\| |"])


@given(
    st.builds(
        " {} {} {}".format, st.one_of(st.sampled_from(["Other", "Autre", "ÉVÉNEMENT", "Ｏther"]), texts), several, ends
    )
)
@example(" Other 26 Feb 2022 26 févr. 2022 1er mai 2020 1 mai 2020 | | |")
@example(" Other 31 Feb 2022 | | |")
@example(" Other  26 Feb 2022 | | |")
@example(" E\u0301ve\u0301nement 26 Feb 2022 | | |")
def test_cells_of_one_type_with_dates_are_read_as_any_are(cells: str) -> None:
    if found := read_usual_traces(cells):
        taken_apart = usual_cells(cells)
        assert taken_apart
        assert read_traces(*taken_apart) == (found, [])


def test_almost_every_end_of_a_row_is_one_type_with_dates() -> None:
    found = [row.cells for row in map(usual_row, generated_lines()) if row and usual_cells(row.cells)]
    assert sum(map(bool, map(read_usual_traces, found))) > 0.8 * len(found)


words = st.one_of(
    st.sampled_from(sorted(RELATION_TYPES)), st.sampled_from(sorted(RELATION_TYPES)).map(str.title), texts
)


@given(
    st.tuples(words, several).map(" ".join).map(tidy), st.sampled_from(["", "", "0", "3", "2024", "x", "1 Jan 2024"])
)
@example("O\u0308ther 26 Feb 2022", "")
@example("Other 26 Feb 2022 26 Feb 2022 26 févr. 2022", "")
def test_a_cell_of_one_type_is_read_as_any_is(cell: str, tweets: str) -> None:
    found = read_traces(cell, tweets, "")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(relations, "_one_type", lambda _: ("", []))
        assert read_traces(cell, tweets, "") == found


def test_almost_every_type_cell_has_the_usual_shape() -> None:
    found = [cells[0] for row in map(usual_row, generated_lines()) if row and (cells := usual_cells(row.cells))]
    assert sum(bool(relations._one_type(cell)[1]) for cell in found) > 0.98 * len(found)


@given(st.lists(texts.map(lambda text: text.replace("\n", " ")), max_size=5))
@example(["[a", "b](c)"])
@example(["![a](b)", "[a](b)"])
def test_lines_lose_the_marks_that_each_has(lines: list[str]) -> None:
    assert reader._without_marks(lines) == list(map(without_marks, lines))


@given(texts)
@example("SIREN" + " " * 200)
@example(" " * 200 + "ACTIVITIES" + " " * 200)
def test_what_holds_no_stem_holds_no_label(line: str) -> None:
    has_any = bool(_WHOLE_LINE.fullmatch(line) or _LABEL.search(line))
    assert has_label(line) == has_any
    assert any(segment.label for segment in split_at_labels(line)) == has_any


@given(st.one_of(texts, st.text(alphabet="ThEdLeİıſK' ,.²", max_size=20)))
@example("İd İL l'İd THE tHe")
def test_words_that_speak_for_a_language_are_counted_as_words(text: str) -> None:
    assert _balance(text.split()) == sum(_SPEAKS_FOR.get(word, 0) for word in re.findall(r"[^\W\d_]+", text.lower()))


@given(texts, texts)
def test_the_balance_of_two_lines_is_their_sum(one: str, other: str) -> None:
    assert _balance(f"{one} {other}".split()) == _balance(one.split()) + _balance(other.split())


@given(st.one_of(texts, st.text(alphabet=st.characters(), max_size=20)))
def test_accents_are_composed_wherever_they_may_be(text: str) -> None:
    assert compose(text) == unicodedata.normalize("NFC", text)


@given(texts)
def test_lines_end_where_they_end(text: str) -> None:
    expected = re.split(r"\r\n|\r|\n", text)
    assert split_lines(text) == (expected[:-1] if expected[-1] == "" else expected)


@given(texts, texts)
def test_the_end_of_a_text_that_reads_like_a_slug(before: str, slug: str) -> None:
    folded = fold(slug)
    starts = [word.start() for word in re.finditer(r"[^\W_]+", before)]
    expected = next((before[start:] for start in starts if fold(before[start:]) == folded), None) if folded else None
    assert _ending_with(before, folded) == expected


@given(st.one_of(texts, st.lists(texts, max_size=12).map("\n".join)))
@example("\n" * 300 + "name;siren;catalyst;date\na;b;c;d\n")
@example('a\nb\n"x;\nname;siren\n";catalyst\n')
@example(";;;\n" * 30 + "name;siren;catalyst;date\na;b;c;d\n")
def test_only_what_is_no_table_is_told_at_once(text: str) -> None:
    if not delimited._may_be_delimited(text):
        lines = split_lines(text, keep_ends=True)
        assert not delimited._SEPARATOR_LINE.fullmatch(lines[0] if lines else "")
        assert delimited._separator(lines[: delimited._SAMPLE], must_agree=True) is None


def test_no_column_has_a_digit_in_its_name() -> None:
    assert not any(re.search("[0-9]", name) for name in _meanings())


def test_most_pages_are_told_at_once() -> None:
    pages = ["\n".join(islice(generated_lines(), 40)), *(page_text(draw_organisation(one), 1) for one in range(30))]
    assert sum(delimited._may_be_delimited(page) for page in pages) < 3


values = st.one_of(texts.filter(lambda text: "\n" not in text and "\r" not in text), st.text(max_size=30))
keys = st.sampled_from([*front_matter.KEYS, "other"])
written = st.one_of(
    st.builds("{}: {}".format, keys, values),
    st.builds('{}: "{}"'.format, keys, values),
    st.builds(
        "{}: {}".format, keys, st.sampled_from(["2025-03-01", "yes", "true", "2", "0", "A - B", "a.b-c", "1 2 "])
    ),
)


@given(st.lists(written, max_size=6))
@example(['name: "' + "- " * 120 + '"'])
@example(['name: "a" ', "page: 2", "page: 3", "captured_on: 2025-03-01", "synthetic: maybe"])
def test_front_matter_of_the_usual_shape_means_what_it_means_in_yaml(lines: list[str]) -> None:
    assume(not any(map(front_matter._CLOSING.fullmatch, lines)))
    page = ["---", *lines, "---"]
    quick = read_front_matter(page)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(front_matter, "_USUAL", re.compile(r"(?!)"))
        assert read_front_matter(page) == quick


@given(st.one_of(texts, st.from_regex(r"[0-9]{1,6}-[a-z0-9]+(-(page)?[a-z0-9]+){0,3}(\.page2)?", fullmatch=True)))
def test_the_usual_file_name_is_read_as_any_is(stem: str) -> None:
    assume("/" not in stem and "\0" not in stem and stem not in {"", ".", ".."})
    path = Path(f"{stem}.txt")
    assume(path.stem == stem)
    found = read_file_name(path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("etl.filenames._USUAL_NAME", re.compile(r"(?!)"))
        assert read_file_name(path) == found
    assert _NAME.match(stem)


def test_what_is_kept_is_bounded() -> None:
    kept = _Kept(len)
    long = "x" * (_LONGEST_KEPT + 1)
    assert (kept[long], kept["abc"], dict(kept)) == (len(long), 3, {"abc": 3})
    for number in range(_MOST_KEPT + 10):
        assert kept[str(number)] == len(str(number))
    assert len(kept) <= _MOST_KEPT
