"""Names that would do something, on every chart: they are shown as they stand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.asking import CHART_CASES, answer, built, page, row, view
from tests.strings import strings

BOLD, LINK, FORMULA, TEX = "<b>x</b>", "[a](http://x)", "=cmd", "$x^2$"
BACKWARDS = "\u202e\u2066evil\u2069"
HOSTILE = [BOLD, FORMULA, TEX, LINK, "N" * 300, BACKWARDS, "&lt;u&gt;", "Ville de <a href='http://x'>y</a>", "%{y}"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of one organisation, catalysts and relation types with hostile names."""
    rows = [row(catalyst, "<u>Rel</u> 1 Mar 2021 2 May 2022", tweets="2") for catalyst in HOSTILE]
    text = page(*rows, declared=20, captured_on="2023-01-31", name=BOLD + BACKWARDS)
    return built(tmp_path_factory.mktemp("hostile"), text)


OURS = re.compile(r"</?b>|<br>|</?extra>|<extra></extra>")


@pytest.mark.parametrize(("name", "chosen"), CHART_CASES, ids=str)
def test_hostile_names_are_shown_as_they_stand_and_do_nothing(hostile: Path, name: str, chosen: dict[str, str]) -> None:
    shown = answer(hostile, name, chosen)
    for text in strings(json.loads(shown.figure.to_json())):
        assert BOLD not in text
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
        assert "<" not in OURS.sub("", text)
    assert all(len(text) <= 45 for axis in ("xaxis", "yaxis") for text in shown.figure.layout[axis].ticktext or ())


def test_hostile_names_are_all_there(hostile: Path) -> None:
    names = set(answer(hostile, "timeline_lanes").figure.layout.yaxis.ticktext)
    assert {"&lt;b&gt;x&lt;/b&gt;", "=cmd", "$x^2$", "a", "&amp;lt;u&amp;gt;", "evil", "%{y}"} <= names
    assert any(re.fullmatch("N{20,43}…", name) for name in names)
    assert b"'=cmd" in answer(hostile, "timeline_lanes").csv()
    assert view(hostile).facts.catalysts == len(HOSTILE)
