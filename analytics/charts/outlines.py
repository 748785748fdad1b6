"""The shapes of the 18 regions, as tiles of equal size and as outlines, from files of ours: no map calls the network.

A shape is a list of rings, a ring a list of (x, y) points with y growing downwards, as on a page.
"""

from __future__ import annotations

import functools
import re

import pandas as pd

from analytics.frame import records
from etl.reference import load

Ring = list[tuple[float, float]]
Shape = list[Ring]

TILE = 0.94
"""Side of a tile, in cells of the grid."""
OVERSEAS_ROW, OVERSEAS_GAP = 5, 0.5

_STEP = re.compile(r"([MLlmz])([^MLlmz]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def tiles(frame: pd.DataFrame) -> dict[str, Shape]:
    """ISO code -> square, from `tile_row` and `tile_column`; all regions alike, overseas or not."""
    return {row.iso: [_square(row.tile_column, row.tile_row)] for row in records(frame)}


def _square(column: float, row: float) -> Ring:
    top = row + (OVERSEAS_GAP if row >= OVERSEAS_ROW else 0)
    return [(column, top), (column + TILE, top), (column + TILE, top + TILE), (column, top + TILE)]


@functools.cache
def outlines() -> dict[str, Shape]:
    """ISO code -> outline, in units of the file's viewBox. The overseas regions stand in an inset.

    Raises SourceError where the file has a mistake.
    """
    return {iso: _rings(path) for iso, path in load("regions_paths")["paths"].items()}


def _rings(path: str) -> Shape:
    """Rings of an SVG path made of M, m, L, l and z."""
    rings: Shape = []
    x = y = 0.0
    for step, arguments in _STEP.findall(path):
        numbers = [float(text) for text in _NUMBER.findall(arguments)]
        if step in "Mm":
            rings.append([])
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = (x + dx, y + dy) if step.islower() else (dx, dy)
            rings[-1].append((x, y))
        if step == "z":
            x, y = rings[-1][0]
    return rings


def centre(shape: Shape) -> tuple[float, float]:
    """Centroid of the largest ring, by the shoelace formula."""
    ring = max(shape, key=lambda ring: abs(_area(ring)))
    area = _area(ring)
    if not area:
        return ring[0]
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs)
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs)
    return x / (6 * area), y / (6 * area)


def _area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
