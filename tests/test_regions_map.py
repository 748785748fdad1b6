"""The shapes of the 18 regions: complete, apart from each other, and from files of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.charts import outlines
from analytics.charts.outlines import Shape, centre
from analytics.charts.regions_map import SHORT_NAMES, short_code
from tests.asking import answer, ask

OVERSEAS = {"GLP", "MTQ", "GUF", "REU", "MYT"}
GRID = """
 .   .  HDF  .   .
 .  NOR IDF GES  .
BRE PDL CVL BFC  .
 .  NAQ ARA  .   .
 .  OCC PAC  .  COR
GLP MTQ GUF REU MYT
"""


@pytest.fixture
def tiles(empty_warehouse: Path) -> dict[str, Shape]:
    return outlines.tiles(ask(empty_warehouse, "regions_involvement"))


def letters(iso: str) -> str:
    code = short_code(iso)
    return SHORT_NAMES.get(code, code)


def box(shape: Shape) -> tuple[float, float, float, float]:
    xs, ys = zip(*(point for ring in shape for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_tiles_stand_where_people_expect_them(tiles: dict[str, Shape]) -> None:
    places = {letters(iso): (int(centre(shape)[1]), int(centre(shape)[0])) for iso, shape in tiles.items()}
    drawn = [line.split() for line in GRID.strip().splitlines()]
    expected = {code: (y, x) for y, line in enumerate(drawn) for x, code in enumerate(line) if code != "."}
    assert places == {code: (y + (code in OVERSEAS and 0), x) for code, (y, x) in expected.items()}


def test_tiles_are_equal_and_apart_with_a_gap_above_the_overseas_row(tiles: dict[str, Shape]) -> None:
    boxes = {letters(iso): box(shape) for iso, shape in tiles.items()}
    assert {(round(right - left, 6), round(low - top, 6)) for left, top, right, low in boxes.values()} == {(0.94, 0.94)}
    for one, (left, top, right, low) in boxes.items():
        for other, (left2, top2, right2, low2) in boxes.items():
            assert one == other or right < left2 or right2 < left or low < top2 or low2 < top
    mainland = max(boxes[code][3] for code in boxes.keys() - OVERSEAS)
    assert min(boxes[code][1] for code in OVERSEAS) - mainland > 0.5


def test_every_region_has_an_outline(tiles: dict[str, Shape]) -> None:
    shapes = outlines.outlines()
    assert shapes.keys() == tiles.keys()
    assert len(shapes) == 18
    for shape in shapes.values():
        assert all(len(ring) >= 3 for ring in shape)
        left, top, right, low = box(shape)
        assert 0 <= left < right <= 1000
        assert 0 <= top < low <= 998
        x, y = centre(shape)
        assert left < x < right
        assert top < y < low


def test_outlines_lie_as_on_a_map() -> None:
    at = {letters(iso): centre(shape) for iso, shape in outlines.outlines().items()}
    assert at["BRE"][0] < at["IDF"][0] < at["GES"][0]
    assert at["HDF"][1] < at["IDF"][1] < at["CVL"][1] < at["OCC"][1]
    assert at["COR"][0] > at["PAC"][0]


@pytest.mark.parametrize(
    ("path", "rings"),
    [
        ("M0 0L2 0L2 2z", [[(0, 0), (2, 0), (2, 2)]]),
        ("m1,1l2,0 0,2z", [[(1, 1), (3, 1), (3, 3)]]),
        ("M0 0l1 0l0 1zm5 5l1 0l0 1z", [[(0, 0), (1, 0), (1, 1)], [(5, 5), (6, 5), (6, 6)]]),
        ("M0-1L-2.5-3.5z", [[(0, -1), (-2.5, -3.5)]]),
    ],
)
def test_paths_are_read_as_svg_says(path: str, rings: Shape) -> None:
    assert outlines._rings(path) == rings


@pytest.mark.parametrize(
    ("shape", "point"),
    [
        ([[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]], (1, 1)),
        ([[(0.0, 0.0), (0.0, 3.0), (3.0, 0.0)]], (1, 1)),
        ([[(9.0, 9.0), (9.1, 9.0), (9.1, 9.1)], [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]], (1, 1)),
        ([[(4.0, 5.0), (4.0, 5.0), (4.0, 5.0)]], (4, 5)),
    ],
)
def test_the_centre_is_that_of_the_largest_ring(shape: Shape, point: tuple[float, float]) -> None:
    assert centre(shape) == pytest.approx(point)


@pytest.mark.parametrize("drawn_as", ["tiles", "outline"])
def test_the_words_under_the_map_stand_where_an_image_keeps_them(empty_warehouse: Path, drawn_as: str) -> None:
    """An image has margins of its own: words that hang below the axes would be cut off."""
    figure = answer(empty_warehouse, "regions_involvement", {"map": drawn_as}).figure
    (words,) = figure.layout.annotations
    assert (words.y, words.yref, words.yanchor) == (0, "paper", "bottom")
    assert figure.layout.yaxis.domain[0] > 0
