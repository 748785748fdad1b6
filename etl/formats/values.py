"""Cells to values. Each reader takes tidy, non-empty text and raises ValueError with the reason it cannot be used."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from etl.dates import BadDate, PartialDate, cut_at_dates
from etl.numbers import read_number, read_range, siren_problem
from etl.page.relations import MAX_MENTIONS, RELATION_TYPES, UNSTATED
from etl.reference.sectors import as_written
from etl.text import fold, tidy

MISSING = frozenset({"", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "NaN", "nan", "-", "–", "—"})
LONGEST = 500
"""Characters of a name. What is longer is a paragraph in the wrong column."""

_MAX_AMOUNT = Decimal(10_000_000_000)  # euros; more than any grant, and ten thousand of them fit the column
_EUROS = re.compile(r"\s*(?:€|EUR|euros?)\s*", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,](?:[0-9]{1,2}|[0-9]{4,}))?|[+-]?[0-9]{4,}[.,][0-9]{3}")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?P<mark>[ .,'’])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?P<decimals>[.,][0-9]{1,2})?"
)
_AMBIGUOUS = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}")
_PROGRAMME = re.compile(r"\s*:\s*[0-9]{3}\s*-")  # of the State's budget
_CLOCK = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}.*")
_YEAR_MONTH = re.compile(
    r"(?P<year>[0-9]{4})[-/](?P<month>0[1-9]|1[0-2])|(?P<month_first>0?[1-9]|1[0-2])/(?P<year_last>[0-9]{4})"
)
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LIST = re.compile(r"\s*[;|\n]\s*")

_CHANNELS = {
    "tweet": "tweet tweets x",
    "article": "article articles press presse",
    "grant": "grant grants subvention subventions",
    "unstated": "unstated none other autre aucun inconnu",
}
CHANNELS = {spelling: channel for channel, spellings in _CHANNELS.items() for spelling in spellings.split()}


def is_missing(cell: str) -> bool:
    return cell.strip() in MISSING


def read_amount(text: str) -> Decimal:
    """Read `12 345,67 €` or `12345.67` as euros, to the cent."""
    digits = tidy(_EUROS.sub(" ", text, count=1))
    if _AMBIGUOUS.fullmatch(digits):
        raise ValueError(f'amount "{text}" may be thousands or decimals: write it without a mark, or with two decimals')
    if grouped := _GROUPED.fullmatch(digits):
        decimals = grouped["decimals"] or ""
        if decimals[:1] == grouped["mark"]:
            raise ValueError(f'cannot read "{text}" as an amount in euros')
        whole = digits[: len(digits) - len(decimals)]
        digits = re.sub(r"[ .,'’]", "", whole) + decimals
    elif not _PLAIN.fullmatch(digits):
        raise ValueError(f'cannot read "{text}" as an amount in euros')
    amount = Decimal(digits.replace(",", "."))
    if abs(amount) > _MAX_AMOUNT:
        raise ValueError(f'amount "{text}" is more than {_MAX_AMOUNT:,} EUR')
    return amount.quantize(Decimal("0.01"))


def read_when(text: str) -> PartialDate:
    """Read one date, known to the day, month or year; a time of day is left out."""
    text = _CLOCK.sub("", text)
    if match := _YEAR_MONTH.fullmatch(text):
        month = match["month"] or match["month_first"]
        text = f"{_MONTH_NAMES[int(month) - 1]} {match['year'] or match['year_last']}"
    match cut_at_dates(text):
        case [PartialDate() as found]:
            return found
        case [BadDate(_, problem)]:
            raise ValueError(problem)
        case _:
            raise ValueError(f'cannot read "{text}" as one date')


def read_day(text: str) -> date:
    found = read_when(text)
    if found.precision != "day":
        raise ValueError(f'"{text}" is not one day, write it as 2025-03-01')
    return found.first


def read_siren(text: str) -> str:
    """Read a SIREN, or the SIREN that a SIRET begins with; spaces, dots and apostrophes between digits are left out."""
    digits = re.sub(r"[\s.'’]", "", text)
    if re.fullmatch(r"[0-9]{14}", digits):
        digits = digits[:9]
    if problem := siren_problem(digits):
        raise ValueError(problem)
    return digits


def read_name(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"a name of more than {LONGEST} characters")
    if not fold(text):
        raise ValueError(f'"{text}" is no name')
    return text


def read_giver(text: str) -> str:
    """Read whose budget `Culture et communication: 224 - Transmission des savoirs` is a line of."""
    return read_name(_PROGRAMME.split(text, maxsplit=1)[0])


def read_channel(text: str) -> str:
    try:
        return CHANNELS[fold(text)]
    except KeyError:
        raise ValueError(f'unknown channel "{text}", expected tweet, article, grant or unstated') from None


def read_relation(text: str) -> str:
    """Return the English name of a known relation type, an unknown one as written."""
    return RELATION_TYPES.get(fold(text), text if fold(text) else UNSTATED)


def read_mentions(text: str) -> int:
    number = read_whole(text)
    if not 1 <= number <= MAX_MENTIONS:
        raise ValueError(f'"{text}" is not a number of mentions')
    return number


def read_whole(text: str) -> int:
    number = read_number(text)
    if number is None or number > MAX_MENTIONS:
        raise ValueError(f'cannot read "{text}" as a whole number')
    return number


def read_employees(text: str) -> tuple[int, int | None]:
    found = read_range(text)
    if found is None:
        raise ValueError(f'cannot read "{text}" as a range of employees, expected something like 2-10')
    return found


def read_sectors(text: str) -> tuple[str, ...]:
    """Read sectors separated by `;`, or by commas outside the names of the vocabulary."""
    return tuple(dict.fromkeys(sector for part in read_items(text) for sector in as_written(part)))


def read_items(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, _LIST.split(text))))
