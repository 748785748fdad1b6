"""What must hold between the answers to different questions, whatever the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.frame import records
from analytics.vocabulary import STATES
from tests.asking import ask, view

VIEWS: tuple[Mapping[str, Any], ...] = (
    {},
    {"period": "2022-03-15:2024-06-30"},
    {"region": ["11", "53"]},
    {"sector_group": ["public", "none"], "relation_type": "Other"},
    {"organisation": ["1000001", "1000002", "1000003"]},
    {"kind": ["state", "network_association"], "period": "last-12-months"},
)
CASES = [("real_warehouse", {}), ("empty_warehouse", {}), *(("demo_warehouse", words) for words in VIEWS)]


@pytest.fixture(params=CASES, ids=str)
def seen(request: pytest.FixtureRequest) -> Callable[..., pd.DataFrame]:
    """Return what asks a question under each view in turn: its name and further parameters."""
    name, words = request.param
    path: Path = request.getfixturevalue(name)
    return lambda question, **parameters: ask(path, question, parameters, **words)


Seen = Callable[..., pd.DataFrame]


def _facts(seen: Seen) -> Any:
    return records(seen("view_facts"))[0]


def _scope(seen: Seen) -> Any:
    return records(seen("view_scope"))[0]


@pytest.mark.parametrize("words", VIEWS, ids=str)
def test_the_views_hold_something_and_not_everything(demo_warehouse: Path, words: Mapping[str, Any]) -> None:
    everything = view(demo_warehouse).facts.engagements
    assert 0 < view(demo_warehouse, **words).facts.engagements < everything + (not words)


def test_the_total_of_catalysts_never_depends_on_how_they_are_counted(seen: Seen) -> None:
    total = _facts(seen).catalysts
    for level, counting in product(("sector", "sector_group"), ("whole", "split")):
        mix = seen("sectors_mix", level=level, counting=counting)
        assert set(mix["total"]) == ({total} if total else set())
        assert mix["category"].is_unique
        assert mix["catalysts"].sum() >= total - 1e-6
        if counting == "split":
            assert mix["catalysts"].sum() == pytest.approx(total)


def test_sectors_add_up_in_every_year(seen: Seen) -> None:
    whole, split = (seen("sectors_by_year", counting=counting) for counting in ("whole", "split"))
    assert whole.groupby("year")["total"].first().equals(split.groupby("year")["total"].first())
    for _year, rows in split.groupby("year"):
        assert rows["catalysts"].sum() == pytest.approx(rows["total"].iloc[0])
    for _year, rows in whole.groupby("year"):
        assert rows["catalysts"].sum() >= rows["total"].iloc[0] - 1e-6


def test_no_engagement_disappears_from_the_timeline(seen: Seen) -> None:
    facts = _facts(seen)
    for grain, colour in product(("month", "quarter", "year"), ("kind", "relation_type", "channel")):
        bars = seen("timeline_engagements", grain=grain, colour=colour)
        assert bars["engagements"].sum() == facts.engagements
        assert (bars["unplaced"] == bars["engagements"].where(bars["period_start"].isna(), 0)).all()
        assert bars["unplaced"].sum() >= facts.engagements - facts.dated_engagements


def test_every_catalyst_has_one_lane(seen: Seen) -> None:
    facts, lanes = _facts(seen), seen("timeline_lanes")
    assert lanes["catalyst_id"].is_unique
    assert (len(lanes), lanes["engagements"].sum()) == (facts.catalysts, facts.engagements)
    dated = lanes.dropna(subset=["last_contact"])
    assert (dated["first_contact"] <= dated["last_contact"]).all()
    assert dated["silent_days"].ge(0).all()
    for lane in records(dated):
        dates = [*(lane.days or []), *(side for span in lane.spans or [] for side in span.split("/"))]
        assert min(dates) >= lane.first_contact.isoformat()
        assert max(dates) <= lane.last_contact.isoformat()


def test_there_are_always_18_regions_in_three_states(seen: Seen) -> None:
    facts, scope, regions = _facts(seen), _scope(seen), seen("regions_involvement")
    assert regions["region_code"].nunique() == len(regions) == 18
    assert set(regions["state"]) <= set(STATES)
    traced = regions[regions["state"] == "traced"]
    assert len(traced) == facts.regional_authorities
    assert traced["engagements"].ge(1).all()
    silent, unknown = (regions[regions["state"] == state] for state in ("no_trace", "not_knowable"))
    assert silent["engagements"].eq(0).all()
    assert unknown["engagements"].isna().all()
    assert unknown["organisations"].isna().all()
    left_out = regions[regions["state"] == "left_out"]
    assert left_out["engagements"].isna().all()
    is_complete = 0 < scope.organisations == scope.complete_organisations
    assert len(silent if is_complete else unknown) == 18 - len(traced) - len(left_out)


def test_regions_by_year_add_up_to_the_regions(seen: Seen) -> None:
    regions, years = seen("regions_involvement").set_index("region_code"), seen("regions_by_year")
    sums = years.fillna({"engagements": 0}).groupby("region_code")["engagements"].sum()
    for code, expected in regions["engagements"].fillna(0).items():
        assert sums.get(code, 0) == expected
    assert years.loc[years["state"] == "not_knowable", "engagements"].isna().all()
    assert years.loc[years["state"] != "not_knowable", "engagements"].notna().all()
    if len(years):
        asked_for = int((regions["state"] != "left_out").sum())
        assert years.groupby(years["year"].fillna(0))["region_code"].nunique().eq(asked_for).all()
        given = years["year"].dropna()
        assert set(given) == set(range(int(given.min()), int(given.max()) + 1)) if len(given) else True


def test_coverage_is_the_same_everywhere(seen: Seen) -> None:
    scope, coverage = _scope(seen), seen("data_coverage")
    assert coverage["organisations"].sum() == scope.organisations
    assert coverage["declared"].sum() == scope.declared_catalysts
    assert coverage["captured"].sum() == scope.captured_catalysts
    by_status = coverage.set_index("status")["organisations"]
    assert by_status.get("complete", 0) == scope.complete_organisations
    assert by_status.get("undeclared", 0) == scope.undeclared_organisations
    missing = seen("data_missing_pages")
    assert missing["missing_catalysts"].gt(0).all()
    assert missing["missing_catalysts"].sum() == scope.declared_catalysts - scope.captured_catalysts


def test_no_line_disappears(seen: Seen) -> None:
    sources, (summary,) = seen("data_sources"), records(seen("data_summary"))
    assert (sources["line_count"] == sources[["parsed_lines", "ignored_lines", "rejected_lines"]].sum(axis=1)).all()
    assert len(sources) == summary.sources == _scope(seen).sources
    assert sources["line_count"].sum() == summary.line_count
    assert seen("data_rejected")[["file", "line"]].drop_duplicates().shape[0] == summary.rejected_lines


def test_the_rows_behind_a_view_are_its_engagements(seen: Seen) -> None:
    facts, rows = _facts(seen), seen("view_rows")
    assert len(rows) == facts.engagements
    assert rows["raw_text"].notna().all()
    assert len(seen("view_rows", row_limit=3)) == min(3, facts.engagements)


def test_organisations_catalysts_are_their_engagements(demo_warehouse: Path) -> None:
    for code in ["1000001", "1000007"]:
        catalysts = ask(demo_warehouse, "organisation_catalysts", {"profile": code})
        (facts,) = records(ask(demo_warehouse, "view_facts", organisation=code))
        assert (len(catalysts), catalysts["engagements"].sum()) == (facts.catalysts, facts.engagements)
        assert facts.catalysts > 0
