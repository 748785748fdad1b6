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
_LOOK_AHEAD = 3


@dataclass(slots=True)
class Header:
    values: dict[str, list[Line]] = field(default_factory=dict)
    strays: list[Line] = field(default_factory=list)
    """Text that belongs to no label, above the description."""
    before_marker: list[Line] = field(default_factory=list)
    """The description, as far as no machine translation has been announced."""
    after_marker: list[Line] = field(default_factory=list)
    label_lines: list[int] = field(default_factory=list)
    marker_lines: list[int] = field(default_factory=list)
    """Lines that hold the marker of machine translation and nothing else."""


def read_header(lines: list[Line]) -> Header:
    """Sort the lines above the catalyst table (none of them blank) under their labels.

    The description has no label of its own: it begins at the marker of machine translation, behind the value of the
    `Added` label, or where there is more text than the current label can have.
    """
    header = Header()
    description: list[Line] | None = None
    label: str | None = None
    for index, (number, raw) in enumerate(lines):
        text = compose(raw)
        marker = MARKER.search(text) if "[" in text else None
        head, tail = (text[: marker.start()], text[marker.end() :]) if marker else (text, "")
        if description is None:
            label, head = _sort(header, label, number, head)
            if head and (marker or _is_stray(head, header, lines[index + 1 : index + 1 + _LOOK_AHEAD])):
                header.strays.append((number, head))
            elif head:
                description = header.before_marker
        if description is not None and head.strip():
            description.append((number, head))
        if marker:
            description = header.after_marker
            if tail.strip():
                description.append((number, tail))
            elif not head.strip():
                header.marker_lines.append(number)
    return header


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


def _is_stray(text: str, header: Header, following: list[Line]) -> bool:
    """Whether text without a label is a stray piece rather than the beginning of the description."""
    if not header.values:
        return True
    return not _is_prose(text) and any(has_label(compose(line)) for _, line in following)
