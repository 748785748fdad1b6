"""What identifies pages and contradicts itself: such organisations are kept apart, and people are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from etl.claim import Claim
from etl.text import fold


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
    "id_with_url": "file name and `url` of a page give two platform ids, {identifier}: taken for {organisations}, as "
    "the file is named. If the `url` is right, rename the file; else correct the `url`",
    "id_is_siren": "{identifier} is the platform id of one page and the SIREN or name of another: kept apart as "
    "{organisations}. If they are one organisation, give all its files the same platform id",
    "slug_with_id": 'pages named "{identifier}" have a platform id in one place and none in another: kept apart as '
    "{organisations}. If they are one organisation, give all its files the platform id",
    "slug_with_sirens": 'pages named "{identifier}" carry several SIRENs and no platform id: kept apart as '
    "{organisations}. If they are one organisation, give their files its platform id",
    "slug_with_names": 'pages named "{identifier}" give several names and neither platform id nor the same SIREN: kept '
    "apart as {organisations}. If they are one organisation, give their files its platform id",
    "name_of_several": 'rows named "{identifier}" give no identifier, and several organisations have that name: kept '
    "apart as {organisations}. To say whose they are, give the rows an organisation_id or a SIREN",
    "name_in_places": 'rows named "{identifier}" give no identifier, and several places: kept apart as '
    "{organisations}. If they are of one organisation, give the rows its organisation_id or SIREN",
}
"""Kind of conflict -> what happened and what to do."""

Member = tuple[Claim, str]
"""A claim, and the id of the organisation it was found to be of."""


def conflicts(claims: Sequence[Claim], ids: Sequence[str], known: Mapping[str, Collection[str]]) -> list[Conflict]:
    """Return every contradiction, in a fixed order.

    `ids`: whose each claim is. `known`: folded name -> ids of the organisations that are called so.
    """
    members = list(zip(claims, ids, strict=True))
    rest = [member for member in members if not member[0].is_only_named]
    found = (
        *_identifiers_of_several(rest),
        *_addresses(rest),
        *_numbers(rest),
        *_without_id(rest),
        *_names(members, known),
    )
    return sorted(found)


def _identifiers_of_several(members: Sequence[Member]) -> Iterator[Conflict]:
    """Yield every identifier that leads to several organisations."""
    first: dict[tuple[str, str], str] = {}
    shared: defaultdict[tuple[str, str], list[Member]] = defaultdict(list)
    for claim, identity in members:
        for key in _identifiers(claim):
            if first.setdefault(key, identity) != identity:
                shared[key] = []
    for member in members if shared else ():
        for key in shared.keys() & {*_identifiers(member[0])}:
            shared[key].append(member)
    for (sort, identifier), group in shared.items():
        yield _conflict(_KINDS.get(sort) or _of_slug(group), identifier, group)


_KINDS = {"siren": "siren_shared", "id": "id_with_sirens"}


def _identifiers(claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.siren:
        yield "siren", claim.siren
    yield ("id", claim.platform_id) if claim.platform_id else ("slug", claim.slug)


def _of_slug(group: Iterable[Member]) -> str:
    sirens = {claim.siren for claim, _ in group if claim.siren}
    return "slug_with_sirens" if len(sirens) > 1 else "slug_with_names"


def _addresses(members: Sequence[Member]) -> Iterator[Conflict]:
    """Yield the pages whose file is named after one platform id and whose address has another."""
    found: defaultdict[tuple[str, str], list[Member]] = defaultdict(list)
    for claim, identity in members:
        if claim.other_url and claim.platform_id and (other := claim.other_id) and other != claim.platform_id:
            found[claim.platform_id, other].append((claim, identity))
    addressed = {other for _, other in found}
    by_id = _grouped((claim.platform_id, claim, identity) for claim, identity in members if addressed)
    for (named, other), group in found.items():
        yield _conflict("id_with_url", f"{named} / {other}", [*group, *by_id.get(other, ())])


def _numbers(members: Sequence[Member]) -> Iterator[Conflict]:
    """Yield every platform id that is the SIREN, or the slug, of something else."""
    ids = {claim.platform_id for claim, _ in members} - {None}
    others: defaultdict[str, list[Member]] = defaultdict(list)
    for claim, identity in members:
        if claim.siren in ids and claim.siren != claim.platform_id:
            others[claim.siren or ""].append((claim, identity))
        if not claim.platform_id and claim.slug in ids:
            others[claim.slug].append((claim, identity))
    by_id = _grouped((claim.platform_id, claim, identity) for claim, identity in members if others)
    for number, group in others.items():
        if not {identity for _, identity in group} <= {identity for _, identity in by_id[number]}:
            yield _conflict("id_is_siren", number, [*by_id[number], *group])


def _grouped(found: Iterable[tuple[str | None, Claim, str]]) -> Mapping[str, list[Member]]:
    groups: defaultdict[str, list[Member]] = defaultdict(list)
    for key, claim, identity in found:
        if key:
            groups[key].append((claim, identity))
    return groups


def _without_id(members: Iterable[Member]) -> Iterator[Conflict]:
    """Yield the names of files with a platform id in one place and none in another, unless SIRENs tell them apart."""
    pages = [(claim, identity) for claim, identity in members if not claim.is_row]
    without = _grouped((claim.slug, claim, identity) for claim, identity in pages if not claim.platform_id)
    with_id = _grouped(
        (claim.slug, claim, identity) for claim, identity in pages if claim.platform_id and claim.slug in without
    )
    for slug in with_id:
        apart = {identity for claim, identity in without[slug] if not claim.siren}
        unknown = {identity for claim, identity in with_id[slug] if not claim.siren}
        group = [*with_id[slug], *without[slug]]
        if (apart or unknown) and not {each for _, each in without[slug]} <= {each for _, each in with_id[slug]}:
            yield _conflict("slug_with_id", slug, group)


def _names(members: Iterable[Member], known: Mapping[str, Collection[str]]) -> Iterator[Conflict]:
    """Yield the names of rows without identifier that are those of several organisations, or of several places."""
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for claim, identity in members:
        if claim.is_only_named:
            found[fold(claim.slug)].append((claim, identity))
    for name, group in found.items():
        owners = known.get(name, ())
        ids = {*owners, *(identity for _, identity in group)}
        if len(ids) > 1:
            called = min(claim.called or claim.slug for claim, _ in group)
            yield _conflict("name_of_several" if len(owners) > 1 else "name_in_places", called, group, ids)


def _conflict(what: str, identifier: str, group: Sequence[Member], ids: Iterable[str] | None = None) -> Conflict:
    organisations = sorted({identity for _, identity in group} if ids is None else ids)
    words = WORDS[what].format(identifier=identifier, organisations=", ".join(organisations))
    return Conflict(what, identifier, organisations, sorted({claim.path for claim, _ in group}), words)
