"""The sentence of every chart where there is nothing, one of everything, nothing dated, or where several are level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from analytics import i18n
from analytics.chart import Answer
from analytics.charts import CHARTS
from tests.asking import answer, built, page, row

CASES = [
    (name, {word: option})
    for name, chart in CHARTS.items()
    for word, choice in chart.choices.items()
    for option in choice.options
] + [(name, {}) for name, chart in CHARTS.items() if not chart.choices]
LEVEL = ("Bretagne", "Normandie")
OF_SOME = {
    "regions_ranking": "per million inhabitants they differ",
    "catalyst_network": "of six pairs three are named, and the others counted",
}
"""Charts whose sentence names some of those that are level, and why."""
ONE = {
    "en": r"(?<![\d.,])1 (?!is|has|as|was|gives)[a-z]+s\b|\b1 (have|are)\b",
    "fr": r"(?<![\d.,\xa0\u202f])1[ \xa0](?!mois|dans|sans|plus|des)[^\W\d]+s\b",
}
ENDED = {"en": r"\b(ended|over with|finished)\b", "fr": r"\b(terminée?s?|finie?s?)\b"}


def warehouse(folder: Path, *rows: str, second: tuple[str, ...] = ()) -> Path:
    if second:
        text = page(*second, name="Maison B", declared=len(second), captured_on="2025-01-31")
        (folder / "2-b.txt").write_text(text, encoding="utf-8")
    return built(folder, page(*rows, name="Maison A", declared=len(rows), captured_on="2025-01-31"))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of one organisation, one catalyst and one engagement."""
    return warehouse(tmp_path_factory.mktemp("one"), row("Région Bretagne", "Event 1 Mar 2021", sectors="Banking"))


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of counts without a date."""
    return warehouse(tmp_path_factory.mktemp("undated"), row("Région Bretagne", tweets="3"))


@pytest.fixture(scope="module")
def level(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse in which two regions, and two banks, have the same of everything."""
    rows = [row(f"Région {name}", "Event 1 Mar 2021 2 Apr 2023", sectors="Government Administration") for name in LEVEL]
    rows += [row(f"Caisse de {name}", "Funding 1 Mar 2021 2 Apr 2023", sectors="Banking") for name in LEVEL]
    return warehouse(tmp_path_factory.mktemp("level"), *rows, second=tuple(rows))


SITUATIONS: Mapping[str, Mapping[str, str]] = {
    # warehouse: the words of the filters
    "empty_warehouse": {},
    "real_warehouse": {"period": ":1990-12-31"},
    "one": {},
    "undated": {},
    "level": {},
}


@pytest.fixture(params=SITUATIONS)
def situation(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """Return each situation, and its warehouse."""
    path: Path = request.getfixturevalue(request.param)
    return request.param, path


def faults(told: Answer, language: str) -> Iterator[str]:
    words = told.insight
    if not words or not re.search(r"[.!?]$", words):
        yield "it is no sentence"
    if re.search(r"nan\b|None|NaT|[{}]|\s\s|\.\.|\b-\d", words):
        yield "it shows what is for machines"
    if found := re.search(ONE[language], words):
        yield f"one of several: {found[0]}"
    if re.search(ENDED[language], words, re.IGNORECASE):
        yield "it says that something has ended, which no page tells"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("name", "chosen"), CASES, ids=str)
def test_sentences_at_the_edges(
    name: str, chosen: Mapping[str, str], language: str, situation: tuple[str, Path]
) -> None:
    kind, path = situation
    with i18n.use(language):
        told = answer(path, name, chosen, **SITUATIONS[kind])
        assert not list(faults(told, language)), told.insight


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("name", "chosen"), [case for case in CASES if case[0] not in OF_SOME], ids=str)
def test_who_is_level_is_named_together_or_not_at_all(
    name: str, chosen: Mapping[str, str], language: str, level: Path
) -> None:
    with i18n.use(language):
        told = answer(level, name, chosen)
        groups = [told.view.labels["sector_group"][group] for group in ("public", "finance")]
        sectors = [told.view.labels["sector"][sector] for sector in ("Government Administration", "Banking")]
        words = told.insight
        for pair in (LEVEL, groups, sectors):
            assert len({words.count(one) for one in pair}) == 1, told.insight
            words = re.sub(
                "|".join(map(re.escape, pair)), "", words
            )  # a group may have the name of a sector in its own
