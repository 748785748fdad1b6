"""The language of a view: which words, and how numbers, dates and lists are written in it.

The language is set once per run (`use`) and read wherever a sentence is made, so that nothing between a page and its
sentences has to carry it. Catalogues are ordinary gettext files, `analytics/locale/<language>.po`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import babel.dates
import babel.lists
import babel.numbers

from etl.i18n import DEFAULT, LANGUAGES, catalogue, language, set_language, told, use

__all__ = ["DEFAULT", "LANGUAGES", "language", "set_language", "told", "use"]

CATALOGUES = Path(__file__).parent / "locale"
MOST_WRITTEN = 20_000
"""Numbers and days that are kept as they are written: the same stand in many cells, and writing one takes long."""
LOCALES = {"en": "en_GB", "fr": "fr_FR"}

T = TypeVar("T")


def kept(act: Callable[[], T]) -> Callable[[], T]:
    """`act` in the language of now, whenever it is called: a download is made after the page, in another thread."""
    code = language()

    def speaking() -> T:
        with use(code):
            return act()

    return speaking


def preferred(accepted: str | None) -> str:
    """Our language that a browser's `Accept-Language` names first, else English."""
    for entry in (accepted or "").split(","):
        code = entry.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return DEFAULT


def _(message: str) -> str:
    return catalogue(CATALOGUES, language()).gettext(message) if message else ""


def pgettext(context: str, message: str) -> str:
    """`_` for a message whose translation depends on where it stands: `context` tells translators where that is."""
    return catalogue(CATALOGUES, language()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Marks a message of a table for the catalogues; `_` translates it where it is used."""
    return message


def ngettext(singular: str, plural: str, count: float) -> str:
    return catalogue(CATALOGUES, language()).ngettext(singular, plural, int(count))


def _locale() -> str:
    return LOCALES[language()]


def number(value: float, digits: int = 0) -> str:
    """1234.5 as `1,234` or `1 234`; at most `digits` decimals."""
    return _number(value, digits, _locale())


@lru_cache(MOST_WRITTEN)
def _number(value: float, digits: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return babel.numbers.format_decimal(value, format=pattern, locale=locale)


def percent(share: float) -> str:
    """A share of 1 as a whole percentage."""
    return babel.numbers.format_percent(share, locale=_locale())


def months(count: int) -> str:
    """A length of time: `1 month`, `12 months`."""
    return ngettext("{n} month", "{n} months", count).format(n=number(count))


_DATE_PATTERNS = {"day": "d MMM y", "month": "MMM y", "quarter": "QQQ y", "year": "y"}
_FRENCH_FIRST = "d'er' MMM y"
"""`1er mars 2025`: in French the first of a month is an ordinal, which locale data do not say."""


def date(value: dt.date, precision: str = "day") -> str:
    """`value` written no finer than it is known: `28 Feb 2025`, `Feb 2025`, `Q1 2025` or `2025`."""
    return _date(value, precision, _locale())


@lru_cache(MOST_WRITTEN)
def _date(value: dt.date, precision: str, locale: str) -> str:
    is_first_in_french = locale == LOCALES["fr"] and precision == "day" and value.day == 1
    pattern = _FRENCH_FIRST if is_first_in_french else _DATE_PATTERNS[precision]
    return babel.dates.format_date(value, pattern, locale=locale)


def since(day: dt.date, precision: str | None) -> str:
    """`since 28 Feb 2025`, `since Feb 2025`: French has an article before a day, and none before a month or year."""
    text = _("since {first}") if precision == "day" else pgettext("a month or a year", "since {first}")
    return text.format(first=date(day, precision or "day"))


def moment(value: dt.date) -> str:
    """Day and time of day, to the minute (a day alone is its midnight)."""
    time = value.time() if isinstance(value, dt.datetime) else dt.time()
    return f"{date(value)}, {babel.dates.format_time(time, 'HH:mm', locale=_locale())}"


def ago(day: dt.date, today: dt.date) -> str:
    """How long ago `day` was, in the unit that still says it well: `12 days ago`, `21 months ago`."""
    if day >= today:
        return _("today")
    return babel.dates.format_timedelta(
        day - today, granularity="day", threshold=3, add_direction=True, locale=_locale()
    )


def listing(items: Sequence[str], style: Literal["standard", "or"] = "standard", most: int = 4) -> str:
    """`a, b and c` (style `or`: `a, b or c`); past `most`, the rest as a number."""
    shown = list(items)
    if len(shown) > most + 1:
        rest = len(shown) - most
        shown = [*shown[:most], ngettext("{n} other", "{n} others", rest).format(n=number(rest))]
    return babel.lists.format_list(shown, style=style, locale=_locale())


def labelled(label: str, value: str) -> str:
    """`label: value`, with the space that French puts before a colon."""
    return _("{label}: {value}").format(label=label, value=value)


def sentences(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
