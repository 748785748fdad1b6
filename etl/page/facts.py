"""What one profile page says, as far as it can be understood, before anything is looked up or merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from etl.dates import Elapsed, PartialDate


class Trace(NamedTuple):
    """One dated trace, or one count without a date."""

    relation_type: str
    channel: str  # 'tweet', 'article', 'unstated'; in tables also 'grant'
    when: PartialDate | None
    mentions: int
    amount_eur: Decimal | None = None


class CatalystRow(NamedTuple):
    """One row of the catalyst table."""

    line_number: int
    text: str  # name, followed by the sectors if there are any
    has_sectors: bool
    logo_name: str | None  # alternative text of the logo, where the extractor kept it
    traces: tuple[Trace, ...]
    sectors: tuple[str, ...] = ()  # stated apart from the name, in English where the vocabulary knows them


class Location(NamedTuple):
    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None


class Description(NamedTuple):
    language: str  # 'en', 'fr', 'und'
    is_machine_translated: bool
    tagline: str | None
    body: str | None  # paragraphs separated by one empty line
    tags: tuple[str, ...]


@dataclass(slots=True)
class Facts:
    """Fields are None, or empty, where the page does not say."""

    siren: str | None = None
    entity_types: list[str] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    location: Location = field(default_factory=Location)
    employees_min: int | None = None
    employees_max: int | None = None
    employees_estimated: int | None = None
    social_counts: list[int] = field(default_factory=list)
    declared_catalysts: int | None = None
    added: Elapsed | None = None
    descriptions: list[Description] = field(default_factory=list)
    rows: list[CatalystRow] = field(default_factory=list)
    is_profile: bool = False
    """Whether a label or a table row was recognised at all."""

    def newest_date(self) -> date | None:
        """Return the latest day that a trace is sure to be at or after: the page cannot be older."""
        days = [trace.when.first for row in self.rows for trace in row.traces if trace.when]
        return max(days, default=None)
