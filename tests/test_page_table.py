"""The catalyst table of a page: its rows, and their relation types, dates and counts."""

from __future__ import annotations

import pytest

from etl.decode import split_lines
from etl.page.ledger import Ledger
from etl.page.reader import read_page
from etl.page.relations import read_traces
from etl.page.table import Cells, is_furniture, read_cells

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
    ledger = Ledger(split_lines(f"{ROW}\nShow more\n"))
    read_page(ledger)
    assert ledger.rejections == [(2, "not a row of the catalyst table")]
