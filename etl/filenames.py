"""What a file's name says: `89998-accr-association.page2.txt` is page 2 of organisation 89998.

A date before or behind that, as people put it there, is the day of the capture: `2025-03-01-accr.txt` is no page of an
organisation 2025.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from etl.text import fold, slugify

_NAME = re.compile(
    r"(?:(?P<id>[0-9]+)(?:-|\Z))?(?P<slug>.*?)(?:[.\-_ ]page[-_ ]?(?P<page>[1-9][0-9]{0,3}))?(?: ?\([0-9]+\))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_USUAL_NAME = re.compile(r"(?P<id>[0-9]+)-(?P<slug>[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)")
"""There is no date in it."""
_MONTH = r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])"
_DAY = rf"{_MONTH}-(?:0[1-9]|[12][0-9]|3[01])"
_DATE_BEFORE = re.compile(rf"(?P<date>{_DAY}|{_MONTH})(?![0-9])[-_. ]*")
_DATE_BEHIND = re.compile(rf"[-_. ]+(?P<date>{_DAY})\Z")

_PATH = re.compile(r"(?:[a-z]+://[^/?#]*)?(?P<path>[^?#]*)", re.IGNORECASE)
_ID_AND_SLUG = re.compile(r"(?P<id>[1-9][0-9]*)-(?P<slug>[^/]*[^\W\d_][^/]*)")
_ID = re.compile(r"[1-9][0-9]*")
_OF_ORGANISATION = re.compile(r"(?:organi[sz]ation|profile?|compan(?:y|ies)|entreprise|structure)s?", re.IGNORECASE)


class PageName(NamedTuple):
    platform_id: str | None
    slug: str
    page: int
    captured_on: date | None = None


def read_file_name(path: Path) -> PageName:
    """Read `<id>-<slug>.txt`, `<id>-<slug>.page2.txt`, or any other name, which is then all slug."""
    stem = path.stem
    if (usual := _USUAL_NAME.fullmatch(stem)) and "page" not in stem:
        return PageName(usual["id"], usual["slug"], 1)
    before = _DATE_BEFORE.match(stem)
    match = _NAME.match(stem[before.end() :] if before else stem)
    assert match  # every part is optional
    written = match["slug"] or ""
    behind = _DATE_BEHIND.search(written)
    slug = slugify(written[: behind.start()] if behind else written) or slugify(stem) or "page"
    return PageName(match["id"], slug, int(match["page"] or 1), _day(before) or _day(behind))


def _day(match: re.Match[str] | None) -> date | None:
    try:
        return date.fromisoformat(match["date"]) if match else None
    except ValueError:  # a month, or 31 February
        return None


class Address(NamedTuple):
    platform_id: str
    slug: str


def read_address(url: str | None) -> Address | None:
    """Read the id and slug in an address such as `https://…/organisations/89998-accr`; the slug may be ''.

    A number alone is an id only behind a word for organisations, and none is one below a date: `/2024/05/news`.
    """
    match = _PATH.match(url) if url else None
    before = ""
    for segment in match["path"].split("/") if match else ():
        if found := _ID_AND_SLUG.fullmatch(segment):
            return Address(found["id"], slugify(found["slug"]))
        if segment.isdigit():
            return Address(segment, "") if _ID.fullmatch(segment) and _OF_ORGANISATION.fullmatch(before) else None
        before = segment
    return None


def platform_id_in(url: str | None) -> str | None:
    """Return the organisation's id in the address of its page."""
    address = read_address(url)
    return address.platform_id if address else None


def agree(address: Address, *names: str | None) -> bool:
    """Whether an address is of what has one of these names or slugs, and not of something else with a number in it.

    The first word of its slug may be an acronym that the name does not have. One without a slug says itself what it is.
    """
    words = address.slug.split("-") if address.slug else []
    known = [{*fold(name).split()} for name in names if name]
    return any({*words} <= each or {*words[1:]} == each for each in known)
