"""Which pages belong to one organisation: those with the same platform id, else the same SIREN, else the same slug.

What has a SIREN and no platform id, such as a list of grants, belongs to the only platform id of that SIREN if there is
one; a row of a table that gives no more than a name belongs to the only organisation of that name, which is reported
as `Joined`. Two organisations never merge by accident: where what identifies pages contradicts itself, or a name is
that of several, they are kept apart, and that is a `Conflict`. Nothing here depends on the order of the pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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


class Joined(NamedTuple):
    """One row of the table `joined_by_name`: rows that a name alone led to an organisation."""

    organisation: str
    name: str
    sources: list[str]
    words: str


JOINED = (
    'rows named "{name}" without identifier were taken for organisation {organisation}, the only one of that name. '
    "If they are of another, give the rows an organisation_id or a SIREN of their own"
)
WORDS: Mapping[str, str] = {
    "siren_shared": "SIREN {identifier} stands on pages of {organisations}: kept apart. If these are one organisation, "
    "give all its files the same platform id",
    "id_with_sirens": "pages of platform id {identifier} carry several SIRENs: kept apart as {organisations}. If they "
    "are one organisation, correct the SIREN in the file that is wrong",
    "slug_with_sirens": 'pages named "{identifier}" carry several SIRENs and no platform id: kept apart as '
    "{organisations}. If they are one organisation, give their files its platform id",
    "slug_with_names": 'pages named "{identifier}" give several names and neither platform id nor the same SIREN: kept '
    "apart as {organisations}. If they are one organisation, give their files its platform id",
    "name_of_several": 'rows named "{identifier}" give no identifier, and several organisations have that name: kept '
    "apart as {organisations}. To say whose they are, give the rows an organisation_id or a SIREN",
}
"""Kind of conflict -> what happened and what to do."""


def identify(claims: Sequence[Claim]) -> tuple[list[str], list[Conflict]]:
    """Return the organisation id of each claim, and every conflict between them."""
    ids = _organisation_ids(claims)
    known = _by_name(claims, ids)
    ids = _following_names(claims, ids, known)
    return ids, sorted([*_conflicts(claims, ids), *_ambiguous(claims, ids, known)])


def joined_by_name(claims: Sequence[Claim], ids: Sequence[str]) -> list[Joined]:
    """Return which organisations rows were given to by name alone, in a fixed order. `ids`: as `identify` says."""
    known = _by_name(claims, ids)
    found: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for claim, identity in zip(claims, ids, strict=True):
        name = claim.called or claim.slug
        if len(_owners_by_name(claim, known)) == 1 and claim.slug == slugify(name):  # no other slug was given
            found[identity, fold(name)].add((name, claim.path))
    return [_join(identity, members) for (identity, _), members in sorted(found.items())]


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


Known = Mapping[str, set[str]]
"""Folded name -> ids of the organisations that have it."""


def _by_name(claims: Sequence[Claim], ids: Sequence[str]) -> Known:
    known: defaultdict[str, set[str]] = defaultdict(set)
    for claim, identity in zip(claims, ids, strict=True):
        if not _is_only_named(claim):
            for name in {fold(claim.slug), fold(claim.called or "")}:
                known[name].add(identity)
    return known


def _following_names(claims: Sequence[Claim], ids: Sequence[str], known: Known) -> list[str]:
    return [
        next(iter(owners)) if len(owners := _owners_by_name(claim, known)) == 1 else identity
        for claim, identity in zip(claims, ids, strict=True)
    ]


def _owners_by_name(claim: Claim, known: Known) -> Collection[str]:
    """Return whose a row may be of which no more is known than the name."""
    return known.get(fold(claim.slug), ()) if _is_only_named(claim) else ()


def _join(organisation: str, members: Collection[tuple[str, str]]) -> Joined:
    name = min(name for name, _ in members)
    words = JOINED.format(name=name, organisation=organisation)
    return Joined(organisation, name, sorted({path for _, path in members}), words)


def _ambiguous(claims: Sequence[Claim], ids: Sequence[str], known: Known) -> Iterator[Conflict]:
    """Yield the names without identifier that are those of several organisations."""
    found: defaultdict[str, list[tuple[Claim, str]]] = defaultdict(list)
    for claim, identity in zip(claims, ids, strict=True):
        if len(_owners_by_name(claim, known)) > 1:
            found[fold(claim.slug)].append((claim, identity))
    for slug, members in found.items():
        name = min(claim.called or claim.slug for claim, _ in members)
        yield _as_conflict("name_of_several", name, {*known[slug], *(identity for _, identity in members)}, members)


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


def _conflicts(claims: Iterable[Claim], ids: Iterable[str]) -> Iterator[Conflict]:
    """Yield every identifier that leads to several of the organisations `ids`."""
    shared: defaultdict[tuple[str, str], list[tuple[Claim, str]]] = defaultdict(list)
    for claim, identity in zip(claims, ids, strict=True):
        for key in _identifiers(claim):
            shared[key].append((claim, identity))
    for key, members in shared.items():
        if len({identity for _, identity in members}) > 1:
            yield _conflict(*key, members)


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
    return _as_conflict(what, identifier, {identity for _, identity in members}, members)


def _as_conflict(what: str, identifier: str, ids: Iterable[str], members: Iterable[tuple[Claim, str]]) -> Conflict:
    organisations = sorted(ids)
    words = WORDS[what].format(identifier=identifier, organisations=", ".join(organisations))
    return Conflict(what, identifier, organisations, sorted({claim.path for claim, _ in members}), words)
