"""The lines under `Location`: an address, a city, a country, any of which may be missing."""

from __future__ import annotations

import re

from etl.page.facts import Location
from etl.text import fold, tidy

# Only needed to tell a lone country from a lone city.
_COUNTRY_NAMES = (
    "france|belgium|belgique|luxembourg|switzerland|suisse|germany|allemagne|spain|espagne|italy|italie|portugal"
    "|netherlands|pays bas|united kingdom|royaume uni|canada|poland|pologne|austria|autriche|romania|roumanie|ireland"
    "|irlande|united states|etats unis|guadeloupe|martinique|guyane|french guiana|mayotte|reunion|la reunion"
)
_COUNTRIES = frozenset(_COUNTRY_NAMES.split("|"))
_POSTCODE = re.compile(r"(?P<postcode>[0-9]{4}(?:[0-9]|(?<=,\s[0-9]{4})))\s+(?P<city>[^,0-9][^,]*)")
_DIGIT = re.compile(r"[0-9]")
_DIGIT_OR_COMMA = re.compile(r"[0-9,]")
_CEDEX = re.compile(r"\s+cedex(?:\s+[0-9]{1,2})?$", re.IGNORECASE)


def read_location(lines: list[str]) -> Location:
    """Read the lines in page order; the country is last, the city before it, the address first."""
    texts = [tidy(line) for line in lines if line.strip()]
    address_lines = _leading_addresses(texts)
    address = ", ".join(texts[:address_lines]) or None
    city, country = _city_and_country(texts[address_lines:])
    match = _POSTCODE.search(address) if address else None
    if country is None and address:
        country = _last_part(address)
    if city is None and match and fold(match["city"]) != fold(country or ""):
        city = _CEDEX.sub("", match["city"].strip())
    return Location(address, match["postcode"] if match else None, city, country)


def _last_part(address: str) -> str | None:
    """Return what stands behind the last comma, where that has no digit."""
    _, comma, last = address.rpartition(",")
    return last.strip() if comma and not _DIGIT.search(last) else None


def _leading_addresses(texts: list[str]) -> int:
    """Count the lines of the address: those with a comma or digit, and whatever leaves two for city and country."""
    written = max((i for i, text in enumerate(texts, start=1) if _DIGIT_OR_COMMA.search(text)), default=0)
    return max(written, len(texts) - 2)


def _city_and_country(texts: list[str]) -> tuple[str | None, str | None]:
    match texts:
        case [city, country]:
            return city, country
        case [only]:
            return (None, only) if fold(only) in _COUNTRIES else (only, None)
        case _:
            return None, None
