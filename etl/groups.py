"""Which claims have to be looked at together to tell whose each is: those that share a key, directly or through others.

No claim bears on one of another group (`etl/identity.py`, `etl/conflicts.py`), so where pages come or go, their groups
are identified anew and all others stay as they were found. A test holds the whole against its groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from etl.claim import Claim
from etl.text import fold

Keys = Set[str]
"""All by which another claim can be found to be of the same organisation, or to contradict this one."""


def keys(claim: Claim) -> Keys:
    """Return the keys of a claim.

    Organisation ids that are not an identifier as it stands begin with one and `--`, so what is before that is the key.
    """
    identifiers = (claim.platform_id, claim.siren, claim.other_id, claim.slug)
    found = {text.partition("--")[0] for text in identifiers if text is not None}
    found.update((fold(claim.slug), fold(claim.called or "")))
    return found


def grouped(claimed: Iterable[Keys]) -> Mapping[str, str]:
    """Return the group of every key, given those of each claim. A group is called by the first of its keys."""
    parents: dict[str, str] = {}
    for found in claimed:
        is_new = parents.keys().isdisjoint(found)  # as those of most are
        roots = found if is_new else {_root(parents, key) for key in found}
        parents.update(dict.fromkeys(roots, min(roots)))
    return {key: _root(parents, key) for key in parents}


def groups_of(claimed: Iterable[Keys], groups: Mapping[str, str]) -> list[str]:
    """Return the group of each claim, given its keys. `groups`: as `grouped` says."""
    return [groups[next(iter(found))] for found in claimed]


def _root(parents: dict[str, str], key: str) -> str:
    """Follow a key to the first of its group, and remember the way."""
    way = []
    while (parent := parents.setdefault(key, key)) != key:
        way.append(key)
        key = parent
    parents.update(dict.fromkeys(way, key))
    return key
