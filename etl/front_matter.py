"""The optional YAML front matter of a saved page: what the person who saved it knew."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import yaml

from etl.dates import PartialDate, read_date
from etl.text import remembered, tidy

KEYS = ("name", "url", "captured_on", "page", "synthetic")
MAX_LINES = 50
"""A closing fence further down than this does not close front matter."""

_MOST_OPENERS = 100
_OPENER = re.compile(r"[\[{]|[-?](?:\s|$)")
"""What may open a level of YAML: the parser descends into levels on the stack of C, and a full one ends the process."""

_FENCE = re.compile(r"---\s*")
_CLOSING = re.compile(r"(?:---|\.\.\.)\s*")
_USUAL = re.compile(
    rf"(?P<key>{'|'.join(KEYS)}): "
    r'(?:"(?P<quoted>[ !#-\[\]-~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*)"'
    r"|(?P<plain>[A-Za-z0-9][\w .-]*)) *"
)
"""A line that means the same in YAML: a known key and a word, or a text in quotes without anything escaped."""
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every value a string: `no` is a name, not a boolean


@dataclass(slots=True)
class FrontMatter:
    name: str | None = None
    url: str | None = None
    captured_on: date | None = None
    page: int | None = None
    synthetic: bool = False
    end: int = 0
    """Number of lines taken from the top of the file, fences included."""
    problems: list[tuple[int, str]] = field(default_factory=list)
    """(1-based line number, reason) of what could not be used."""


def read_front_matter(lines: list[str]) -> FrontMatter:
    """Read the front matter at the top of a page; an empty one where there is none."""
    front = FrontMatter()
    if not lines or not _FENCE.fullmatch(lines[0]):
        return front
    closing = next((i for i, line in enumerate(lines[1:MAX_LINES], start=1) if _CLOSING.fullmatch(line)), None)
    if closing is None:
        return front
    front.end = closing + 1
    _read_yaml(front, lines[1:closing])
    return front


def _read_yaml(front: FrontMatter, lines: list[str]) -> None:
    text = "\n".join(lines)
    if len(text) > _MOST_OPENERS and len(_OPENER.findall(text)) > _MOST_OPENERS:
        _reject_all(front, lines, "front matter is not a list of `key: value` lines but nested many times")
        return
    if all(usual := list(map(_USUAL.fullmatch, lines))):
        for number, match in enumerate(filter(None, usual), start=2):
            _note(front, number, _set(front, match["key"], match["quoted"] or match["plain"] or ""))
        return
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        why = getattr(error, "problem", None) or type(error).__name__
        _reject_all(front, lines, f"front matter is not valid YAML: {why}")
        return
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        _reject_all(front, lines, "front matter is not a list of `key: value` lines")
        return
    for key, value in node.value:
        _note(front, key.start_mark.line + 2, _take(front, key, value))


def _note(front: FrontMatter, number: int, problem: str | None) -> None:
    if problem:
        front.problems.append((number, problem))


def _reject_all(front: FrontMatter, lines: list[str], reason: str) -> None:
    front.problems += [(number, reason) for number, line in enumerate(lines, start=2) if line.strip()]


def _take(front: FrontMatter, key: yaml.Node, value: yaml.Node) -> str | None:
    """Store one value; return the reason why it cannot be used, if so."""
    if not isinstance(key, yaml.ScalarNode) or key.value not in KEYS:
        return f"unknown front matter key, expected one of {', '.join(KEYS)}"
    if not isinstance(value, yaml.ScalarNode):
        return f"front matter `{key.value}` is not a single value"
    return _set(front, key.value, value.value)


def _set(front: FrontMatter, key: str, value: str) -> str | None:
    text = tidy(value)
    return _SETTERS[key](front, text) if text else None


def _set_name(front: FrontMatter, text: str) -> None:
    front.name = text


def _set_url(front: FrontMatter, text: str) -> None:
    front.url = text


def _set_captured_on(front: FrontMatter, text: str) -> str | None:
    found = _read_day(text)
    if found is None or found.precision != "day":
        return f'captured_on "{text}" is not a date, write it as 2025-03-01'
    front.captured_on = found.first
    return None


@remembered
def _read_day(text: str) -> PartialDate | None:
    return read_date(re.sub(r"[T ][0-9]{2}:[0-9]{2}.*", "", text))


def _set_page(front: FrontMatter, text: str) -> str | None:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) == 0:
        return f'page "{text}" is not a page number'
    front.page = int(text)
    return None


def _set_synthetic(front: FrontMatter, text: str) -> str | None:
    if text.casefold() not in {"true", "yes", "false", "no"}:
        return f'synthetic "{text}" is neither true nor false'
    front.synthetic = text.casefold() in {"true", "yes"}
    return None


_SETTERS: dict[str, Callable[[FrontMatter, str], str | None]] = {
    "name": _set_name,
    "url": _set_url,
    "captured_on": _set_captured_on,
    "page": _set_page,
    "synthetic": _set_synthetic,
}
