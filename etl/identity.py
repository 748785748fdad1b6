"""Which pages belong to one organisation: those with the same platform id, else the same SIREN, else the same slug.

Two organisations never merge by accident: pages that share only a slug stay apart where their SIRENs or the names in
their front matter differ. Nothing here depends on the order of the pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from etl.extract import RawPage
from etl.text import fold, slugify


def organisation_ids(pages: Sequence[RawPage]) -> list[str]:
    """Return the organisation id of each page."""
    by_slug: defaultdict[str, list[RawPage]] = defaultdict(list)
    for page in pages:
        if page.platform_id is None:
            by_slug[page.slug].append(page)
    ids = {id(page): identity for group in by_slug.values() for page, identity in _within_slug(group)}
    return [page.platform_id or ids[id(page)] for page in pages]


def _within_slug(group: list[RawPage]) -> list[tuple[RawPage, str]]:
    """Tell apart pages without platform id under one slug. A page without SIREN follows the only one there is."""
    sirens = {page.facts.siren for page in group if page.facts.siren}
    names = {fold(page.front.name) for page in group if page.front.name}
    shared = next(iter(sirens)) if len(sirens) == 1 and len(names) <= 1 else None
    return [(page, page.facts.siren or shared or _slug_id(page, names)) for page in group]


def _slug_id(page: RawPage, names: set[str]) -> str:
    if len(names) > 1 and page.front.name:
        return f"{page.slug}--{slugify(page.front.name)}"
    return page.slug
