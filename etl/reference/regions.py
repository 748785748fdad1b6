"""Which region a regional authority, or a French postcode, belongs to.

Names are matched by whole-string equality on folded text, never by substring: "Crédit Agricole Nouvelle-Aquitaine" and
"Région académique Bretagne" are no regional councils. A region is never derived from a SIREN.
"""

from __future__ import annotations

import re
from functools import cache

from etl.reference import load
from etl.text import fold

_ARTICLE = r"(?:de la |de l |des |de |du |d |of the |of )?"
_MARKED = (
    re.compile(rf"(?:conseil regional|region|regional council|collectivite territoriale) {_ARTICLE}(?P<place>.+)"),
    re.compile(r"(?:the )?(?P<place>.+) (?:region|regional council)"),
)
_NEEDS_MARKER = frozenset({"sud", "centre"})
_POSTCODE = re.compile(r"[0-9]{5}")
_FRANCE = "france|guadeloupe|martinique|guyane|guyane francaise|french guiana|reunion|la reunion|mayotte"
_FRENCH_COUNTRIES = frozenset(_FRANCE.split("|"))


@cache
def _places() -> dict[str, str]:
    """Folded name of a region, present or former -> INSEE code."""
    reference = load("regions")
    names = {alias: region["insee"] for region in reference["regions"] for alias in region["aliases"]}
    return {**reference["former_regions"], **names}


@cache
def _full_forms() -> dict[str, str]:
    reference = load("regions")
    councils = {fold(region["council"]): region["insee"] for region in reference["regions"]}
    return {**reference["full_forms"], **councils}


def council_name(region_code: str) -> str:
    return _councils()[region_code]


@cache
def _councils() -> dict[str, str]:
    return {region["insee"]: region["council"] for region in load("regions")["regions"]}


def is_region(code: str) -> bool:
    return code in _councils()


def region_of_council(name: str) -> str | None:
    """Return the INSEE code of the region whose council this is: `Région Sud` is '93', `Bretagne` '53'."""
    folded = fold(name)
    if code := _full_forms().get(folded):
        return code
    if folded not in _NEEDS_MARKER and folded in _places():
        return _places()[folded]
    matches = (pattern.fullmatch(folded) for pattern in _MARKED)
    return next((_places().get(match["place"]) for match in matches if match), None)


def has_council_marker(name: str) -> bool:
    return any(pattern.fullmatch(fold(name)) for pattern in _MARKED)


@cache
def _departements() -> dict[str, str]:
    return {row["code"]: row["region_code"] for row in load("departements")["departements"]}


def region_of_postcode(postcode: str | None, country: str | None) -> str | None:
    """Return the region of a postcode in France: `75014` is in '11'. Corsica's 20xxx cover both its départements."""
    if postcode is None or not _POSTCODE.fullmatch(postcode) or fold(country or "") not in _FRENCH_COUNTRIES:
        return None
    if postcode.startswith("20"):
        return _departements()["2A"]
    return _departements().get(postcode[:3] if postcode.startswith("97") else postcode[:2])
