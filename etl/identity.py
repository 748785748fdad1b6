"""Which pages belong to one organisation: those with the same platform id, else the same SIREN, else the same slug.

What has a SIREN and no platform id, such as a list of grants, belongs to the only platform id of that SIREN if there is
one; a row of a table that gives no more than a name belongs to the only organisation of that name. Two organisations
never merge by accident: where what identifies pages contradicts itself they are kept apart, and the contradiction is a
`Conflict`. Nothing here depends on the order of the pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from etl.text import fold, slugify


class Claim(NamedTuple):
    """What a page says of whose page it is."""

    platform_id: str | None
    siren: str | None
    slug: str
    name: str | None  # in the front matter: the only name that a person wrote down
    captured_on: date | None
    path: str
    called: str | None = None  # its name, wherever it comes from
    is_row: bool = False  # of a table, not a page


class Conflict(NamedTuple):
    """One row of the table `conflict`: an identifier that several organisations share, which are kept apart."""

    what: str
    identifier: str
    organisations: list[str]
    sources: list[str]
    words: str


WORDS: Mapping[str, str] = {
    "siren_shared": "SIREN {identifier} stands on pages of {organisations}: kept apart. If these are one organisation, "
    "give all its files the same platform id",
    "id_with_sirens": "pages of platform id {identifier} carry several SIRENs: kept apart as {organisations}. If they "
    "are one organisation, correct the SIREN in the file that is wrong",
    "slug_with_sirens": 'pages named "{identifier}" carry several SIRENs and no platform id: kept apart as '
    "{organisations}. If they are one organisation, give their files its platform id",
    "slug_with_names": 'pages named "{identifier}" give several names and neither platform id nor the same SIREN: kept '
    "apart as {organisations}. If they are one organisation, give their files its platform id",
}
"""Kind of conflict -> what happened and what to do."""


def identify(claims: Sequence[Claim]) -> tuple[list[str], list[Conflict]]:
    """Return the organisation id of each claim, and every conflict between them."""
    ids = _following_names(claims, _organisation_ids(claims))
    return ids, _conflicts(claims, ids)


def _organisation_ids(claims: Sequence[Claim]) -> list[str]:
    groups: defaultdict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        groups[claim.platform_id, "" if claim.platform_id else claim.slug].append(place)
    ids = [""] * len(claims)
    for (platform_id, _), places in groups.items():
        group = [claims[place] for place in places]
        for place, identity in zip(places, _within_id(group) if platform_id else _within_slug(group), strict=True):
            ids[place] = identity
    owners = _owners(claims, ids)
    return [
        identity if claim.platform_id else owners.get(identity, identity)
        for claim, identity in zip(claims, ids, strict=True)
    ]


def _owners(claims: Sequence[Claim], ids: Sequence[str]) -> dict[str, str]:
    """Look up whose each SIREN is, where it is of one platform id only."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim, identity in zip(claims, ids, strict=True):
        if claim.platform_id and claim.siren:
            found[claim.siren].add(identity)
    return {siren: next(iter(owners)) for siren, owners in found.items() if len(owners) == 1}


def _following_names(claims: Sequence[Claim], ids: Sequence[str]) -> list[str]:
    known: defaultdict[str, set[str]] = defaultdict(set)
    for claim, identity in zip(claims, ids, strict=True):
        if not _is_only_named(claim):
            for name in {fold(claim.slug), fold(claim.called or "")}:
                known[name].add(identity)
    return [
        next(iter(known[name]))
        if _is_only_named(claim) and len(known.get(name := fold(claim.slug), ())) == 1
        else identity
        for claim, identity in zip(claims, ids, strict=True)
    ]


def _is_only_named(claim: Claim) -> bool:
    return claim.is_row and not claim.platform_id and not claim.siren


def _within_id(group: list[Claim]) -> Iterator[str]:
    """Tell apart pages under one platform id. The SIREN of the latest keeps it, with all pages that have none."""
    latest = max(((claim.captured_on or date.min, claim.siren) for claim in group if claim.siren), default=None)
    for claim in group:
        follows = latest is None or claim.siren in (None, latest[1])
        yield f"{claim.platform_id}" if follows else f"{claim.platform_id}--{claim.siren}"


def _within_slug(group: list[Claim]) -> Iterator[str]:
    """Tell apart pages without platform id under one slug. A page without SIREN follows the only one there is."""
    sirens = {claim.siren for claim in group if claim.siren}
    names = {fold(claim.name) for claim in group if claim.name}
    shared = next(iter(sirens)) if len(sirens) == 1 and len(names) <= 1 else None
    for claim in group:
        yield claim.siren or shared or _slug_id(claim, names)


def _slug_id(claim: Claim, names: set[str]) -> str:
    if len(names) > 1 and claim.name:
        return f"{claim.slug}--{slugify(claim.name)}"
    return claim.slug


def _conflicts(claims: Iterable[Claim], ids: Iterable[str]) -> list[Conflict]:
    """Return every identifier that leads to several of the organisations `ids`, in a fixed order."""
    shared: defaultdict[tuple[str, str], list[tuple[Claim, str]]] = defaultdict(list)
    for claim, identity in zip(claims, ids, strict=True):
        for key in _identifiers(claim):
            shared[key].append((claim, identity))
    return sorted(
        _conflict(*key, members) for key, members in shared.items() if len({identity for _, identity in members}) > 1
    )


def _identifiers(claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.siren:
        yield "siren", claim.siren
    yield ("id", claim.platform_id) if claim.platform_id else ("slug", claim.slug)


def _conflict(sort: str, identifier: str, members: Iterable[tuple[Claim, str]]) -> Conflict:
    members = list(members)
    sirens = {claim.siren for claim, _ in members if claim.siren}
    what = {"siren": "siren_shared", "id": "id_with_sirens"}.get(sort) or (
        "slug_with_sirens" if len(sirens) > 1 else "slug_with_names"
    )
    organisations = sorted({identity for _, identity in members})
    words = WORDS[what].format(identifier=identifier, organisations=", ".join(organisations))
    return Conflict(what, identifier, organisations, sorted({claim.path for claim, _ in members}), words)
