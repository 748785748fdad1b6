"""The three measures of diversity, against their definitions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from analytics.charts.sectors_diversity import FEW, MEASURES
from tests.asking import answer, ask, page, row, searched, view

Build = Callable[[Mapping[str, str]], Path]
GROUPS = {"level": "sector_group", "counting": "split"}


def by_definition(parts: Mapping[str, float]) -> tuple[float, float, float]:
    total = sum(parts.values())
    shares = [part / total for part in parts.values()]
    shannon = -sum(share * math.log(share) for share in shares)
    return shannon, math.exp(shannon), sum(share**2 for share in shares)


@pytest.mark.parametrize("level", ["sector", "sector_group"])
@pytest.mark.parametrize("counting", ["whole", "split"])
@pytest.mark.parametrize("words", [{}, {"period": "2024-01-01:2024-12-31"}, {"kind": "state"}])
def test_measures_are_those_of_the_bars(demo_warehouse: Path, level: str, counting: str, words: dict[str, str]) -> None:
    chosen = {"level": level, "counting": counting}
    bars = ask(demo_warehouse, "sectors_mix", chosen, **words)
    parts = {row.category: row.catalysts for row in bars.itertuples() if row.category != "none"}
    found = ask(demo_warehouse, "sectors_diversity", chosen, **words).iloc[0]
    assert (found.scope, found.categories) == ("view", len(parts))
    assert (found.shannon, found.effective, found.hhi) == pytest.approx(by_definition(parts), abs=1e-6)


def test_measures_of_a_year_are_those_of_its_bars(demo_warehouse: Path) -> None:
    years: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for bar in ask(demo_warehouse, "sectors_by_year", {"counting": "split"}).itertuples():
        if bar.sector_group != "none":
            years[bar.year][bar.sector_group] = bar.catalysts
    found = ask(demo_warehouse, "sectors_diversity", GROUPS).dropna(subset=["year"])
    assert [int(year) for year in found["year"]] == sorted(years)
    for row_ in found.itertuples():
        expected = by_definition(years[int(row_.year)])
        assert (row_.shannon, row_.effective, row_.hhi) == pytest.approx(expected, abs=1e-6)


def test_the_real_page(real_warehouse: Path) -> None:
    found = answer(real_warehouse, "sectors_diversity", GROUPS)
    assert found.insight.startswith(
        "Effective number: 2.02, of 8 catalysts. In 2025: 1, of 2 catalysts. Years with fewer"
    )
    assert found.insight.endswith("Only 71% of the announced catalysts are captured: averages and rankings may change.")


def test_the_portfolio_stands_beside_an_organisation_and_alone_it_is_the_view(demo_warehouse: Path) -> None:
    organisation = next(iter(searched(demo_warehouse, "organisation")))
    whole = ask(demo_warehouse, "sectors_diversity", GROUPS)
    beside = ask(demo_warehouse, "sectors_diversity", GROUPS, organisation=organisation)
    assert set(whole["scope"]) == {"view"}
    portfolio = beside[beside["scope"] == "portfolio"].drop(columns="scope").reset_index(drop=True)
    assert portfolio.equals(whole.drop(columns="scope"))


def spread(*sectors: str) -> str:
    rows = [row(f"Catalyst {n}", "Event 1 Mar 2024", sectors=sector) for n, sector in enumerate(sectors)]
    return page(*rows, declared=len(rows), captured_on="2025-01-01")


@pytest.mark.parametrize(
    ("sectors", "effective", "hhi"),
    [(["Banking"], 1, 1), (["Banking", "Banking"], 1, 1), (["Banking", "Museums and Institutions"], 2, 0.5)],
)
def test_one_two_and_a_tie(warehouse_of: Build, sectors: list[str], effective: float, hhi: float) -> None:
    path = warehouse_of({"1-a.txt": spread(*sectors)})
    found = ask(path, "sectors_diversity", GROUPS).iloc[0]
    assert (found.effective, found.hhi) == pytest.approx((effective, hhi))
    drawn = answer(path, "sectors_diversity", GROUPS).figure
    assert set(drawn.data[0].marker.symbol) == {"circle-open"}, f"fewer than {FEW}"


def test_without_any_sector_nothing_is_said_of_diversity(warehouse_of: Build, empty_warehouse: Path) -> None:
    path = warehouse_of({"1-a.txt": page(row("Catalyst", "Event 1 Mar 2024"), declared=1)})
    for nothing in (path, empty_warehouse):
        found = answer(nothing, "sectors_diversity")
        assert found.insight == "No catalyst in this view gives a sector."
        assert found.is_empty


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_explained(demo_warehouse: Path, measure: str) -> None:
    found = answer(demo_warehouse, "sectors_diversity", {"measure": measure})
    assert any(author in found.insight for author in ("Shannon 1948", "Jost 2006", "Herfindahl 1950"))


# Completeness


def of_declared(captured: int, declared: int | None) -> str:
    return page(*(row(f"Catalyst {n}", "Event 1 Mar 2024") for n in range(captured)), declared=declared)


@pytest.mark.parametrize(
    ("captured", "declared", "words"),
    [(8, 10, ""), (7, 10, "Only 70%"), (10, 10, ""), (3, None, "is not known"), (12, 10, "")],
)
def test_rankings_are_qualified_where_too_little_is_captured(
    warehouse_of: Build, captured: int, declared: int | None, words: str
) -> None:
    path = warehouse_of({"1-a.txt": of_declared(captured, declared)})
    shown = view(path)
    assert (words in shown.caution) if words else shown.caution == ""
    mix = answer(path, "sectors_mix")
    assert mix.insight.endswith(shown.caution)
    assert mix.png["metadata"]["Insight"] == mix.insight
    assert shown.context["caution"] == shown.caution
    assert "averages" not in answer(path, "data_coverage").insight
