"""The labels of a profile page, in English and French, and how to find them when they are glued to values.

Text extracted from HTML loses the breaks between elements: `430 3,914Activities` is the value of one label and the next
label. A label is therefore looked for at the start of a line, or right behind a value with no space between.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.text import remembered

# One spelling pattern per label; `\s+` also matches no-break spaces, `(s)` is printed literally on some French pages.
_S = r"(?:s|\(s\))?"
_SPELLINGS = {
    "social": rf"Social\s+network{_S}|R[ée]seau[x]?\s+soci(?:al|aux)",
    "activities": rf"Activit(?:y|ies)|Activit[ée]{_S}",
    "entity_types": rf"Entity\s+type{_S}|Type{_S}\s+d\s?['’]\s?entit[ée]{_S}",
    "location": rf"Location{_S}|Localisation{_S}",
    "employees": rf"Employee{_S}|Employ[ée]{_S}(?:\s*/\s*Effectif{_S})?|Effectif{_S}|Salari[ée]{_S}",
    "scale": r"Scale|[ÉE]chelle",
    "estimated": r"Estimated|Estimate|Estimation|Estim[ée]e?",
    "siren": r"SIREN(?![^\W\d_])",
    "declared": rf"Engaged\s+catalyst{_S}|Catalyst{_S}\s+engaged|Catalyseur{_S}\s+engag[ée]{_S}",
    "added": r"Added\s+(?:in|to|on)\s+Motherbase|Ajout[ée]e?\s+(?:dans|à|a|sur)\s+Motherbase",
}
_ANY = "|".join(f"(?P<{label}>{spelling})" for label, spelling in _SPELLINGS.items())
# Behind a value: glued to it, or one space after a number. Before a value: a colon, a number or a glued capital.
_LABEL = re.compile(rf"(?:^\s*|(?<=[^\W_]|[.)+%])|(?<=[0-9])\s)(?:{_ANY})(?:\s*:|(?=\s*$|\s*[0-9]|[A-ZÀ-Ý\[]))")
_STEM = re.compile(
    "Social|Réseau|Reseau|Activit|Entity|Type|Loca|Employ|Effectif|Salari|Scale|Échelle|Echelle|Estim|SIREN|Engaged"
    "|Catalys|Added|Ajout"
)
"""One of these is part of every label. Most lines of prose have none, and are told by that."""
_WHOLE_LINE = re.compile(rf"\s*(?:{_ANY})\s*:?\s*", re.IGNORECASE)
MARKER = re.compile(r"\[\s*(?:automatic\s+translation|traduction\s+automatique)[^\[\]]{0,100}\]", re.IGNORECASE)
"""`[Automatic translation follows]`: what stands after it was translated by a machine."""


class Segment(NamedTuple):
    """A label (None before the first one of a line) and the text that follows it on the line."""

    label: str | None
    text: str


def _may_hold_label(line: str) -> bool:
    """Whether a line may be a label, or hold one: False is certain."""
    return holds_stem(line) or bool(_WHOLE_LINE.fullmatch(line))


def holds_stem(text: str) -> bool:
    """Whether text that is more than a label may hold one: False is certain."""
    return bool(_STEM.search(text))


@remembered
def split_at_labels(line: str) -> tuple[Segment, ...]:
    """Cut a line (composed accents) at its labels: `14Added in Motherbase` is a value and the next label."""
    if not _may_hold_label(line):
        return (Segment(None, text),) if (text := line.strip()) else ()
    if whole := _WHOLE_LINE.fullmatch(line):
        return (Segment(whole.lastgroup, ""),)
    segments, label, end = [], None, 0
    for match in _LABEL.finditer(line):
        segments.append(Segment(label, line[end : match.start()].strip()))
        label, end = match.lastgroup, match.end()
    segments.append(Segment(label, line[end:].strip()))
    return tuple([segment for segment in segments if segment.label or segment.text])


@remembered
def has_label(line: str) -> bool:
    return _may_hold_label(line) and bool(_WHOLE_LINE.fullmatch(line) or _LABEL.search(line))
