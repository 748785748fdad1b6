"""Colours that can be seen on both backgrounds, and words that Plotly cannot read as anything else."""

from __future__ import annotations

import datetime as dt
import json
import tomllib

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import i18n, theme, vocabulary
from etl.config import PROJECT, REFERENCE

CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
MODES = ("light", "dark")
GRAPHIC, TEXT = 3.0, 4.5
"""Least contrast of graphical objects and of text: WCAG 2.2, success criteria 1.4.11 and 1.4.3."""


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dimension", theme.COLOURS)
def test_categories_can_be_seen_on_the_page(dimension: str, mode: str) -> None:
    background = CONFIG[mode]["backgroundColor"]
    faint = {
        code: round(contrast(colour, background), 2)
        for code, colour in theme.COLOURS[dimension].items()
        if contrast(colour, background) < GRAPHIC
    }
    assert faint == {}


@pytest.mark.parametrize("mode", MODES)
def test_streamlits_own_colours_can_be_seen_too(mode: str) -> None:
    background = CONFIG[mode]["backgroundColor"]
    assert all(contrast(colour, background) >= GRAPHIC for colour in CONFIG["chartCategoricalColors"])
    assert contrast(theme.NEUTRAL, background) >= GRAPHIC
    for surface in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(CONFIG[mode]["textColor"], CONFIG[mode][surface]) >= TEXT


@pytest.mark.parametrize(("shade", "ink"), list(zip(theme.SEQUENCE, theme.INK, strict=True)))
def test_numbers_can_be_read_on_every_shade(shade: str, ink: str) -> None:
    assert contrast(shade, ink) >= TEXT


def test_shades_go_from_few_to_many() -> None:
    lights = [luminance(shade) for shade in theme.SEQUENCE]
    assert lights == sorted(lights, reverse=True)
    for classes in range(1, len(theme.SEQUENCE) + 1):
        chosen = theme.shades(classes)
        assert len(chosen) == classes
        assert chosen[-1] < len(theme.SEQUENCE)


def test_one_palette_in_both_places() -> None:
    ours = {colour for table in theme.COLOURS.values() for colour in table.values()}
    assert set(CONFIG["chartCategoricalColors"]) <= ours
    # A chosen option is text on a tint of itself, which needs a shade darker than what fills bars.
    primary = CONFIG["light"]["primaryColor"]
    assert contrast(primary, "#FFFFFF") > contrast(theme.ACCENT, "#FFFFFF") > 4.5


def test_every_known_code_has_a_colour_that_no_other_of_its_kind_has() -> None:
    for dimension, names in (
        ("kind", vocabulary.KINDS),
        ("relation_type", vocabulary.RELATION_TYPES),
        ("channel", vocabulary.CHANNELS),
    ):
        table = theme.COLOURS[dimension]
        assert table.keys() == names.keys()
        assert len(set(table.values())) == len(table)
    assert theme.colour("relation_type", "Made up") == theme.NEUTRAL


def test_every_sector_group_has_a_colour() -> None:
    groups = {group["id"] for group in json.loads((REFERENCE / "sectors.json").read_text(encoding="utf-8"))["groups"]}
    assert groups | set(vocabulary.SECTOR_GAPS) == theme.GROUP_COLOURS.keys()


@given(st.text())
def test_plain_text_has_no_markup_and_comes_back_as_it_was(text: str) -> None:
    plain = theme.plain(text)
    assert not set("<>") & set(plain)
    visible = "".join(c for c in text if not (0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069))
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == visible


def test_long_text_is_cut_before_it_is_escaped() -> None:
    assert theme.plain("<" * 50, 4) == "&lt;&lt;&lt;…"
    assert theme.plain("abcd", 4) == "abcd"
    assert theme.plain("ab  efgh", 4) == "ab…"


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        (dt.date(2024, 1, 1), dt.date(2024, 3, 31), ["Jan 2024", "Feb 2024", "Mar 2024"]),
        (dt.date(2022, 2, 26), dt.date(2023, 2, 28), ["Apr 2022", "Jul 2022", "Oct 2022", "Jan 2023"]),
        (dt.date(2016, 5, 1), dt.date(2024, 3, 1), [str(year) for year in range(2017, 2025)]),
        (dt.date(2025, 2, 28), dt.date(2025, 2, 28), []),
    ],
)
def test_ticks_stand_on_round_months_within_the_range(first: dt.date, last: dt.date, ticks: list[str]) -> None:
    axis = theme.time_axis(first, last)
    assert axis["ticktext"] == ticks
    assert all(first.isoformat() <= day <= last.isoformat() for day in axis["tickvals"])
    assert axis["range"][0] < first.isoformat() <= last.isoformat() < axis["range"][1]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 40_000))
def test_time_axes_are_never_crowded(first: dt.date, days: int) -> None:
    axis = theme.time_axis(first, first + dt.timedelta(days=days))
    assert len(axis["ticktext"]) <= 13
    assert axis["tickvals"] == sorted(set(axis["tickvals"]))


@pytest.mark.parametrize(("largest", "step"), [(1, {"dtick": 1}), (6, {"dtick": 1}), (7, {"nticks": 7})])
def test_counts_are_whole_numbers_from_zero(largest: int, step: dict[str, int]) -> None:
    axis = theme.count_axis("Engagements", pd.Series([largest]))
    assert axis["range"][0] == 0
    assert axis["range"][1] > largest
    assert {key: axis[key] for key in step} == step


def test_decimals_are_written_as_in_the_language() -> None:
    assert theme.template().layout.separators == ".,"
    with i18n.use("fr"):
        assert go.Figure(layout={"template": theme.template()}).layout.template.layout.separators == ", "
