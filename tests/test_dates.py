"""Dates in English and French, and lengths of time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.dates import BadDate, Elapsed, PartialDate, cut_at_dates, interval_before, read_date, read_elapsed
from etl.text import tidy


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26 Feb 2022", date(2022, 2, 26)),
        ("30 Sept 2023", date(2023, 9, 30)),
        ("26 févr. 2022", date(2022, 2, 26)),
        ("26 fe\u0301vr. 2022", date(2022, 2, 26)),
        ("26\u00a0FÉVRIER 2022", date(2022, 2, 26)),
        ("1er déc. 2024", date(2024, 12, 1)),
        ("15 août 2021", date(2021, 8, 15)),
        ("15 aout 2021", date(2021, 8, 15)),
        ("3 juil. 2020", date(2020, 7, 3)),
        ("3rd July, 2020", date(2020, 7, 3)),
        ("July 3, 2020", date(2020, 7, 3)),
        ("29 Feb 2024", date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert read_date(tidy(text)) == PartialDate(day, day, "day")


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("déc. 2023", date(2023, 12, 1), date(2023, 12, 31), "month"),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "year"),
    ],
)
def test_months_and_years_are_never_a_day(text: str, first: date, last: date, precision: str) -> None:
    assert read_date(text) == PartialDate(first, last, precision)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31 Feb 2024", 'impossible date "31 Feb 2024"'),
        ("29 févr. 2023", 'impossible date "29 févr. 2023"'),
        ("45 Mar 2024", 'impossible date "45 Mar 2024"'),
        ("2024-13-01", 'impossible date "2024-13-01"'),
        ("12 Smarch 2024", 'unknown month in date "12 Smarch 2024"'),
        ("26 Feb 0022", "the year is not between 1900 and 2100"),
    ],
)
def test_impossible_dates_say_why(text: str, problem: str) -> None:
    (bad,) = cut_at_dates(text)
    assert isinstance(bad, BadDate)
    assert problem in bad.problem


def test_text_and_dates_come_in_order() -> None:
    tokens = cut_at_dates("Other 26 Feb 2022 31 Feb 2024 Event mars 2023")
    assert [token if isinstance(token, str) else type(token).__name__ for token in tokens] == [
        *("Other", "PartialDate", "BadDate", "Event", "PartialDate")
    ]


def test_a_lone_number_among_counts_is_no_year() -> None:
    assert cut_at_dates("2024", bare_years=False) == ["2024"]
    assert len(cut_at_dates("3 Mar 2024", bare_years=False)) == 1


def test_digits_around_a_date_do_not_become_part_of_it() -> None:
    assert cut_at_dates("120245") == ["120245"]


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y"])
)
def test_every_day_survives_being_written(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == PartialDate(day, day, "day")


@given(st.text())
def test_any_text_is_cut_without_loss_of_words(text: str) -> None:
    tidied = tidy(text)
    tokens = cut_at_dates(tidied)
    words = [token for token in tokens if isinstance(token, str)]
    assert all(word in tidied and word for word in words)


@pytest.mark.parametrize(
    ("text", "elapsed", "rest"),
    [
        ("4 years, 2 months ago[Automatic", Elapsed(50, 0, 1, 0), "[Automatic"),
        ("4 years ago", Elapsed(48, 0, 12, 0), ""),
        ("a month ago", Elapsed(1, 0, 1, 0), ""),
        ("il y a 4 ans et 2 mois", Elapsed(50, 0, 1, 0), ""),
        ("Il y a un an", Elapsed(12, 0, 12, 0), ""),
        ("il\u00a0y\u00a0a 3 semainesRéseau", Elapsed(0, 21, 0, 7), "Réseau"),
        ("5 days ago", Elapsed(0, 5, 0, 1), ""),
        ("23 hours ago", Elapsed(0, 0, 0, 2), ""),
        ("hier", Elapsed(0, 1, 0, 1), ""),
        ("European network", None, "European network"),
    ],
)
def test_lengths_of_time(text: str, elapsed: Elapsed | None, rest: str) -> None:
    assert read_elapsed(text) == (elapsed, rest)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("4 years, 2 months ago", date(2020, 11, 29), date(2020, 12, 28)),
        ("4 years ago", date(2020, 2, 29), date(2021, 2, 28)),
        ("2 weeks ago", date(2025, 2, 8), date(2025, 2, 14)),
        ("5 days ago", date(2025, 2, 23), date(2025, 2, 23)),
        ("today", date(2025, 2, 28), date(2025, 2, 28)),
        ("3 hours ago", date(2025, 2, 27), date(2025, 2, 28)),
    ],
)
def test_the_interval_a_length_of_time_allows(text: str, first: date, last: date) -> None:
    elapsed, _ = read_elapsed(text)
    assert elapsed
    assert interval_before(date(2025, 2, 28), elapsed) == (first, last)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 999), st.integers(0, 11))
def test_intervals_follow_each_other_without_gap(captured: date, years: int, months: int) -> None:
    first, last = interval_before(captured, Elapsed(years * 12 + months, 0, 1, 0))
    _, previous_last = interval_before(captured, Elapsed(years * 12 + months + 1, 0, 1, 0))
    assert first <= last <= captured
    assert previous_last == first - timedelta(days=1)
