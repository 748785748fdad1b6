"""What people can correct (`etl/overrides.py`), and what is wrong with a new value of it; an empty one is no value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from etl.numbers import siren_problem
from etl.reference.kinds import kinds
from etl.reference.regions import is_region

_LARGEST = 2_000_000_000
_CHANNELS = ("tweet", "article", "grant", "unstated")
_AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")
_WHEN = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def _anything(_: str) -> str | None:
    return None


def _something(text: str) -> str | None:
    return None if text else "needs a value"


def _whole_number(text: str) -> str | None:
    fits = not text or (re.fullmatch("[0-9]{1,10}", text) and int(text) <= _LARGEST)
    return None if fits else f'"{text}" is not a whole number'


def _number_from_one(text: str) -> str | None:
    return _whole_number(text) if text.strip("0") else "needs a number from 1 on"


def _siren(text: str) -> str | None:
    return siren_problem(text) if text else None


def _region(text: str) -> str | None:
    return None if not text or is_region(text) else f'"{text}" is not the INSEE code of a region, such as 11 or 01'


def _kind(text: str) -> str | None:
    return None if text in kinds() else f'"{text}" is not a kind, expected one of {", ".join(kinds())}'


def _channel(text: str) -> str | None:
    return None if text in _CHANNELS else f'"{text}" is not a channel, expected one of {", ".join(_CHANNELS)}'


def _amount(text: str) -> str | None:
    return None if not text or _AMOUNT.fullmatch(text) else f'"{text}" is not an amount in euros, such as 1500 or 0.50'


def _day_month_or_year(text: str) -> str | None:
    try:
        if not text or (_WHEN.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10])):
            return None
    except ValueError:  # no such day
        pass
    return f'"{text}" is not a date, write 2026-03-01, 2026-03 or 2026'


def _yes(text: str) -> str | None:
    return None if text in ("", "yes") else f'"{text}" is neither yes nor empty'


FIELDS: Mapping[str, Mapping[str, Callable[[str], str | None]]] = {
    "organisation": {
        "name": _something,
        "url": _anything,
        "siren": _siren,
        "address": _anything,
        "postcode": _anything,
        "city": _anything,
        "country": _anything,
        "region_code": _region,
        "employees_min": _whole_number,
        "employees_max": _whole_number,
        "employees_estimated": _whole_number,
        "declared_catalysts": _whole_number,
    },
    "catalyst": {"name": _something, "kind": _kind, "region_code": _region},
    "engagement": {
        "relation_type": _something,
        "channel": _channel,
        "engaged_on": _day_month_or_year,
        "mentions": _number_from_one,
        "amount_eur": _amount,
        "removed": _yes,
    },
}
"""Subject -> field that can be corrected -> what is wrong with a new value of it."""


def as_stored(field: str, text: str | None) -> str | None:
    """Return a value as the warehouse writes it: 1500 euros are 1500.00."""
    if field == "amount_eur" and text and _AMOUNT.fullmatch(text):
        return f"{Decimal(text):.2f}"
    return text or None
