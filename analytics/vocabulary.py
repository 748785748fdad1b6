"""What the codes of the warehouse are called by people. One table per dimension, in the order in which charts stack and
lists name them; a code that is not here (a relation type a page invented) is called what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.i18n import _

# The messages are the English names; `_` turns them into the language of the view when they are used.
KINDS: Mapping[str, str] = {
    "regional_authority": "Regional authorities",
    "state": "State bodies",
    "departement": "Départements",
    "city_metropolis": "Cities and metropolises",
    "eu_international": "European and international bodies",
    "public_agency": "Public agencies",
    "bank_fund": "Banks and funds",
    "foundation": "Foundations",
    "university_research": "Universities and research",
    "network_association": "Networks and associations",
    "incubator_cluster": "Incubators and clusters",
    "media": "Media",
    "other": "Companies and others",
}

RELATION_TYPES: Mapping[str, str] = {
    "Partnership": "Partnership",
    "Funding": "Funding",
    "Event": "Event",
    "Award": "Award",
    "Client": "Client",
    "Other": "Other relation",
    "Unstated": "No relation stated",
}

CHANNELS: Mapping[str, str] = {
    "unstated": "Channel not stated",
    "tweet": "Tweets",
    "article": "Articles",
    "grant": "Grants",
}

SECTOR_GAPS: Mapping[str, str] = {
    "none": "No sector given",
    "unrecognised": "Unrecognised sector",
}

GRAINS: Mapping[str, str] = {"month": "Month", "quarter": "Quarter", "year": "Year"}

STATES: Mapping[str, str] = {
    "traced": "Trace found",
    "no_trace": "No trace found (complete capture)",
    "not_knowable": "Not knowable (incomplete capture)",
}

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "French", "und": "Language not recognised"}

_BY_DIMENSION: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "relation_type": RELATION_TYPES,
    "channel": CHANNELS,
    "sector_group": SECTOR_GAPS,
    "sector": SECTOR_GAPS,
    "state": STATES,
}


def name(dimension: str, code: str, given: object = None) -> str:
    """The name of `code` in the language of the view: ours, else the one `given` by the warehouse, else the code."""
    if code in _BY_DIMENSION.get(dimension, {}):
        return _(_BY_DIMENSION[dimension][code])
    return given if isinstance(given, str) else code


def ordered(dimension: str, codes: Iterable[str]) -> list[str]:
    """`codes` in the order of the table; those it does not have come last, by name."""
    rank = {code: place for place, code in enumerate(_BY_DIMENSION.get(dimension, {}))}
    return sorted(codes, key=lambda code: (rank.get(code, len(rank)), code))
