"""What the columns of a table mean. This is the one list of names; docs/formats.md is compared with it by a test."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from etl.text import fold, tidy

ENGAGEMENTS, ORGANISATIONS = "engagements", "organisations"


class Column(NamedTuple):
    meaning: str
    names: str  # folded (lower case, no accents, words separated by one space), the first one English, then French
    holds: str


COLUMNS = (
    # whose row it is
    Column(
        "organisation_id",
        "organisation id|organization id|platform id|motherbase id|id organisation|identifiant organisation",
        "number of the organisation on the platform, or its slug",
    ),
    Column(
        "siren",
        "siren|siret|siren number|siret number|numero siren|numero siret|n siren|n siret|no siren|no siret"
        "|idbeneficiaire|id beneficiaire|siret beneficiaire|siret du beneficiaire|siren du beneficiaire"
        "|n siret du beneficiaire|numero siret du beneficiaire",
        "SIREN, or SIRET, of the organisation",
    ),
    Column("slug", "slug|organisation slug", "last part of the address of the organisation's page"),
    Column(
        "name",
        "organisation|organization|organisation name|name|beneficiary|recipient|nom|nom de l organisation"
        "|nom organisation|organisme|structure|association|raison sociale|denomination|beneficiaire|nom beneficiaire"
        "|nom du beneficiaire|nombeneficiaire|nom de l association|nom association|nom de la structure|nom structure"
        "|nom de l organisme|nom du porteur|nom du porteur de projet",
        "name of the organisation",
    ),
    Column("url", "url|link|page url|lien|adresse web", "address of the organisation's page"),
    Column("captured_on", "captured on|capture date|date de capture|releve le|date du releve", "day of the capture"),
    # an engagement
    Column("catalyst", "catalyst|catalyst name|catalyseur|nom du catalyseur", "name of the catalyst"),
    Column(
        "funder",
        "funder|grantor|funding body|financeur|attribuant|nom attribuant|nom de l attribuant|nomattribuant"
        "|nom du financeur|nom financeur|organisme financeur|autorite attribuante",
        "name of the catalyst that gave a grant: channel `grant` and relation `Funding` unless the row says otherwise",
    ),
    Column(
        "budget_line",
        "budget line|budget heading|imputation|imputation budgetaire",
        "heading of a budget, `ministry: 163 - programme`: the ministry gave a grant, as a `funder` does",
    ),
    Column(
        "engaged_on",
        "date|engaged on|engagement date|contact date|last contact|year|date d engagement|date de l engagement"
        "|date du contact|dernier contact|annee|exercice|dateconvention|date convention|date de convention"
        "|date de la convention|date d attribution|date attribution|date de decision|date de la decision"
        "|date de notification|date de signature|annee d attribution|annee de la subvention|annee budgetaire",
        "day, month or year of the engagement",
    ),
    Column("relation_type", "relation type|relation|type|type de relation|nature de la relation", "relation type"),
    Column("channel", "channel|canal", "`tweet`, `article`, `grant` or `unstated`; in French `subvention`, …"),
    Column("sectors", "sectors|sector|secteurs|secteur|secteurs du catalyseur", "sectors of the catalyst"),
    Column(
        "amount_eur",
        "amount eur|amount|amount in euros|montant|montant eur|montant en euros|montant en eur"
        "|montant de la subvention|montant subvention|montant attribue|montant accorde|montant vote|montant de l aide"
        "|montant attribue en euros|detail des subventions",
        "euros",
    ),
    Column(
        "total_eur",
        "total eur|total of grants|total des subventions",
        "euros of several rows, on a row without catalyst: compared with these; beside a catalyst, its amount",
    ),
    Column("mentions", "mentions|mention|number of mentions|nombre de mentions", "how often, a whole number"),
    # an organisation
    Column("address", "address|street address|adresse|adresse postale", "street address"),
    Column("postcode", "postcode|postal code|zip code|zip|code postal|cp", "postcode"),
    Column("city", "city|town|ville|commune", "city"),
    Column("country", "country|pays", "country"),
    Column(
        "entity_types",
        "entity types|entity type|types d entite|type d entite|type de structure",
        "entity types, several separated by `;`",
    ),
    Column("activities", "activities|activity|activites|activite", "activities, several separated by `;`"),
    Column(
        "employees",
        "employees|employee range|employes|effectif|effectifs|tranche d effectif|salaries",
        "range of employees: `2-10`",
    ),
    Column("employees_min", "employees min|minimum employees|effectif min|effectif minimum", "lower end of that range"),
    Column("employees_max", "employees max|maximum employees|effectif max|effectif maximum", "upper end"),
    Column(
        "employees_estimated",
        "employees estimated|estimated employees|effectif estime|effectif estimatif",
        "estimated number of employees",
    ),
    Column(
        "declared_catalysts",
        "declared catalysts|number of catalysts|catalyseurs declares|nombre de catalyseurs",
        "how many catalysts the platform announces",
    ),
)
_WHO = frozenset({"organisation_id", "siren", "slug", "name"})
_BY_WHOM = frozenset({"catalyst", "funder", "budget_line"})
_OF_ENGAGEMENTS = frozenset(
    {"engaged_on", "relation_type", "channel", "sectors", "amount_eur", "total_eur", "mentions"}
)
_LIKENESS = 0.85
_SHOWN_SURPLUS = 10
_DIGIT = re.compile(r"[0-9]")
_LONGEST_NAME = 80  # characters
_DOUBT = 0.05  # names that are as near as that are both meant
_NUMBERS = ("id", "rna")  # `idAttribuant` is as near to `attribuant` as a number is far from a name
_SHORTEST_LIKENESS = 4  # letters; shorter names are too near to each other


class Heading(NamedTuple):
    """One column as it was understood; `note` is a sentence where that is worth telling."""

    text: str
    meaning: str | None
    note: str | None = None


class Understanding(NamedTuple):
    headings: tuple[Heading, ...]

    @property
    def meanings(self) -> frozenset[str]:
        return frozenset(heading.meaning for heading in self.headings if heading.meaning)

    @property
    def kind(self) -> str | None:
        """'engagements', 'organisations', or None where the columns are not enough to tell of either."""
        if len(self.meanings) < 2 or not self.meanings & _WHO:
            return None
        return ENGAGEMENTS if self.names_catalysts else ORGANISATIONS

    @property
    def names_catalysts(self) -> bool:
        return bool(self.meanings & _BY_WHOM)

    def with_surplus(self, names: Sequence[str]) -> Understanding:
        """Return the same with a word on the columns that are too many to be read."""
        filled = [tidy(name)[:_LONGEST_NAME] for name in names if name.strip()]
        if not filled:
            return self
        shown = ", ".join(f"'{name}'" for name in filled[:_SHOWN_SURPLUS]) + (" …" if filled[_SHOWN_SURPLUS:] else "")
        note = f"{len(filled)} columns ignored, the first {len(self.headings)} are read: {shown}"
        return Understanding((*self.headings, Heading(filled[0], None, note)))

    @property
    def problem(self) -> str:
        """Why this is neither, and what is wanted."""
        names = ", ".join(heading.text for heading in self.headings if heading.text.strip())
        return (
            f'not a table of engagements or organisations: of the columns "{names[:200]}" too few are known; '
            "docs/formats.md lists the names"
        )


@cache
def _meanings() -> dict[str, str]:
    """Folded name -> meaning."""
    return {name: column.meaning for column in COLUMNS for name in column.names.split("|")}


class _Singular(NamedTuple):
    name: str
    meaning: str


@cache
def _singular() -> dict[str, _Singular]:
    """Name without the marks of the plural -> the name and its meaning, where that is the only one."""
    found: dict[str, _Singular | None] = {}
    for name, meaning in _meanings().items():
        singular, one = _without_plural(name), _Singular(name, meaning)
        other = found.setdefault(singular, one)
        if other is None or other.meaning != meaning:
            found[singular] = None
    return {singular: one for singular, one in found.items() if one}


def _without_plural(folded: str) -> str:
    """Cut the s of a plural off each word; `pays` and others that always have it are cut alike on both sides."""
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in folded.split(" "))


def understand(header: Sequence[str]) -> Understanding:
    """Read the names of columns. One that is only near a known name is read if that leaves no doubt, and noted."""
    exact = [_meanings().get(fold(text)) if len(text) <= _LONGEST_NAME else None for text in header]
    taken = {meaning for meaning in exact if meaning}
    headings: list[Heading] = []
    for text, meaning in zip(header, exact, strict=True):
        shown = tidy(text)
        if meaning and any(heading.meaning == meaning for heading in headings):
            headings.append(Heading(shown, None, f"column '{shown}' ignored: an earlier one is the {meaning}"))
        elif meaning or not shown:
            headings.append(Heading(shown, meaning))
        else:
            heading = _near(shown, taken)
            taken.add(heading.meaning or "")
            headings.append(heading)
    return _without_unused(Understanding(tuple(headings)))


def _near(text: str, taken: set[str]) -> Heading:
    if len(text) > _LONGEST_NAME:
        return Heading(text[:_LONGEST_NAME], None, "a column ignored: its name is a paragraph")
    near = _near_names(fold(text))
    match list(near):
        case []:
            return Heading(text, None, f"column '{text}' ignored: not a known name")
        case [meaning] if meaning not in taken:
            return Heading(text, meaning, f"column '{text}' read as '{meaning}'")
        case [meaning]:
            return Heading(text, None, f"column '{text}' ignored: near '{near[meaning]}', which another column is")
        case _:
            both = " and ".join(f"'{name}'" for name in sorted(near.values()))
            return Heading(text, None, f"column '{text}' ignored: near {both}")


def _near_names(folded: str) -> dict[str, str]:
    """Return the meanings that a name may be meant to have, and a known name of each: a plural first, then likeness."""
    if plural := _singular().get(_without_plural(folded)):
        return {plural.meaning: plural.name}
    names = difflib.get_close_matches(folded, _meanings(), n=3, cutoff=_LIKENESS)
    names = [name for name in names if min(len(name), len(folded)) >= _SHORTEST_LIKENESS]
    names = [name for name in names if name.startswith(_NUMBERS) == folded.startswith(_NUMBERS)]
    likeness = {name: difflib.SequenceMatcher(None, name, folded).ratio() for name in names}
    nearest = [name for name in names if likeness[name] > likeness[names[0]] - _DOUBT]
    return {_meanings()[name]: name for name in reversed(nearest)}


def _without_unused(understanding: Understanding) -> Understanding:
    """Say of the columns of engagements that a table of organisations has no use for them."""
    if understanding.kind != ORGANISATIONS:
        return understanding
    return Understanding(
        tuple(
            Heading(heading.text, None, f"column '{heading.text}' ignored: there is no column of catalysts beside it")
            if heading.meaning in _OF_ENGAGEMENTS
            else heading
            for heading in understanding.headings
        )
    )


def is_known_name(text: str) -> bool:
    """Whether this is the name of a column. None has a digit: most cells that hold values are told by theirs."""
    return len(text) <= _LONGEST_NAME and not _DIGIT.search(text) and fold(text) in _meanings()


class Header(NamedTuple):
    """Which of the rows holds the names of the columns, and how many of them are known."""

    place: int  # index of the row
    known: int


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the row with the most known names, the first of several; None where no row tells of a table.

    Prose is looked at here too, so what costs most comes last: at least one name must be known exactly.
    """
    found = [Header(index, _known(row)) for index, row in enumerate(rows)]
    best = max(found, key=lambda header: header.known, default=None)
    return best if best and best.known else None


def _known(row: Sequence[str]) -> int:
    if len(row) < 2 or not any(map(is_known_name, row)):
        return 0
    understanding = understand(row)
    return len(understanding.meanings) if understanding.kind else 0
