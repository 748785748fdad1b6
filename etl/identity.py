"""Which pages belong to one organisation: those with the same platform id, else the same SIREN, else the same slug.

What has a SIREN and no platform id, such as a list of grants, belongs to the only platform id of that SIREN if there is
one; a row of a table that gives no more than a name belongs to the only organisation of that name, unless it is of
another place, which is reported as `Joined`. Two organisations never merge by accident: where what identifies pages
contradicts itself, or a name is that of several, they are kept apart, and that is a conflict (`etl/conflicts.py`).
Nothing here depends on the order of the pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

from etl.claim import Claim, are_of_one_place, places_of
from etl.conflicts import WORDS, Conflict, conflicts
from etl.text import fold, slugify

__all__ = ["WORDS", "Claim", "Conflict", "Joined", "identify", "joined_by_name"]


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


class _Id(NamedTuple):
    """An identifier, and which of `_SORTS` it is: a number may be the platform id of one and the SIREN of another."""

    sort: str
    text: str


_SORTS = ("id", "siren", "slug", "name")
"""The first of these that has an identifier is called by it, any other by `<identifier>--<sort>`."""


def identify(claims: Sequence[Claim]) -> tuple[list[str], list[Conflict]]:
    """Return the organisation id of each claim, and every conflict between them."""
    found = _identified(claims)
    found.update(list(_named(claims, found)))
    ids = _told_apart([found[place] for place in range(len(claims))])
    return ids, conflicts(claims, ids, _known(claims, ids))


def joined_by_name(claims: Sequence[Claim], ids: Sequence[str]) -> list[Joined]:
    """Return which organisations rows were given to by name alone, in a fixed order. `ids`: as `identify` says."""
    known = _known(claims, ids)
    found: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for claim, identity in zip(claims, ids, strict=True):
        if claim.is_only_named and not claim.is_named_by_slug and known.get(fold(claim.slug)) == {identity}:
            name = claim.called or claim.slug
            found[identity, fold(name)].add((name, claim.path))
    return [_join(identity, members) for (identity, _), members in sorted(found.items())]


def _known(claims: Sequence[Claim], ids: Sequence[str]) -> Mapping[str, set[str]]:
    """Folded name of rows of which nothing else is known -> ids of the organisations that are called so."""
    wanted = _only_named(claims).keys()
    return {name: {ids[place] for place in places} for name, places in _by_name(claims, wanted).items()}


def _join(organisation: str, members: Collection[tuple[str, str]]) -> Joined:
    name = min(name for name, _ in members)
    words = JOINED.format(name=name, organisation=organisation)
    return Joined(organisation, name, sorted({path for _, path in members}), words)


def _identified(claims: Sequence[Claim]) -> dict[int, _Id]:
    """Identify, by place in `claims`, all but the rows of which only a name is known."""
    groups: defaultdict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        if not claim.is_only_named:
            groups[claim.platform_id, "" if claim.platform_id else claim.slug].append(place)
    found: dict[int, _Id] = {}
    for (platform_id, _), places in groups.items():
        group = [claims[place] for place in places]
        found.update(zip(places, _within_id(group) if platform_id else _within_slug(group), strict=True))
    owners = _owners(claims, found)
    return {
        place: owners.get(identity.text, identity) if identity.sort == "siren" else identity
        for place, identity in found.items()
    }


def _owners(claims: Sequence[Claim], found: Mapping[int, _Id]) -> dict[str, _Id]:
    """Look up whose each SIREN is, where it is of one platform id only."""
    owners: defaultdict[str, set[_Id]] = defaultdict(set)
    for place, identity in found.items():
        claim = claims[place]
        if claim.platform_id and claim.siren:
            owners[claim.siren].add(identity)
    return {siren: next(iter(ids)) for siren, ids in owners.items() if len(ids) == 1}


def _within_id(group: list[Claim]) -> Iterator[_Id]:
    """Tell apart pages under one platform id. The SIREN of the latest keeps it, with all pages that have none."""
    latest = max(((claim.captured_on or date.min, claim.siren) for claim in group if claim.siren), default=None)
    for claim in group:
        follows = latest is None or claim.siren in (None, latest[1])
        yield _Id("id", f"{claim.platform_id}" if follows else f"{claim.platform_id}--{claim.siren}")


def _within_slug(group: list[Claim]) -> Iterator[_Id]:
    """Tell apart pages without platform id under one slug. A page without SIREN follows the only one there is."""
    sirens = {claim.siren for claim in group if claim.siren}
    names = {fold(claim.name) for claim in group if claim.name}
    shared = next(iter(sirens)) if len(sirens) == 1 and len(names) <= 1 else None
    for claim in group:
        siren = claim.siren or shared
        yield _Id("siren", siren) if siren else _Id("slug", _slug_id(claim, names))


def _slug_id(claim: Claim, names: set[str]) -> str:
    if len(names) > 1 and claim.name:
        return f"{claim.slug}--{slugify(claim.name)}"
    return claim.slug


def _by_name(claims: Sequence[Claim], wanted: Set[str]) -> Mapping[str, list[int]]:
    """Folded name -> places in `claims` of those called so, other than rows of which nothing else is known."""
    called: defaultdict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims if wanted else ()):
        if not claim.is_only_named:
            for name in {fold(claim.slug), fold(claim.called or "")} & wanted:
                called[name].append(place)
    return called


def _only_named(claims: Sequence[Claim]) -> Mapping[str, list[int]]:
    """Folded name -> places in `claims` of the rows of which nothing else is known."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        if claim.is_only_named:
            groups[fold(claim.slug)].append(place)
    return groups


def _named(claims: Sequence[Claim], found: Mapping[int, _Id]) -> Iterator[tuple[int, _Id]]:
    """Identify rows of which only a name is known: by the only organisation of that name, if it is of their place.

    Rows that lead to one organisation by several names are looked at together: two places are no less two of them.
    """
    groups = _only_named(claims)
    called = _by_name(claims, groups.keys())
    together: defaultdict[_Id | str, list[str]] = defaultdict(list)
    for name in groups:
        owners = {found[place] for place in called.get(name, ())}
        together[next(iter(owners)) if len(owners) == 1 else name].append(name)
    for owner, names in together.items():
        rows = [place for name in names for place in groups[name]]
        others = {place for name in names for place in called.get(name, ())}
        apart = _apart([claims[place] for place in rows], [claims[place] for place in others])
        for place, elsewhere in zip(rows, apart, strict=True):
            own = _Id("name", f"{claims[place].slug}{elsewhere or ''}")
            yield place, owner if isinstance(owner, _Id) and elsewhere is None else own


def _apart(rows: Sequence[Claim], others: Sequence[Claim]) -> Iterator[str | None]:
    """Yield what to tell each of the rows of one organisation from the `others` by; None where it is where they are."""
    places = places_of([*rows, *others])
    places[: len(rows)] = [None if row.is_named_by_slug else place for row, place in zip(rows, places, strict=False)]
    here = are_of_one_place(places[: len(rows)], places[len(rows) :])
    for row, place in zip(rows, places, strict=False):
        if row.is_named_by_slug or place in here:
            yield None
        else:
            yield f"--{slugify(place)}" if place else ""


def _told_apart(ids: Sequence[_Id]) -> list[str]:
    sorts: defaultdict[str, set[str]] = defaultdict(set)
    for sort, text in ids:
        sorts[text].add(sort)
    first = {text: min(found, key=_SORTS.index) for text, found in sorts.items()}
    return [text if sort == first[text] else f"{text}--{sort}" for sort, text in ids]
