"""The YAML front matter of a saved page."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.front_matter import FrontMatter, read_front_matter


def read(text: str) -> FrontMatter:
    return read_front_matter(text.split("\n"))


def test_every_key() -> None:
    front = read(
        '---\nname: "Le Lieu: unique"\nurl: https://example.org/organisations/12-lieu\ncaptured_on: 2025-03-01\n'
        "page: 2\nsynthetic: true\n---\nActivities"
    )
    assert (front.name, front.url) == ("Le Lieu: unique", "https://example.org/organisations/12-lieu")
    assert (front.captured_on, front.page, front.synthetic) == (date(2025, 3, 1), 2, True)
    assert (front.end, front.problems) == (7, [])


def test_a_name_that_yaml_would_take_for_a_boolean_stays_a_name() -> None:
    assert read("---\nname: No\n---").name == "No"


@pytest.mark.parametrize("text", ["", "Activities", "---\nActivities", "--- x\nname: a\n---", "\n---\nname: a\n---"])
def test_no_front_matter(text: str) -> None:
    assert read(text) == FrontMatter()


@pytest.mark.parametrize("written", ["1er mars 2025", "1 Mar 2025", "2025-03-01T10:30:00Z", "01/03/2025"])
def test_capture_date_as_people_write_it(written: str) -> None:
    assert read(f"---\ncaptured_on: {written}\n---").captured_on == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("captured_on: 2025-02-30", 'captured_on "2025-02-30" is not a date'),
        ("captured_on: March 2025", "is not a date"),
        ("page: zero", 'page "zero" is not a page number'),
        ("page: 0", "is not a page number"),
        ("synthetic: perhaps", "neither true nor false"),
        ("captured: 2025-03-01", "unknown front matter key, expected one of name, url"),
        ("name: [a, b]", "`name` is not a single value"),
        ("name: 'open", "not valid YAML"),
        ("just words", "not a list of `key: value` lines"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(line: str, reason: str) -> None:
    front = read(f"---\n\n{line}\n---")
    assert [number for number, _ in front.problems] == [3]
    assert reason in front.problems[0][1]


def test_one_bad_key_leaves_the_others() -> None:
    front = read("---\nname: A\npage: x\nurl: u\n---")
    assert (front.name, front.url, [number for number, _ in front.problems]) == ("A", "u", [3])


def test_deep_nesting_is_refused() -> None:
    assert read("---\n" + "[" * 5_000 + "\n---").problems


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read(text: str) -> None:
    front = read(f"---\n{text}\n---")
    lines = len(text.split("\n")) + 2
    assert all(2 <= number <= lines for number, _ in front.problems)
