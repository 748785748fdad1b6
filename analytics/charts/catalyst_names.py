"""The marks of a network and their names: which names there is room for, and on which side of its mark each stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analytics import i18n, theme, vocabulary
from analytics.i18n import ngettext

EDGE = 1.12
"""Where the axes end; places lie between -1 and 1."""
NAME = 26
"""Letters of a name that are written."""
CHARACTER, LINE = 7.2, 17
"""Pixels that a letter and a line take at the size of the names."""
DIAMETERS = (7, 30)
"""Smallest and largest diameter of the marks, in pixels; the area stands for the number of organisations."""
FOREMOST, SMALL = 60, 7
"""The most engaged catalysts, whose names may stand on marks of at most that radius in pixels rather than nowhere."""
PARTNERS = 3
"""Closest catalysts that a mark names."""

Places = Mapping[str, tuple[float, float]]
Box = tuple[float, float, float, float]
"""Left, right, bottom and top."""


@dataclass
class Node:
    code: str
    name: str
    kind: str
    organisations: int
    partners: list[tuple[str, int]] = field(default_factory=list)
    """Names of those it shares organisations with, and how many, the most first."""

    @property
    def hover(self) -> str:
        engaged = ngettext("{n} organisation", "{n} organisations", self.organisations)
        lines = [f"<b>{theme.plain(self.name)}</b>", vocabulary.name("kind", self.kind)]
        lines.append(engaged.format(n=i18n.number(self.organisations)))
        for name, shared in self.partners[:PARTNERS]:
            text = ngettext("{n} shared with {name}", "{n} shared with {name}", shared)
            lines.append(text.format(n=i18n.number(shared), name=theme.plain(name)))
        return "<br>".join(lines)


@dataclass(frozen=True)
class Name:
    """`x` and `y`: where it stands; `side`: to which side of there it runs."""

    text: str
    x: float
    y: float
    side: str


_SPACE = 3.3
"""Pixels of a space: names beside a mark begin at its centre, so that the gap is the same however wide a page is."""
_RUNS = {"center": 0, "right": 1, "left": -1}


@dataclass(frozen=True)
class Surface:
    """Pixels of the drawing without its legend and margins."""

    width: int
    height: int

    def box(self, x: float, y: float, half_width: float, half_height: float) -> Box:
        """A box around a place; its sizes in pixels."""
        along, up = half_width * 2 * EDGE / self.width, half_height * 2 * EDGE / self.height
        return x - along, x + along, y - up, y + up

    def box_of(self, name: Name) -> Box:
        half = len(name.text) * CHARACTER / 2
        centre = name.x + _RUNS[name.side] * half * 2 * EDGE / self.width
        return self.box(centre, name.y, half, LINE / 2)

    def names(self, node: Node, place: tuple[float, float], radius: float) -> Iterator[Name]:
        """The name on each side of its mark, the best first."""
        (x, y), text = place, theme.plain(node.name, NAME)
        lift, gap = (radius + LINE / 2) * 2 * EDGE / self.height, "\u00a0" * math.ceil((radius + 3) / _SPACE)
        yield Name(text, x, y + lift, "center")
        yield Name(text, x, y - lift, "center")
        yield Name(f"{gap}{text}", x, y, "right")
        yield Name(f"{text}{gap}", x, y, "left")


LAPTOP, PHONE = Surface(720, 420), Surface(290, 420)
"""The least of a page on a laptop, and of an image; and of a page on a phone."""


def diameter(node: Node, most: int) -> float:
    return max(DIAMETERS[0], DIAMETERS[1] * math.sqrt(node.organisations / most))


def legible(
    ordered: Sequence[Node], placed: Places, most: int, surface: Surface, given: Mapping[str, Name] | None = None
) -> dict[str, Name]:
    """The names that fit beside their marks, on no other name and no other mark; `given` ones are there."""
    names = dict(given or {})
    taken = [surface.box_of(name) for name in names.values()]
    radii = {node.code: diameter(node, most) / 2 for node in ordered}
    marks = {code: surface.box(*placed[code], radius, radius) for code, radius in radii.items()}
    for node in ordered:
        others = [mark for code, mark in marks.items() if code != node.code]
        _put(surface.names(node, placed[node.code], radii[node.code]), node.code, names, [*taken, *others], surface)
        taken = [surface.box_of(name) for name in names.values()]
    for node in sorted(ordered, key=lambda node: -node.organisations)[:FOREMOST]:
        others = [mark for code, mark in marks.items() if code != node.code and radii[code] > SMALL]
        _put(surface.names(node, placed[node.code], radii[node.code]), node.code, names, [*taken, *others], surface)
        taken = [surface.box_of(name) for name in names.values()]
    return names


def _put(sides: Iterator[Name], code: str, names: dict[str, Name], taken: Sequence[Box], surface: Surface) -> None:
    """Give the mark a name on the first of its sides that is free, if it has none yet."""
    for name in sides if code not in names else ():
        box = surface.box_of(name)
        if box[0] >= -EDGE and box[1] <= EDGE and not any(_touch(box, other) for other in taken):
            names[code] = name
            return


def _touch(one: Box, two: Box) -> bool:
    return one[0] < two[1] and two[0] < one[1] and one[2] < two[3] and two[2] < one[3]
