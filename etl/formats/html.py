"""Saved HTML to the text that the page reader reads. Scripts, styles and whatever else is not shown is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.formats.excel import INSTALL
from etl.formats.table import NeedsPackageError, UnreadableError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_MAX_CHARACTERS = 5_000_000
_MAX_TAGS = 100_000
# What is not shown and need not be parsed. Where its end is missing it takes the rest, so that each is read only once.
_UNSHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<tag>script|style|template|svg|noscript)\b.*?(?:</(?P=tag)\s*>|\Z)|<[!?][^>]*(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,100};base64,[\w+/=%]*")  # images that a browser saved inside the page
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\([0-9]{1,6}\)(?P<url>\S+)\s*-->")


def html_to_text(text: str) -> tuple[str, str | None]:
    """Return the visible text and the address that the page was saved from, if it says.

    Raises UnreadableError for what no page is: huge, or nested too deeply; NeedsPackageError where an extra is missing.
    """
    try:
        from etl.formats.markup import ParserRejectedMarkup, parse, write
    except ImportError as error:
        raise NeedsPackageError(f"an HTML file cannot be read without {error.name}: {INSTALL}") from error
    shown = _UNSHOWN.sub(" ", _EMBEDDED.sub("", text))
    if len(shown) > _MAX_CHARACTERS or shown.count("<") > _MAX_TAGS:
        raise UnreadableError(
            f"more than {_MAX_CHARACTERS:,} characters or {_MAX_TAGS:,} tags: that is no profile page"
        )
    try:
        soup = parse(shown)
        url = _address(soup, text)  # stands in the head, which is not written
        return write(soup), url
    except RecursionError as error:
        raise UnreadableError("HTML that is nested too deeply") from error
    except ParserRejectedMarkup as error:
        raise UnreadableError(f"HTML that cannot be parsed: {error}"[:300]) from error


def _address(soup: BeautifulSoup, text: str) -> str | None:
    if saved := _SAVED_FROM.search(text[:5_000]):
        return saved["url"]
    for tag, attribute in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        found = soup.select_one(tag)
        if found and isinstance(url := found.get(attribute), str) and url.strip():
            return url.strip()
    return None
