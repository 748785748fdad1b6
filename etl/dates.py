"""Dates as profile pages write them, in English and French, known to the day, the month or the year.

A cell is cut into tokens: a `PartialDate`, a `BadDate` (it has the form of a date but is none), or the text between.
Numeric dates are day first, as in both languages of the platform.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from etl.text import fold, remembered

FIRST_YEAR, LAST_YEAR = 1900, 2100

_NAMES = (
    "january jan janvier janv",
    "february feb fevrier fevr fev",
    "march mar mars",
    "april apr avril avr",
    "may mai",
    "june jun juin",
    "july jul juillet juil juill",
    "august aug aout",
    "september sep sept septembre",
    "october oct octobre",
    "november nov novembre",
    "december dec decembre",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_DIGIT = re.compile(r"[0-9]")
_MONTH = r"(?:" + "|".join(sorted({*MONTHS, "février", "févr", "fév", "août", "décembre", "déc"}, key=len)[::-1]) + ")"
_DATE = re.compile(
    rf"""(?<![0-9])(?:
        (?P<iso>[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}})
      | (?P<slashed>[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}})
      | (?P<day>[0-9]{{1,2}})(?:er|st|nd|rd|th)?\ (?P<month>[^\W\d_]{{3,10}})\.?,?\ (?P<year>[0-9]{{4}})
      | (?P<month_first>{_MONTH})\.?\ (?P<second_day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\ (?P<third_year>[0-9]{{4}})
      | (?<![^\W\d_])(?P<only_month>{_MONTH})\.?\ (?P<month_year>[0-9]{{4}})
      | (?P<only_year>(?:19|20)[0-9]{{2}})
    )(?![0-9])""",
    re.VERBOSE | re.IGNORECASE,
)
_USUAL_MONTHS = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|janv\.|févr\.|mars|avr\.|mai|juin|juil\.|août|sept\.|oct\.|nov\.|déc\."
)
_USUAL_DATE = re.compile(rf"(?:(?:(?:1er|[1-9][0-9]?) )?(?:{_USUAL_MONTHS}) )?(?:19|20)[0-9]{{2}}")
"""As the platform writes almost all of them."""


class PartialDate(NamedTuple):
    """The days a date allows: both ends are inside."""

    first: date
    last: date
    precision: str  # 'day', 'month', 'year'


class BadDate(NamedTuple):
    text: str
    problem: str


def _day(year: int, month: int, day: int) -> PartialDate:
    exact = date(year, month, day)
    return PartialDate(exact, exact, "day")


def _month(year: int, month: int) -> PartialDate:
    return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def _year(year: int) -> PartialDate:
    return PartialDate(date(year, 1, 1), date(year, 12, 31), "year")


def _read(match: re.Match[str]) -> PartialDate:
    """Turn a match into a date; raises KeyError (unknown month) or ValueError (no such day)."""
    if iso := match["iso"]:
        year, month, day = map(int, iso.split("-"))
        return _day(year, month, day)
    if slashed := match["slashed"]:
        day, month, year = map(int, slashed.split("/"))
        return _day(year, month, day)
    if match["day"]:
        return _day(int(match["year"]), MONTHS[fold(match["month"])], int(match["day"]))
    if match["month_first"]:
        return _day(int(match["third_year"]), MONTHS[fold(match["month_first"])], int(match["second_day"]))
    if match["only_month"]:
        return _month(int(match["month_year"]), MONTHS[fold(match["only_month"])])
    return _year(int(match["only_year"]))


@remembered
def _interpret(text: str) -> PartialDate | BadDate:
    """Read text that `_DATE` has found."""
    match = _DATE.fullmatch(text)
    assert match
    try:
        found = _read(match)
    except KeyError:
        return BadDate(text, f'unknown month in date "{text}"')
    except ValueError:
        return BadDate(text, f'impossible date "{text}"')
    if not FIRST_YEAR <= found.first.year <= LAST_YEAR:
        return BadDate(text, f'impossible date "{text}": the year is not between {FIRST_YEAR} and {LAST_YEAR}')
    return found


def cut_at_dates(text: str, *, bare_years: bool = True) -> list[PartialDate | BadDate | str]:
    """Cut tidy text into dates and the non-empty text between them, in order.

    With `bare_years=False` a lone `2024` is left in the text: in a cell of counts it is a number.
    """
    if not _DIGIT.search(text):
        return [text.strip()] if text.strip() else []
    tokens: list[PartialDate | BadDate | str] = []
    end = 0
    for match in _DATE.finditer(text):
        if match["only_year"] and not bare_years:
            continue
        tokens += [text[end : match.start()].strip(), _interpret(match[0])]
        end = match.end()
    tokens.append(text[end:].strip())
    return [token for token in tokens if token != ""]


def read_usual_dates(text: str) -> list[PartialDate]:
    """Read text that is dates and nothing else, as the platform writes them, one space between.

    Empty where it is anything else: that is left to `cut_at_dates`, which would find the same dates.
    """
    written = _USUAL_DATE.findall(text)
    if " ".join(written) != text:
        return []
    dates = [found for found in map(_interpret, written) if isinstance(found, PartialDate)]
    return dates if len(dates) == len(written) else []


@remembered
def read_date(text: str) -> PartialDate | None:
    """Read text that is one date and nothing else."""
    found = _interpret(text) if _DATE.fullmatch(text) else None
    return found if isinstance(found, PartialDate) else None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A span such as `4 years, 2 months`, and the unit it was rounded down to."""

    months: int = 0
    days: int = 0
    unit_months: int = 0
    unit_days: int = 0


# Folded unit -> (months, days) of one, and what the statement was rounded down to. "23 hours ago" may be yesterday.
_UNITS = {
    **dict.fromkeys(("year", "an", "annee"), Elapsed(12, 0, 12, 0)),
    **dict.fromkeys(("month", "mois"), Elapsed(1, 0, 1, 0)),
    **dict.fromkeys(("week", "semaine"), Elapsed(0, 7, 0, 7)),
    **dict.fromkeys(("day", "jour"), Elapsed(0, 1, 0, 1)),
    **dict.fromkeys(("hour", "heure", "minute", "second", "seconde"), Elapsed(0, 0, 0, 2)),
}
_PART = (
    r"([0-9]{1,3}|an?|one|une?)\s+(years?|months?|weeks?|days?|hours?|minutes?|seconds?"
    r"|ans?|années?|mois|semaines?|jours?|heures?|secondes?)"
)
_PARTS = rf"{_PART}(?:\s*(?:,|and|et|,\s*and)?\s*{_PART})?"
_AGO = re.compile(rf"\s*(?:il\s+y\s+a\s+{_PARTS}|{_PARTS}\s+ago)", re.IGNORECASE)
_DAY_WORDS = re.compile(r"\s*(today|yesterday|aujourd['’]hui|hier)(?![^\W\d_])", re.IGNORECASE)


def read_elapsed(text: str) -> tuple[Elapsed | None, str]:
    """Read `4 years, 2 months ago` or `il y a 4 ans et 2 mois` at the start; return it and the text that follows."""
    match = _AGO.match(text) or _DAY_WORDS.match(text)
    return (_elapsed(match[0]), text[match.end() :]) if match else (None, text)


@remembered
def _elapsed(text: str) -> Elapsed:
    """Read text that `_AGO` or `_DAY_WORDS` has found."""
    if match := _DAY_WORDS.fullmatch(text):
        days = 0 if fold(match[1]) in {"today", "aujourd hui"} else 1
        return Elapsed(days=days, unit_days=1)
    match = _AGO.fullmatch(text)
    assert match
    groups = [group for group in match.groups() if group]
    parts = [_times(count, unit) for count, unit in zip(groups[::2], groups[1::2], strict=True)]
    last = parts[-1]
    return Elapsed(sum(p.months for p in parts), sum(p.days for p in parts), last.unit_months, last.unit_days)


def _times(count: str, unit: str) -> Elapsed:
    name = fold(unit)
    one = _UNITS.get(name) or _UNITS[name.rstrip("s")]
    number = int(count) if count.isdigit() else 1
    return Elapsed(one.months * number, one.days * number, one.unit_months, one.unit_days)


_IN_ANY_MONTH = 28


def minus_months(day: date, months: int) -> date:
    """Go back whole months; the 31st becomes the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    longest = day.day if day.day <= _IN_ANY_MONTH else calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest))


def interval_before(captured: date, elapsed: Elapsed) -> tuple[date, date]:
    """Return the first and last day on which something `elapsed` ago, rounded down, can have happened."""
    latest = minus_months(captured, elapsed.months) - timedelta(days=elapsed.days)
    too_early = minus_months(captured, elapsed.months + elapsed.unit_months) - timedelta(
        days=elapsed.days + elapsed.unit_days
    )
    return too_early + timedelta(days=1), latest
