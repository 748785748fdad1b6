"""Follower counts, ranges of employees, SIREN."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.numbers import read_counts, read_number, read_range, siren_problem


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("430 3,914", [430, 3914]),
        ("12.4K", [12_400]),
        ("1,2 k", [1_200]),
        ("1,2\u00a0k 3", [1_200, 3]),
        ("2.5M 17", [2_500_000, 17]),
        ("3\u202f914 12", [3_914, 12]),
        ("3.914", [3_914]),
        ("1,234,567", [1_234_567]),
        ("0", [0]),
        ("", []),
    ],
)
def test_counts_in_page_order(text: str, counts: list[int]) -> None:
    assert read_counts(text) == (counts, "")


@pytest.mark.parametrize(("text", "counts", "rest"), [("430 n/a 12", [430, 12], "n/a"), ("1.5", [], "1.5")])
def test_what_is_no_count_is_left(text: str, counts: list[int], rest: str) -> None:
    assert read_counts(text) == (counts, rest)


@given(st.lists(st.integers(0, 10**9), max_size=6))
def test_counts_survive_being_written(counts: list[int]) -> None:
    assert read_counts(" ".join(f"{count:,}" for count in counts)) == (counts, "")


@pytest.mark.parametrize(("text", "number"), [("14", 14), ("1,014", 1014), ("14 of", None), ("", None), ("1 2", None)])
def test_one_number(text: str, number: int | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2-10", (2, 10)),
        ("2 – 10 employees", (2, 10)),
        ("11 à 50 salariés", (11, 50)),
        ("10,001+", (10_001, None)),
        ("5 001-10 000", (5_001, 10_000)),
        ("8", (8, 8)),
        ("10-2", None),
        ("many", None),
    ],
)
def test_ranges(text: str, found: tuple[int, int | None] | None) -> None:
    assert read_range(text) == found


def test_siren_of_the_real_page() -> None:
    assert siren_problem("784244295") is None


@pytest.mark.parametrize(
    ("digits", "problem"),
    [
        ("784244296", "SIREN 784244296 fails its check digit"),
        ("78424429", "is not nine digits"),
        ("78424429500012", "is not nine digits"),
        ("٧٨٤٢٤٤٢٩٥", "is not nine digits"),
    ],
)
def test_what_is_no_siren(digits: str, problem: str) -> None:
    assert problem in (siren_problem(digits) or "")


@given(st.integers(0, 8), st.integers(1, 9))
def test_luhn_finds_every_single_wrong_digit(place: int, shift: int) -> None:
    digits = list("784244295")
    digits[place] = str((int(digits[place]) + shift) % 10)
    assert siren_problem("".join(digits))
