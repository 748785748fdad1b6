"""The text of a synthetic profile page, as an extractor leaves a real one: labels glued to the value before them.

An `Organisation` goes in, one page's text comes out; what the organisation is like was decided in `etl.demo`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

from etl.demo_names import Catalyst, City

ROWS_PER_PAGE = 10

Language = Literal["en", "fr"]
Precision = Literal["day", "month", "year", "impossible"]


@dataclass(frozen=True, order=True)
class Trace:
    on: date
    precision: Precision = "day"


@dataclass(frozen=True)
class Row:
    catalyst: Catalyst
    relation: str
    traces: tuple[Trace, ...]
    tweets: Trace | int | None
    articles: Trace | int | None
    is_broken: bool


@dataclass(frozen=True)
class Description:
    is_translated: bool
    tagline: str
    paragraphs: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Organisation:
    organisation_id: int
    name: str
    slug: str
    language: Language
    captured_on: date
    social_counts: tuple[str, ...]
    activities: tuple[str, ...]
    entity_type: str | None
    city: City
    street: str
    postcode: str
    scale: tuple[int, int] | None
    estimated: int
    siren: str | None
    declared: int
    added_months_ago: int
    descriptions: tuple[Description, ...]
    rows: tuple[Row, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.rows) // ROWS_PER_PAGE))


@dataclass(frozen=True)
class Labels:
    social: str
    activities: str
    entity_types: str
    location: str
    employees: str
    scale: str
    estimated: str
    engaged: str
    added: str
    header: str
    months: tuple[str, ...]
    relations: dict[str, str]
    """What differs from the English relation type."""


LABELS: dict[Language, Labels] = {
    "en": Labels(
        social="Social networks",
        activities="Activities",
        entity_types="Entity types",
        location="Location",
        employees="Employees",
        scale="Scale: ",
        estimated="Estimated: ",
        engaged="Engaged catalyst",
        added="Added in Motherbase",
        header="Catalyst | Type | Tweets | Articles | |",
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        relations={},
    ),
    "fr": Labels(
        social="Réseaux sociaux",
        activities="Activités",
        entity_types="Types d'entité",
        location="Localisation",
        employees="Effectifs",
        scale="Échelle\N{NO-BREAK SPACE}: ",
        estimated="Estimation\N{NO-BREAK SPACE}: ",
        engaged="Catalyseurs engagés",
        added="Ajouté dans Motherbase",
        header="Catalyseur | Type | Tweets | Articles | |",
        months=("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
        relations={
            "Other": "Autre",
            "Event": "Événement",
            "Partnership": "Partenariat",
            "Funding": "Financement",
            "Award": "Prix",
        },
    ),
}


def page_text(organisation: Organisation, page: int) -> str:
    """One saved page, `page` counted from 1: front matter, profile, descriptions and ten rows of the table."""
    rows = organisation.rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    parts = [
        _front_matter(organisation, page),
        _profile(organisation),
        *(_description(description) for description in organisation.descriptions),
        LABELS[organisation.language].header + "\n---|---|---|---|---|\n",
        "\n".join(table_row(row, organisation.language) for row in rows).removesuffix(" |"),
    ]
    return "".join(parts)


def _front_matter(organisation: Organisation, page: int) -> str:
    lines = [f"name: {json.dumps(organisation.name, ensure_ascii=False)}", f"captured_on: {organisation.captured_on}"]
    lines += [f"page: {page}"] if page > 1 else []
    return "\n".join(["---", *lines, "synthetic: true", "---", ""])


def _profile(organisation: Organisation) -> str:
    """Labels and values; a value ends without a line break exactly where it does on the real page."""
    labels = LABELS[organisation.language]
    country = "France"
    parts = [
        f"{labels.social}\n{' '.join(organisation.social_counts)}" if organisation.social_counts else "",
        f"{labels.activities}\n{', '.join(organisation.activities)}",
        f"{labels.entity_types}\n{organisation.entity_type or ''}",
        f"{labels.location}\n{organisation.street}, {organisation.postcode} {organisation.city.city}, {country}\n",
        f"{organisation.city.city}\n{country}\n",
        _employees(organisation, labels),
        f"SIREN\n{organisation.siren}" if organisation.siren else "",
        f"{labels.engaged}\n{organisation.declared}",
        f"{labels.added}\n{_ago(organisation.added_months_ago, organisation.language)}",
    ]
    return "".join(parts)


def _employees(organisation: Organisation, labels: Labels) -> str:
    if organisation.scale is None:
        return ""
    low, high = organisation.scale
    return f"{labels.employees}\n{labels.scale}{low}-{high}\n{labels.estimated}{organisation.estimated}\n"


def _ago(months: int, language: Language) -> str:
    """`4 years, 2 months ago`, `il y a 1 an, 1 mois`; a unit with nothing to count is left out."""
    counts = divmod(months, 12)
    units = {"en": (("year", "years"), ("month", "months")), "fr": (("an", "ans"), ("mois", "mois"))}[language]
    spans = [f"{count} {unit[count > 1]}" for count, unit in zip(counts, units, strict=True) if count]
    return f"il y a {', '.join(spans)}" if language == "fr" else f"{', '.join(spans)} ago"


def _description(description: Description) -> str:
    marker = "[Automatic translation follows] " if description.is_translated else ""
    tags = f"{', '.join(description.tags[:-1])}, and {description.tags[-1]}"
    return "\n".join([marker + description.tagline, *description.paragraphs, tags, ""])


def table_row(row: Row, language: Language) -> str:
    """Five cells closed by a pipe each; a broken row has lost its catalyst cell and both channels."""
    sectors = ", ".join(row.catalyst.sectors)
    text = f"{row.catalyst.name} {sectors}".rstrip()
    logo = f"![]() {text}" if sectors else "![]()"
    relation = LABELS[language].relations.get(row.relation, row.relation)
    kind = " ".join([relation, *(date_text(trace, language) for trace in row.traces)])
    channels = [] if row.is_broken else [_channel(row.tweets, language), _channel(row.articles, language)]
    cells = [logo, *([] if row.is_broken else [text]), kind, *channels]
    return "".join(f"{cell} | " if cell else "| " for cell in cells).rstrip()


def _channel(content: Trace | int | None, language: Language) -> str:
    return date_text(content, language) if isinstance(content, Trace) else str(content or "")


def date_text(trace: Trace, language: Language) -> str:
    month = LABELS[language].months[trace.on.month - 1]
    day = "1er" if language == "fr" and trace.on.day == 1 else str(trace.on.day)
    return {
        "day": f"{day} {month} {trace.on.year}",
        "month": f"{month} {trace.on.year}",
        "year": f"{trace.on.year}",
        "impossible": f"31 {LABELS[language].months[1]} {trace.on.year}",
    }[trace.precision]
