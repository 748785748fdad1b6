"""Every question of `analytics/queries`: what its header promises, and what must hold between the answers."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from analytics.charts import CHARTS
from analytics.filters import Filters
from analytics.frame import records
from analytics.vocabulary import STATES
from analytics.warehouse import QUERIES, Question, questions
from tests import asking
from tests.asking import ask, page, row, searched, view

WAREHOUSES = ("real_warehouse", "demo_warehouse", "empty_warehouse")
GIVEN = {"as_of", "language", "row_limit"}
"""Parameters that every view has and no filter sets."""
PROFILE = "profile"
SEARCH = {"what": "organisation", "words": "a", "best": 20}
"""The organisation of a question about one."""


@pytest.fixture(params=WAREHOUSES)
def warehouse(request: pytest.FixtureRequest) -> Path:
    """Return each warehouse in turn."""
    path: Path = request.getfixturevalue(request.param)
    return path


def _parameters(path: Path, question: Question) -> dict[str, object]:
    """What a page would bind: the view's parameters, each choice's default, the first organisation there is."""
    asked = view(path)
    choices = CHARTS[question.name].choices if question.name in CHARTS else {}
    settled = {name: choice.settle(None, asked) for name, choice in choices.items()}
    profile = next(iter(searched(path, "organisation")), None)
    return {**asked.parameters, **settled, PROFILE: profile, **SEARCH}


def _pasted(path: Path, sql: str) -> pd.DataFrame:
    with duckdb.connect(os.path.realpath(path), read_only=True) as connection:
        return connection.execute(sql).df()


@pytest.mark.parametrize("name", [path.stem for path in sorted(QUERIES.glob("*.sql"))])
def test_every_question_is_what_its_header_says(name: str, warehouse: Path) -> None:
    question = questions()[name]
    choices = set(CHARTS[name].choices) if name in CHARTS else set()
    assert set(question.parameters) <= {*Filters().parameters(None), *GIVEN, *choices, PROFILE, *SEARCH}
    parameters = _parameters(warehouse, question)
    frame = ask(warehouse, name, parameters)
    assert list(frame.columns) == list(question.columns)
    pd.testing.assert_frame_equal(frame, _pasted(warehouse, question.runnable(parameters)))


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.sql")), ids=lambda path: path.stem)
def test_every_line_of_a_header_is_read_and_its_stem_is_a_page(path: Path) -> None:
    header = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("--   ")]
    question = questions()[path.stem]
    assert len(question.columns) == len(header)
    assert question.question.endswith("?")
    assert question.question_fr.endswith("\u202f?")
    assert not re.search("[\"']|(?<!\u00a0):", question.question_fr)
    assert path.stem.split("_")[0] in {
        "timeline",
        "relationships",
        "sectors",
        "regions",
        "organisation",
        "catalyst",
        "data",
        "view",
    }
    code = re.sub(r"--.*|'[^']*'", "", question.sql)
    assert code == code.lower()


def test_pasted_sql_holds_whatever_the_words_hold(real_warehouse: Path) -> None:
    question = questions()["view_rows"]
    parameters = {**view(real_warehouse).parameters, "kind": ["state", "a'b", "$kind", "--", "\\"], "row_limit": 2}
    frame = ask(real_warehouse, "view_rows", parameters)
    assert len(frame) == 2
    pd.testing.assert_frame_equal(frame, _pasted(real_warehouse, question.runnable(parameters)))


# The figures of the one real page, each through the question that a page asks


def test_real_page_facts(real_warehouse: Path) -> None:
    (scope,), (facts,) = (records(ask(real_warehouse, question)) for question in ("view_scope", "view_facts"))
    assert (scope.captured_catalysts, scope.declared_catalysts, scope.complete_organisations) == (10, 14, 0)
    assert (facts.engagements, facts.dated_engagements, facts.catalysts) == (11, 11, 10)
    assert (facts.first_contact, facts.last_contact) == (dt.date(2022, 2, 26), dt.date(2025, 2, 28))
    assert (facts.regional_authorities, scope.organisations, scope.sources) == (5, 1, 1)
    assert (scope.last_captured_on, scope.inferred_captures) == (dt.date(2025, 2, 28), 1)


def test_real_page_profile(real_warehouse: Path) -> None:
    (profile,) = records(ask(real_warehouse, "organisation_profile", {"profile": "89998"}))
    assert (profile.organisation_id, profile.siren, profile.postcode) == ("89998", "784244295", "75014")
    assert (profile.city, profile.region) == ("Paris", "Île-de-France")
    assert (profile.employees_min, profile.employees_max, profile.employees_estimated) == (2, 10, 8)
    assert profile.social_counts == [430, 3914]
    assert (profile.declared_catalysts, profile.captured_catalysts, profile.is_complete) == (14, 10, False)
    descriptions = ask(real_warehouse, "organisation_descriptions", {"profile": "89998"})
    assert set(zip(descriptions["language"], descriptions["is_machine_translated"], strict=True)) == {
        ("fr", False),
        ("en", True),
    }


def test_real_page_authorities(real_warehouse: Path) -> None:
    regions = ask(real_warehouse, "regions_involvement")
    assert set(regions.loc[regions["state"] == "traced", "region_code"]) == {"11", "75", "93", "52", "24"}
    assert set(regions.loc[regions["state"] != "traced", "state"]) == {"not_knowable"}
    assert set(regions.loc[regions["home"], "region_code"]) == {"11"}
    assert list(ask(real_warehouse, "regions_other_authorities")["kind"]) == ["state"] * 3


def test_real_page_sectors(real_warehouse: Path) -> None:
    frame = ask(real_warehouse, "sectors_mix", {"level": "sector", "counting": "whole"})
    assert dict(zip(frame["category"], frame["catalysts"], strict=True)) == {
        "Government Administration": 6,
        "National and local authorities": 5,
        "International Affairs": 1,
        "International development": 1,
        "Banking": 1,
        "none": 2,
    }
    assert set(frame["total"]) == {10}


def test_real_page_rows_lead_to_their_lines(real_warehouse: Path) -> None:
    rows = ask(real_warehouse, "view_rows")
    assert len(rows) == 11
    for engagement in records(rows):
        lines = Path(engagement.file).read_text(encoding="utf-8").split("\n")
        assert lines[engagement.line - 1].strip() == engagement.raw_text.strip()
    (missing,) = records(ask(real_warehouse, "data_missing_pages"))
    assert (missing.page_number, missing.missing_catalysts) == (2, 4)


# What must hold between answers, whatever the view

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
def test_the_views_below_hold_something_and_not_everything(demo_warehouse: Path, words: Mapping[str, Any]) -> None:
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


# Absence is not zero

COMPLETE = page(row("Région Bretagne", "Event 1 Mar 2021"), row("Ville de A"), declared=2, captured_on="2023-05-01")
INCOMPLETE = page(row("Région Normandie", "Event 2 Mar 2021"), declared=2, captured_on="2023-05-01", name="Maison B")
UNDECLARED = page(row("Région Normandie", "Event 2 Mar 2021"), captured_on="2023-05-01", name="Maison C")
Build = Callable[[Mapping[str, str]], Path]


def _states(path: Path, **words: Any) -> dict[str, int]:
    return ask(path, "regions_involvement", **words)["state"].value_counts().to_dict()


def test_no_trace_is_said_of_complete_captures_alone(warehouse_of: Build) -> None:
    path = warehouse_of({"1-a.txt": COMPLETE, "2-b.txt": INCOMPLETE, "3-c.txt": UNDECLARED})
    assert _states(path, organisation="1") == {"traced": 1, "no_trace": 17}
    assert _states(path, organisation="2") == {"traced": 1, "not_knowable": 17}
    assert _states(path, organisation="3") == {"traced": 1, "not_knowable": 17}
    assert _states(path, organisation=["1", "2"]) == {"traced": 2, "not_knowable": 16}
    assert _states(path) == {"traced": 2, "not_knowable": 16}
    assert _states(path, organisation="1", period="2022-01-01:") == {"no_trace": 18}


def test_years_without_a_trace_of_a_complete_capture_are_zero_up_to_the_capture(warehouse_of: Build) -> None:
    years = ask(warehouse_of({"1-a.txt": COMPLETE}), "regions_by_year")
    bretagne = years[years["region_code"] == "53"]
    assert list(zip(bretagne["year"], bretagne["state"], bretagne["engagements"], strict=True)) == [
        (2021, "traced", 1),
        (2022, "no_trace", 0),
        (2023, "no_trace", 0),
    ]
    assert set(years.loc[years["region_code"] != "53", "state"]) == {"no_trace"}


def test_traces_without_a_date_have_a_column_of_their_own(warehouse_of: Build) -> None:
    counted = page(row("Région Bretagne", tweets="4"), declared=1, captured_on="2023-05-01")
    path = warehouse_of({"1-a.txt": counted})
    (bretagne,) = [year for year in records(ask(path, "regions_by_year")) if year.region_code == "53"]
    assert (bretagne.year, bretagne.state, bretagne.engagements) == (None, "traced", 1)


def test_coarse_dates_are_placed_only_where_they_fit(warehouse_of: Build) -> None:
    rows = [row("Ville de A", "Event Mar 2021"), row("Ville de B", "Award 3 Mar 2021"), row("Ville de C", "Other 2020")]
    path = warehouse_of({"1-a.txt": page(*rows, row("Ville de D", tweets="2"), captured_on="2023-05-01")})
    january, march = dt.date(2021, 1, 1), dt.date(2021, 3, 1)
    for grain, placed, unplaced in (
        ("month", {"Event": march, "Award": march}, 2),
        ("quarter", {"Event": january, "Award": january}, 2),
        ("year", {"Event": january, "Award": january, "Other": dt.date(2020, 1, 1)}, 1),
    ):
        bars = ask(path, "timeline_engagements", {"grain": grain, "colour": "relation_type"})
        assert {bar.category: bar.period_start for bar in records(bars) if bar.period_start} == placed
        assert bars["unplaced"].sum() == unplaced


def test_the_same_question_has_the_same_answer_to_the_last_digit(demo_warehouse: Path) -> None:
    parameters = {**view(demo_warehouse).parameters, "level": "sector", "counting": "split"}
    opened = asking.warehouse(demo_warehouse)
    first, *others = (opened.ask("sectors_mix", parameters) for _ in range(12))
    assert all(first.equals(other) for other in others)


def test_the_newest_line_of_a_catalyst_is_of_a_dated_trace_where_there_is_one(tmp_path: Path) -> None:
    text = page(row("Radio France", "Event"), row("Radio France", "Award 3 May 2024"), captured_on="2025-01-31")
    (catalyst,) = records(ask(asking.built(tmp_path, text), "organisation_catalysts", {"profile": "1"}))
    assert "Award 3 May 2024" in catalyst.raw_text
