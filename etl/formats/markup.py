"""How markdownify writes a page down for the page reader. Imported only where HTML is read: it needs the extra."""

from __future__ import annotations

import warnings
from collections.abc import Collection

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from markdownify import MarkdownConverter

__all__ = ["ParserRejectedMarkup", "parse", "write"]

_INVISIBLE = ("script", "style", "template", "noscript", "svg", "head", "iframe", "object")
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "li", "blockquote", "figcaption", "button", "label")


def _write_block(_: MarkdownConverter, _element: Tag, text: str, parent_tags: Collection[str]) -> str:
    """Give an element lines of its own, without the marks that Markdown puts before them."""
    inside_cell = {"td", "th"} & set(parent_tags)
    return f" {text.strip()} " if inside_cell else f"\n\n{text.strip()}\n\n"


def _write_cell(_: MarkdownConverter, _element: Tag, text: str, **_context: object) -> str:
    """Write a cell on one line; a pipe in it is no border."""
    return " " + " ".join(text.replace("|", "\\|").split()) + " |"


class _PageWriter(MarkdownConverter):
    convert_td = convert_th = _write_cell


for _name in _BLOCKS:
    setattr(_PageWriter, f"convert_{_name}", _write_block)


def parse(text: str) -> BeautifulSoup:
    """Parse a document. Raises ParserRejectedMarkup, RecursionError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of text that looks like an address or like XML: it is read all the same
        return BeautifulSoup(text, "lxml")


def write(soup: BeautifulSoup) -> str:
    """Return the visible text of a document: blocks on lines, tables as rows of pipes, images as `![text]()`."""
    for tag in soup(_INVISIBLE):
        tag.decompose()
    for image in soup("img"):
        image.attrs = {"alt": " ".join(str(image.get("alt", "")).split()).replace("]", ")"), "src": ""}
    writer = _PageWriter(
        strip=["a", "b", "strong", "i", "em", "code", "del", "sub", "sup"],
        keep_inline_images_in=["td", "th", *_BLOCKS],
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
    )
    return str(writer.convert_soup(soup))
