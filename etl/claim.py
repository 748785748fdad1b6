"""What a page, or the rows of a table, say of whose they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from etl.filenames import platform_id_in
from etl.text import fold, slugify


class Claim(NamedTuple):
    platform_id: str | None
    siren: str | None
    slug: str
    name: str | None  # in the front matter: the only name that a person wrote down
    captured_on: date | None
    path: str
    called: str | None = None  # its name, wherever it comes from
    is_row: bool = False  # of a table, not a page
    postcode: str | None = None
    city: str | None = None
    other_url: str | None = None  # where the address does not hold the platform id

    @property
    def is_only_named(self) -> bool:
        """Whether no more is known of whose row this is than a name, or a slug."""
        return self.is_row and not self.platform_id and not self.siren

    @property
    def is_named_by_slug(self) -> bool:
        """Whether the slug is one that was given, and not made of the name."""
        return self.slug != slugify(self.called or self.slug)

    @property
    def other_id(self) -> str | None:
        """The platform id in the address of a page that has another one in its file's name."""
        return platform_id_in(self.other_url) if self.other_url and self.platform_id and not self.is_row else None


def places_of(claims: Sequence[Claim]) -> list[str | None]:
    """Return where each claim says its organisation is: a postcode, else the folded city; None where it does not say.

    A city with one postcode among the claims is that postcode. A postcode of cedex is one of letters, not of a place.
    """
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if (city := _city(claim)) and (code := _postcode(claim)):
            codes[city].add(code)
    return [_postcode(claim) or _only(codes.get(_city(claim), ())) or _city(claim) or None for claim in claims]


_CEDEX = re.compile(r"\bcedex\b.*")


def _city(claim: Claim) -> str:
    return _CEDEX.sub("", fold(claim.city or "")).strip()


def _postcode(claim: Claim) -> str | None:
    return None if _CEDEX.search(fold(claim.city or "")) else "".join((claim.postcode or "").split()) or None


def _only(found: Collection[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def are_of_one_place(rows: Iterable[str | None], known: Collection[str | None]) -> set[str | None]:
    """Return which places of rows of one name are where its organisation is `known` to be.

    Rows that say no place are there as well, unless others are elsewhere.
    """
    told = {*rows} - {None}
    here = {*known} - {None} or (told if len(told) == 1 else set())
    return (told & here) | ({None} if told <= here else set())
