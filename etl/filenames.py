"""What a file's name says: `89998-accr-association.page2.txt` is page 2 of organisation 89998."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from etl.text import slugify

_NAME = re.compile(
    r"(?:(?P<id>[0-9]+)(?:-|\Z))?(?P<slug>.*?)(?:[.\-_ ]page[-_ ]?(?P<page>[1-9][0-9]{0,3}))?(?: ?\([0-9]+\))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_USUAL_NAME = re.compile(r"(?P<id>[0-9]+)-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")
_URL_ID = re.compile(r"/(?P<id>[0-9]+)(?:-(?P<slug>[^/?#]*))?(?:[/?#]|$)")


class PageName(NamedTuple):
    platform_id: str | None
    slug: str
    page: int


def read_file_name(path: Path) -> PageName:
    """Read `<id>-<slug>.txt`, `<id>-<slug>.page2.txt`, or any other name, which is then all slug."""
    stem = path.stem
    if (usual := _USUAL_NAME.fullmatch(stem)) and "page" not in stem:
        return PageName(usual["id"], usual["slug"], 1)
    match = _NAME.match(stem)
    assert match  # every part is optional
    slug = slugify(match["slug"] or "") or slugify(stem) or "page"
    return PageName(match["id"], slug, int(match["page"] or 1))


def platform_id_in(url: str | None) -> str | None:
    """Return the organisation's id in an address such as `https://…/organisations/89998-accr`."""
    match = _URL_ID.search(re.sub(r"^[a-z]+://[^/]*", "", url)) if url else None
    return match["id"] if match else None
