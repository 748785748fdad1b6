"""What stands above the catalyst table, where that is as on nearly every page: all of it is looked at at once.

Labels follow each other in one order, and values are glued to the next label. Whatever is not quite like that is left
to `etl.page.header`, which finds the same in what is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from etl.dates import read_elapsed
from etl.page.facts import Facts
from etl.page.header import LOOK_AHEAD, Described, Line, find_marker, is_before_label
from etl.page.labelled import READERS, descriptions_of
from etl.page.labels import has_label, holds_stem
from etl.page.location import read_location
from etl.text import compose

# It ends as what a label may be glued to does. That no label stands within it is seen to afterwards.
_ITEMS = r"(?:\S[^\n]{0,117}[^\W_])?"
_HEADER = re.compile(
    rf"""
    (?:(?:Social\ networks|Réseaux\ sociaux)\n(?P<social>[0-9](?:[0-9KkMm.,\ ]{{0,58}}[0-9KkMm])?)?)?
    (?:Activities|Activités)\n(?P<activities>{_ITEMS})
    (?:Entity\ types|Types\ d'entité)\n(?P<entity_types>{_ITEMS})
    (?:Location|Localisation)\n(?P<location>(?:[^\n]+\n){{1,4}}?)
    (?:(?:Employees|Effectifs)\n
       (?:Scale|Échelle)\u00a0?:\ (?P<scale>[0-9][0-9+-]{{0,18}})\n
       (?:Estimated|Estimation)\u00a0?:\ (?P<estimated>[0-9]{{1,9}})\n)?
    (?:SIREN\n(?P<siren>[0-9]{{9}})?)?
    (?:(?:Engaged\ catalyst|Catalyseurs\ engagés)\n(?P<declared>[0-9]{{1,9}})?)?
    (?:Added\ in|Ajouté\ dans)\ Motherbase\n""",
    re.VERBOSE,
)
_PAGES_OF_ONE = 16
"""An organisation that needs several pages says the same of itself on each; these are read one after the other."""
_LONGEST = 50_000
"""Characters. More is no usual page, and would be kept."""


class Top(NamedTuple):
    facts: Facts
    """All but the rows. Other pages may share them, so they must not be changed."""
    marker_lines: list[int]
    """Places of the lines that hold the marker of machine translation and nothing else; all others are parsed."""


def read_usual_top(text: str) -> Top | None:
    """Read the lines above the catalyst table, none of them blank; None of any but the usual."""
    return _read(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=_PAGES_OF_ONE)
def _read(text: str) -> Top | None:
    match = _HEADER.match(text)
    if match is None or compose(match[0]) != match[0] or find_marker(match[0]):
        return None
    facts = _labelled(match)
    described = _described(facts, match[0].count("\n"), text[match.end() :].split("\n")) if facts else None
    if facts is None or described is None:
        return None
    facts.descriptions = descriptions_of(described)
    return Top(facts, described.marker_lines)


def _labelled(match: re.Match[str]) -> Facts | None:
    """Read the values; None where one cannot be read, or may hold a label."""
    values = match.groupdict()
    places = values["location"][:-1].split("\n")
    if any(map(has_label, places)) or holds_stem(values["activities"]) or holds_stem(values["entity_types"]):
        return None
    facts = Facts(location=read_location(places), is_profile=True)
    for label, reader in READERS.items():
        if (value := values.get(label)) and reader(facts, value):
            return None
    return facts


def _described(facts: Facts, first: int, lines: list[str]) -> Described | None:
    """Read the line that begins with how long ago the page was added, and find what stands below it."""
    text = compose(lines[0])
    marker = find_marker(text)
    before = (text[: marker.start()] if marker else text).strip()
    facts.added, rest = read_elapsed(before)
    if facts.added is None or holds_stem(before):
        return None
    described = Described()
    rest = rest.strip()
    following: list[Line] = list(enumerate(lines[1:], start=first + 1))
    if marker and not rest:
        described.begin_translated(first, "", text[marker.end() :], following)
    elif rest and not marker and not is_before_label(rest, following[:LOOK_AHEAD]):
        described.begin(first, rest, following)
    else:
        return None
    return described
