from __future__ import annotations

import socket
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from PIL import Image

from analytics.export import PngSpec, png_spec
from analytics.render import render_pngs
from etl.errors import RenderError
from tests.browser_support import chromium

BLUE = (0x00, 0x72, 0xB2)
BADGE = (0xB4, 0x53, 0x09)
WHITE = (255, 255, 255)

WORDS: dict[str, Any] = {
    "title": "Qui s’engage, été à Genève",
    "subtitle": "Engagements de l’ACCR, du 26 févr. 2022 au 28 févr. 2025",
    "insight": "Île-de-France vient en tête avec 3 engagements.",
    "caution": "Seuls 71 % des catalyseurs sont capturés.",
    "caption": "10 catalyseurs sur 14 capturés · Source : œuvres.txt",
    "badge": None,
    "language": "fr",
    "metadata": {"Filters": "?region=11&period=2024-01-01:", "Insight": "Île-de-France ≥ 3 €"},
}


def bars(trace: type = go.Bar, **changes: Any) -> go.Figure:
    marker = {"color": f"rgb{BLUE}"}
    return go.Figure(trace(**{"x": ["2024-01-01", "2024-07-01"], "y": [3, 5], "marker": marker, **changes}))


def spec(filename: str, figure: go.Figure | None = None, **changes: Any) -> PngSpec:
    return png_spec(figure or bars(), filename=filename, **{**WORDS, **changes})


ROWS = 20


def lanes() -> go.Figure:
    """As many rows as any chart has, each with its name."""
    named = {"tickvals": list(range(ROWS)), "ticktext": ["Algue"] * ROWS, "range": [ROWS - 0.4, -2.6]}
    return go.Figure(go.Scatter(x=[1] * ROWS, y=list(range(ROWS)), mode="lines"), {"yaxis": named})


HOSTILE = "W" * 300
SPECS = [
    spec("plain.png"),
    spec("again.png"),
    spec("badge.png", badge="Données synthétiques"),
    spec("english.png", language="en"),
    spec("webgl.png", bars(go.Scattergl, mode="markers")),
    spec("lanes.png", lanes(), title="W " * 60, insight="Le plus récent " * 40),
    spec("hostile.png", bars(x=[HOSTILE, "b"]), title=HOSTILE, subtitle="a " * 4000, caption="é" * 900, badge=HOSTILE),
]


@pytest.fixture(scope="module")
def browser() -> str:
    return chromium()


@pytest.fixture(scope="module")
def drawn(browser: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all of `SPECS`, drawn in one run over an older file."""
    out = tmp_path_factory.mktemp("png") / "new" / "folder"
    out.mkdir(parents=True)
    (out / "plain.png").write_bytes(b"old")
    done: list[Path] = []
    assert render_pngs(SPECS, out, done.append) == done == [out / spec["filename"] for spec in SPECS]
    return out


def colours(path: Path, box: tuple[int, int, int, int]) -> dict[tuple[int, int, int], int]:
    """Colours within `box` (CSS pixels: left, top, right, bottom) and how many pixels have each."""
    with Image.open(path) as image:
        part = image.convert("RGB").crop(tuple(2 * side for side in box))
        return {colour: count for count, colour in part.getcolors(maxcolors=1 << 24) or []}  # type: ignore[misc]


PLOT = (40, 150, 1240, 640)
BADGE_CORNER = (1060, 30, 1240, 70)


@pytest.mark.browser
@pytest.mark.parametrize("name", [spec["filename"] for spec in SPECS])
def test_size_resolution_and_white_corner(drawn: Path, name: str) -> None:
    with Image.open(drawn / name) as image:
        assert image.size == (2560, 1440)
        assert image.info["dpi"] == pytest.approx((192, 192), abs=0.01)
    assert colours(drawn / name, (0, 0, 20, 20)).keys() == {WHITE}


@pytest.mark.browser
def test_text_fields_are_what_was_given(drawn: Path) -> None:
    with Image.open(drawn / "plain.png") as image:
        assert image.text == {
            "Title": WORDS["title"], "Description": WORDS["subtitle"], "Source": WORDS["caption"],
            "Software": "Catalyst Atlas", **WORDS["metadata"],
        }  # fmt: skip
        assert image.text["Title"].lang == "fr"


@pytest.mark.browser
def test_whole_text_is_in_the_fields_even_where_the_picture_cuts_it(drawn: Path) -> None:
    with Image.open(drawn / "hostile.png") as image:
        assert image.text["Title"] == HOSTILE
        assert image.text["Description"] == ("a " * 4000).strip()


@pytest.mark.browser
def test_names_of_many_rows_do_not_stand_on_each_other(drawn: Path) -> None:
    with Image.open(drawn / "lanes.png") as image:
        names = image.convert("L").crop((80, 600, 150, 1240))
        dark = [names.crop((0, y, names.width, y + 1)).getextrema()[0] < 160 for y in range(names.height)]
    assert sum(here and not above for above, here in pairwise(dark)) == ROWS


@pytest.mark.browser
@pytest.mark.parametrize("name", ["plain.png", "webgl.png", "hostile.png"])
def test_the_plot_is_drawn_in_its_colours(drawn: Path, name: str) -> None:
    assert colours(drawn / name, PLOT)[BLUE] > 50


@pytest.mark.browser
def test_same_spec_gives_the_same_bytes(drawn: Path) -> None:
    assert (drawn / "plain.png").read_bytes() == (drawn / "again.png").read_bytes()


@pytest.mark.browser
def test_badge_is_a_coloured_tag_at_the_top_right(drawn: Path) -> None:
    assert colours(drawn / "badge.png", BADGE_CORNER)[BADGE] > 5000
    assert BADGE not in colours(drawn / "plain.png", BADGE_CORNER)


@pytest.mark.browser
def test_language_changes_the_dates_on_the_axis(drawn: Path) -> None:
    ticks = (40, 580, 1240, 660)
    assert colours(drawn / "english.png", ticks) != colours(drawn / "plain.png", ticks)


@pytest.mark.browser
@pytest.mark.parametrize("margin", [(0, 0, 36, 720), (1244, 0, 1280, 720), (0, 700, 1280, 720)])
def test_nothing_overflows_however_long_the_words(drawn: Path, margin: tuple[int, int, int, int]) -> None:
    assert colours(drawn / "hostile.png", margin).keys() == {WHITE}


@pytest.mark.browser
def test_files_are_whole_and_nothing_else_is_left(drawn: Path) -> None:
    assert {path.name for path in drawn.iterdir()} == {spec["filename"] for spec in SPECS}


@pytest.mark.browser
def test_the_page_fetches_nothing(browser: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        figure = bars().add_layout_image(source=address, x=0, y=1, sizex=1, sizey=1)
        render_pngs([spec("x.png", figure)], tmp_path)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.browser
def test_an_image_that_cannot_be_drawn_is_named_and_those_before_it_stay(browser: str, tmp_path: Path) -> None:
    broken: PngSpec = {**spec("broken.png"), "figure": "{"}
    with pytest.raises(RenderError, match=r"^drawing broken\.png failed in the browser: SyntaxError"):
        render_pngs([spec("first.png"), broken], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["first.png"]


@pytest.mark.parametrize(
    ("program", "message"), [("/nope", "none was found"), (sys.executable, "check that BROWSER_PATH")]
)
def test_no_usable_browser_is_said_at_once(
    program: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", program)
    start = time.monotonic()
    with pytest.raises(RenderError, match=message):
        render_pngs([spec("x.png")], tmp_path)
    assert time.monotonic() - start < 20


def test_missing_package_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "analytics.chromium", raising=False)
    monkeypatch.setitem(sys.modules, "choreographer", None)
    with pytest.raises(RenderError, match=r"'choreographer'.*pip install -r requirements-render\.txt"):
        render_pngs([spec("x.png")], tmp_path)


def test_folder_that_cannot_be_made_is_said_before_a_browser_starts(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RenderError, match="cannot make the folder"):
        render_pngs([spec("x.png")], tmp_path / "file" / "out")
