"""Which claims have to be looked at together to tell whose each is: those that share a key, directly or through others.

No claim bears on one of another group (`etl/identity.py`, `etl/conflicts.py`), so where pages come or go, their groups
are identified anew and all others stay as they were found. A test holds the whole against its groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from etl.claim import Claim
from etl.text import fold


def keys(claim: Claim) -> set[str]:
    """Return all by which another claim can be found to be of the same organisation, or to contradict this one.

    Organisation ids that are not an identifier as it stands begin with one and `--`, so what is before that is the key.
    """
    numbers = {claim.platform_id, claim.siren, claim.other_id} - {None}
    identifiers = {text.partition("--")[0] for text in (*numbers, claim.slug) if text is not None}
    return identifiers | {fold(claim.slug), fold(claim.called or "")}


def grouped(claims: Iterable[Claim]) -> Mapping[str, str]:
    """Return the group of every key of the claims. It is called by the first of its keys in the alphabet."""
    parents: dict[str, str] = {}
    for claim in claims:
        roots = {_root(parents, key) for key in keys(claim)}
        first = min(roots)
        parents.update(dict.fromkeys(roots, first))
    return {key: _root(parents, key) for key in parents}


def groups_of(claims: Sequence[Claim], groups: Mapping[str, str]) -> list[str]:
    """Return the group of each claim. `groups`: as `grouped` says."""
    return [groups[next(iter(keys(claim)))] for claim in claims]


def _root(parents: dict[str, str], key: str) -> str:
    """Follow a key to the first of its group, and remember the way."""
    way = []
    while (parent := parents.setdefault(key, key)) != key:
        way.append(key)
        key = parent
    parents.update(dict.fromkeys(way, key))
    return key
