"""What the codes of the warehouse are called by people. One table per dimension, in the order in which charts stack and
lists name them; a code that is not here (a relation type a page invented) is called what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.i18n import N_, _

# The messages are the English names; `_` turns them into the language of the view when they are used.
KINDS: Mapping[str, str] = {
    "regional_authority": N_("Regional authorities"),
    "state": N_("State bodies"),
    "departement": N_("Départements"),
    "city_metropolis": N_("Cities and metropolises"),
    "eu_international": N_("International and European bodies"),
    "public_agency": N_("Public agencies"),
    "bank_fund": N_("Banks and funds"),
    "foundation": N_("Foundations"),
    "university_research": N_("Universities and research"),
    "network_association": N_("Networks and associations"),
    "incubator_cluster": N_("Incubators and clusters"),
    "media": N_("Media"),
    "other": N_("Companies and others"),
}

RELATION_TYPES: Mapping[str, str] = {
    "Partnership": N_("Partnership"),
    "Funding": N_("Funding"),
    "Event": N_("Event"),
    "Award": N_("Award"),
    "Client": N_("Client"),
    "Other": N_("Other relation"),
    "Unstated": N_("No relation stated"),
}

CHANNELS: Mapping[str, str] = {
    "unstated": N_("Channel not stated"),
    "tweet": N_("Tweets"),
    "article": N_("Articles"),
    "grant": N_("Grants"),
}

SECTOR_GAPS: Mapping[str, str] = {
    "none": N_("No sector given"),
    "unrecognised": N_("Unrecognised sector"),
}

GRAINS: Mapping[str, str] = {"month": N_("Month"), "quarter": N_("Quarter"), "year": N_("Year")}

PRECISIONS: Mapping[str, str] = {"day": N_("Day"), "month": N_("Month"), "year": N_("Year")}

SEVERITIES: Mapping[str, str] = {"error": N_("Error"), "warning": N_("Warning")}

LINE_STATES: Mapping[str, str] = {
    "parsed": N_("Understood"),
    "ignored": N_("Without content"),
    "rejected": N_("Rejected"),
}

STATES: Mapping[str, str] = {
    "traced": N_("Trace found"),
    "no_trace": N_("No trace found (complete capture)"),
    "not_knowable": N_("Not knowable (incomplete capture)"),
    "left_out": N_("Left out by the filters"),
}

HEALTH: Mapping[str, str] = {
    "active": N_("Active"),
    "cooling": N_("Cooling"),
    "lapsed": N_("Lapsed"),
    "unknown": N_("Unknown"),
}
"""What silence is called, by its length; `unknown` where no date tells of it."""

SCOPES: Mapping[str, str] = {"view": N_("This view"), "portfolio": N_("All organisations")}

COMPLETENESS: Mapping[str, str] = {
    "complete": N_("Complete"),
    "partial": N_("Incomplete"),
    "undeclared": N_("The page announces no number"),
}

CHANGES: Mapping[str, str] = {
    "new": N_("New"),
    "newly_dated": N_("Newer date"),
    "relabelled": N_("Described otherwise"),
    "vanished": N_("No longer listed"),
}

OUTCOMES: Mapping[str, str] = {
    "applied": N_("Applied"),
    "replaced": N_("Replaced by a later one"),
    "already_so": N_("The pages say so themselves"),
    "not_applied": N_("Not applied"),
    "rejected": N_("Not understood"),
}

CONFLICTS: Mapping[str, str] = {
    "siren_shared": N_("One SIREN, several organisations"),
    "id_with_sirens": N_("One identifier, several SIRENs"),
    "id_with_url": N_("Another identifier in the address"),
    "id_is_siren": N_("One number, two meanings"),
    "slug_with_id": N_("One file name, with and without identifier"),
    "slug_with_sirens": N_("One file name, several SIRENs"),
    "slug_with_names": N_("One file name, several names"),
    "name_of_several": N_("A name of several organisations"),
    "name_in_places": N_("A name in several places"),
}

FORMATS: Mapping[str, str] = {
    "profile_page": N_("Page as text"),
    "html": N_("Saved HTML"),
    "csv": "CSV",
    "tsv": "TSV",
    "xlsx": "Excel",
    "xls": N_("Excel of before 2007"),
    "json": "JSON",
    "jsonl": "JSON Lines",
    "parquet": "Parquet",
    "zip": N_("Archive"),
}

REMARKS: Mapping[str, str] = {
    "needs_package": N_("A package is missing"),
    "near_column": N_("Column of a similar name"),
    "guessed_encoding": N_("Encoding guessed"),
    "ignored_column": N_("Column left out"),
    "column": N_("Column"),
    "layout": N_("Layout"),
    "lines": N_("Numbers of lines"),
}
"""What is noted of how a file was read."""

FIELDS: Mapping[str, str] = {
    "name": N_("Name"),
    "kind": N_("Kind"),
    "url": N_("Page"),
    "siren": N_("SIREN"),
    "address": N_("Address"),
    "postcode": N_("Postcode"),
    "city": N_("City"),
    "country": N_("Country"),
    "region_code": N_("Region"),
    "employees_min": N_("Fewest employees"),
    "employees_max": N_("Most employees"),
    "employees_estimated": N_("Estimated employees"),
    "declared_catalysts": N_("Announced catalysts"),
    "relation_type": N_("Relation type"),
    "channel": N_("Channel"),
    "engaged_on": N_("Date"),
    "mentions": N_("Mentions"),
    "amount_eur": N_("Amount (EUR)"),
}
"""What people can correct."""

LANGUAGES: Mapping[str, str] = {"en": N_("English"), "fr": N_("French"), "und": N_("Language not recognised")}

_BY_DIMENSION: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "relation_type": RELATION_TYPES,
    "channel": CHANNELS,
    "sector_group": SECTOR_GAPS,
    "sector": SECTOR_GAPS,
    "state": STATES,
    "health": HEALTH,
    "scope": SCOPES,
    "status": COMPLETENESS,
    "line_state": LINE_STATES,
    "date_precision": PRECISIONS,
    "severity": SEVERITIES,
    "change": CHANGES,
    "outcome": OUTCOMES,
    "conflict": CONFLICTS,
    "format": FORMATS,
    "remark": REMARKS,
    "field": FIELDS,
}


def name(dimension: str, code: str, given: object = None) -> str:
    """The name of `code` in the language of the view: ours, else the one `given` by the warehouse, else the code."""
    if code in _BY_DIMENSION.get(dimension, {}):
        return _(_BY_DIMENSION[dimension][code])
    return given if isinstance(given, str) else code


def ordered(dimension: str, codes: Iterable[str]) -> list[str]:
    """`codes` in the order of the table, then those it does not have, by name.

    Sector groups have no order of their own: they stay as they come, with what is missing behind them.
    """
    if dimension == "sector_group":
        return sorted(codes, key=lambda code: code in SECTOR_GAPS)
    rank = {code: place for place, code in enumerate(_BY_DIMENSION.get(dimension, {}))}
    return sorted(codes, key=lambda code: (rank.get(code, len(rank)), code))
