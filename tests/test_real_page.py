"""The figures of the one real page, each through the question that a page asks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from analytics.frame import records
from tests.asking import ask


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
