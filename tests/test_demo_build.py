"""Synthetic pages through the whole ETL: what was drawn arrives in the warehouse, and only planted dirt is rejected."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import demo
from etl.demo_page import Organisation, Row, Trace
from etl.numbers import siren_problem

PLANTED = {
    "an impossible date": re.compile(r"!\[\]\(\).* 31 (?:Feb|févr\.) "),
    "a row that lost cells": re.compile(r"!\[\]\(\)[^|]*\|[^|]*\|?"),
}


@pytest.fixture(scope="module")
def warehouse(demo_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(os.path.realpath(demo_warehouse), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def drawn(demo_pages: Path) -> dict[str, Organisation]:
    """What the pages were made from, drawn once more."""
    numbers = {int(path.name.split("-")[0]) - demo.FIRST_ID for path in demo_pages.glob("*.txt")}
    organisations = map(demo.draw_organisation, sorted(numbers))
    return {str(organisation.organisation_id): organisation for organisation in organisations}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def _readable(organisation: Organisation) -> list[Row]:
    return [row for row in organisation.rows if not row.is_broken]


def _traces(row: Row) -> list[Trace | int]:
    """Everything the row shows that can be read, one trace or count each."""
    shown = [*row.traces, row.tweets, row.articles]
    return [one for one in shown if one and not (isinstance(one, Trace) and one.precision == "impossible")]


def _is_planted(line: str) -> bool:
    siren = re.match(r"(\d{9})\D", line)
    return bool(siren and siren_problem(siren[1])) or any(
        found.fullmatch(line) if "lost" in what else found.match(line) for what, found in PLANTED.items()
    )


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252")


def test_rejected_lines_are_those_where_dirt_was_planted(
    warehouse: duckdb.DuckDBPyConnection, demo_pages: Path
) -> None:
    rejected = {
        (path, number)
        for path, number in _rows(warehouse, "select path, line_number from rejected join source using (source_id)")
    }
    planted = {
        (str(path), number)
        for path in demo_pages.rglob("*.txt")
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if _is_planted(line)
    }
    assert planted
    assert rejected - planted == set(), "lines rejected without a fault"
    assert planted - rejected == set(), "faults not seen"


def test_every_organisation_arrives_as_drawn(
    warehouse: duckdb.DuckDBPyConnection, drawn: dict[str, Organisation]
) -> None:
    found = _rows(
        warehouse,
        "select organisation_id, name, slug, siren, postcode, city, region_code, declared_catalysts, last_captured_on, "
        "activities, employees_estimated, is_synthetic, len(social_counts) from organisation",
    )
    expected = [
        (
            organisation_id,
            one.name,
            one.slug,
            one.siren if one.siren and not siren_problem(one.siren) else None,
            one.postcode,
            one.city.city,
            one.city.region,
            one.declared,
            one.captured_on,
            list(one.activities),
            one.estimated if one.scale else None,
            True,
            len(one.social_counts),
        )
        for organisation_id, one in drawn.items()
    ]
    assert sorted(found) == sorted(expected)


def test_every_description_arrives_with_its_tags(
    warehouse: duckdb.DuckDBPyConnection, drawn: dict[str, Organisation]
) -> None:
    found = _rows(warehouse, "select organisation_id, language, is_machine_translated, tagline, tags from description")
    expected = [
        (key, "en" if one.is_translated else "fr", one.is_translated, one.tagline, list(one.tags))
        for key, organisation in drawn.items()
        for one in organisation.descriptions
    ]
    assert sorted(found) == sorted(expected)


def test_every_readable_row_is_a_captured_catalyst(
    warehouse: duckdb.DuckDBPyConnection, drawn: dict[str, Organisation]
) -> None:
    found = dict(_rows(warehouse, "select organisation_id, captured_catalysts from coverage"))
    assert found == {key: len(_readable(organisation)) for key, organisation in drawn.items()}


def test_every_trace_is_an_engagement(warehouse: duckdb.DuckDBPyConnection, drawn: dict[str, Organisation]) -> None:
    found = Counter(dict(_rows(warehouse, "select relation_type, count(*) from engagement group by all")))
    expected = Counter(row.relation for one in drawn.values() for row in _readable(one) for _ in _traces(row))
    assert found == expected


def test_catalysts_are_the_ones_drawn_with_their_sectors(
    warehouse: duckdb.DuckDBPyConnection, drawn: dict[str, Organisation]
) -> None:
    """Regional authorities go by their council's name in the warehouse, by any of several on the pages."""
    found = _rows(
        warehouse,
        "select name, coalesce(list(sector order by sector) filter (sector is not null), []) "
        "from catalyst left join catalyst_sector using (catalyst_id) where region_code is null group by all",
    )
    catalysts = {row.catalyst for one in drawn.values() for row in _readable(one)}
    expected = [(one.name, sorted(one.sectors)) for one in catalysts if not one.key.startswith("region-")]
    assert sorted(found) == sorted(expected)


def test_regional_councils_are_recognised_by_all_their_names(
    warehouse: duckdb.DuckDBPyConnection, drawn: dict[str, Organisation]
) -> None:
    found = _rows(
        warehouse,
        "select distinct source_catalyst.organisation_id, 'region-' || region_code from source_catalyst "
        "join source using (source_id) join catalyst using (catalyst_id) where region_code is not null",
    )
    keys = [(key, row.catalyst.key) for key, one in drawn.items() for row in _readable(one)]
    expected = [(key, council) for key, council in keys if council.startswith("region-")]
    assert sorted(found) == sorted(expected)
    assert len({council for _, council in found}) > 12
