"""The labelled part of a page: which text belongs to which label, and where the description begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from etl.dates import read_elapsed
from etl.page.labels import MARKER, has_label, split_at_labels
from etl.text import compose

Line = tuple[int, str]
"""1-based line number, text."""

# How many lines of value each label can have. More text than that is not its value any more.
_CAPACITY = {
    "social": 8,
    "activities": 40,
    "entity_types": 20,
    "location": 4,
    "employees": 1,
    "scale": 1,
    "estimated": 1,
    "siren": 1,
    "declared": 1,
    "added": 1,
}
_NUMERIC = frozenset({"social", "employees", "scale", "estimated", "siren", "declared"})
LOOK_AHEAD = 3
"""Lines below a piece of text in which a label shows that it is no description."""


@dataclass(slots=True)
class Described:
    """The lines of the description."""

    before_marker: list[Line] = field(default_factory=list)
    """As far as no machine translation has been announced."""
    after_marker: list[Line] = field(default_factory=list)
    marker_lines: list[int] = field(default_factory=list)
    """Lines that hold the marker of machine translation and nothing else."""

    def begin(self, number: int, text: str, following: list[Line]) -> None:
        """Take the description from this text on, of which there is some, and the lines that follow."""
        self.before_marker.append((number, text))
        self._take(following, self.before_marker)

    def begin_translated(self, number: int, before: str, after: str, following: list[Line]) -> None:
        """Take the description from a marker on that has this text before and after it on its line."""
        self._announce(number, before, after)
        self._take(following, self.after_marker)

    def _announce(self, number: int, before: str, after: str) -> None:
        if after.strip():
            self.after_marker.append((number, after))
        elif not before.strip():
            self.marker_lines.append(number)

    def _take(self, lines: list[Line], into: list[Line]) -> None:
        for number, raw in lines:
            text = compose(raw)
            marker = find_marker(text)
            if marker is None:
                into.append((number, text))
                continue
            before = text[: marker.start()]
            if before.strip():
                into.append((number, before))
            into = self.after_marker
            self._announce(number, before, text[marker.end() :])


def texts(lines: list[Line]) -> list[str]:
    return [text for _, text in lines]


@dataclass(slots=True)
class Header:
    values: dict[str, list[Line]] = field(default_factory=dict)
    strays: list[Line] = field(default_factory=list)
    """Text that belongs to no label, above the description."""
    label_lines: list[int] = field(default_factory=list)
    described: Described = field(default_factory=Described)


def read_header(lines: list[Line]) -> Header:
    """Sort the lines above the catalyst table (none of them blank) under their labels.

    The description has no label of its own: it begins at the marker of machine translation, behind the value of the
    `Added` label, or where there is more text than the current label can have.
    """
    header = Header()
    label: str | None = None
    for index, (number, raw) in enumerate(lines):
        text = compose(raw)
        marker = find_marker(text)
        label, rest = _sort(header, label, number, text[: marker.start()] if marker else text)
        if rest and (marker or not header.values or is_before_label(rest, lines[index + 1 : index + 1 + LOOK_AHEAD])):
            header.strays.append((number, rest))
        elif rest:
            header.described.begin(number, rest, lines[index + 1 :])
            break
        if marker:
            header.described.begin_translated(number, rest, text[marker.end() :], lines[index + 1 :])
            break
    return header


def find_marker(text: str) -> re.Match[str] | None:
    """Find the marker of machine translation in text with composed accents."""
    return MARKER.search(text) if "[" in text else None


def _sort(header: Header, label: str | None, number: int, text: str) -> tuple[str | None, str]:
    """Give the pieces of a line to their labels; return the label in force and the last text that no label can have.

    Such text in front of another label is a stray piece.
    """
    leftover = ""
    for found, value in split_at_labels(text):
        if found:
            label = found
            header.values.setdefault(label, [])
            header.label_lines.append(number)
        if leftover:
            header.strays.append((number, leftover))
        leftover = _take(header, label, number, value)
    return label, leftover


def _take(header: Header, label: str | None, number: int, text: str) -> str:
    """Give text to a label; return what the label cannot have."""
    if label is None or not text:
        return text
    values = header.values[label]
    if len(values) >= _CAPACITY[label] or not _fits(label, text):
        return text
    if label == "added":
        elapsed, leftover = read_elapsed(text)
        if elapsed is None:
            return text
        values.append((number, text[: len(text) - len(leftover)]))
        return leftover.strip()
    values.append((number, text))
    return ""


def _fits(label: str, text: str) -> bool:
    if label in _NUMERIC:
        return len(text) <= 60 and (len(text) <= 20 or bool(re.search(r"[0-9]", text)))
    return label in {"location", "added"} or not _is_prose(text)


def _is_prose(text: str) -> bool:
    return len(text) > 120 or (text[-1] in ".!?…" and len(text.split()) > 5)


def is_before_label(text: str, following: list[Line]) -> bool:
    """Whether text is a stray piece rather than the beginning of the description: no prose, with a label soon below."""
    return not _is_prose(text) and any(has_label(compose(line)) for _, line in following)
