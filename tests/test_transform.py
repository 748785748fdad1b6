"""Pages and captures merged into tables."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.demo import draw_organisation
from etl.load import build
from tests.tables import tables

Build = Callable[[Mapping[str, str | bytes]], Path]


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


def page(*rows: str, captured: str = "", header: str = "") -> str:
    front = f"---\ncaptured_on: {captured}\n---\n" if captured else ""
    table = [
        f"![]() {name if has_sectors else ''} | {name} | {cells} |" for name, has_sectors, cells in map(_row, rows)
    ]
    return front + header + "\n" + "\n".join(table) + "\n"


def _row(text: str) -> tuple[str, bool, str]:
    """Read `Name > cells` (no sectors) or `Name + Sector > cells`."""
    name, cells = text.split(" > ")
    return name.replace(" +", ""), " +" in name, cells


def test_dates_of_all_captures_are_kept(warehouse_of: Build) -> None:
    warehouse = warehouse_of(
        {
            "old/1-a.txt": page("X > Other 1 Jan 2023 | |", captured="2023-06-01"),
            "new/1-a.txt": page("X > Other 1 Jan 2024 | |", "Y > Event | |", captured="2024-06-01"),
            "mid/1-a.txt": page("X > Other 1 Jan 2023 | |", captured="2023-09-01"),
        }
    )
    rows = query(
        warehouse, "select engaged_on, first_seen_on, last_seen_on from engagement where catalyst_id = 'x' order by 1"
    )
    assert rows == [
        (date(2023, 1, 1), date(2023, 6, 1), date(2023, 9, 1)),
        (date(2024, 1, 1), date(2024, 6, 1), date(2024, 6, 1)),
    ]
    assert query(warehouse, "select first_captured_on, last_captured_on from organisation") == [
        (date(2023, 6, 1), date(2024, 6, 1))
    ]


def test_an_engagement_leads_to_the_latest_line_that_shows_it(warehouse_of: Build) -> None:
    old = page("X > Other 1 Jan 2023 | |", captured="2023-06-01")
    new = page("Z > Other | |", "X > Other 1 Jan 2023 | |", captured="2024-06-01")
    warehouse = warehouse_of({"old/1-a.txt": old, "new/1-a.txt": new})
    ((path, raw_text),) = query(
        warehouse,
        "select path, raw_text from engagement join source using (source_id) "
        "join source_line using (source_id, line_number) where catalyst_id = 'x'",
    )
    assert path.endswith("new/1-a.txt")
    assert raw_text == "![]()  | X | Other 1 Jan 2023 | | |"


def test_of_undated_counts_the_latest_stands(warehouse_of: Build) -> None:
    warehouse = warehouse_of(
        {
            "b/1-a.txt": page("X > Other | 3 |", captured="2024-06-01"),
            "a/1-a.txt": page("X > Other | 9 |", captured="2023-06-01"),
        }
    )
    assert query(warehouse, "select channel, engaged_on, mentions, first_seen_on from engagement") == [
        ("tweet", None, 3, date(2023, 6, 1))
    ]


UNTIL = "select engaged_on, engaged_until, date_precision from engagement order by engaged_until, date_precision"


def test_a_year_a_month_and_a_day_are_three_traces(warehouse_of: Build) -> None:
    warehouse = warehouse_of({"1-a.txt": page("X > Other Jan 2024 1 Jan 2024 2024 | |")})
    assert query(warehouse, UNTIL) == [
        (date(2024, 1, 1), date(2024, 1, 1), "day"),
        (date(2024, 1, 1), date(2024, 1, 31), "month"),
        (date(2024, 1, 1), date(2024, 12, 31), "year"),
    ]


def test_a_stated_capture_bounds_what_its_dates_allow(warehouse_of: Build) -> None:
    captures = {
        "x/1-a.txt": page("X > Other Jan 2024 2024 2025 | |", captured="2024-05-06"),
        "y/1-a.txt": page("X > Other Jan 2024 2024 | |", captured="2024-07-08"),
    }
    assert query(warehouse_of(captures), UNTIL) == [
        (date(2024, 1, 1), date(2024, 1, 31), "month"),
        (date(2024, 1, 1), date(2024, 5, 6), "year"),
        (date(2025, 1, 1), date(2025, 1, 1), "year"),
    ]


OLD = "Activities\nCultureEntity types\nAssociationLocation\n1 Rue X, 75014 Paris, France\nEmployees\nScale: 10,001+\n"
NEW = "Location\nLyon\nEmployees\nScale: 2-10\nEstimated: 8\nSIREN\n784244295\nEngaged catalyst\n14\n"


def test_of_each_field_the_latest_capture_that_has_it_wins(warehouse_of: Build) -> None:
    row = "X > Other | |"
    captures = {
        "x/1-a.txt": page(row, captured="2024-01-01", header=NEW),
        "y/1-a.txt": page(row, captured="2023-01-01", header=OLD),
    }
    ((activities, address, city, country, region, low, high, siren),) = query(
        warehouse_of(captures),
        "select activities, address, city, country, region_code, employees_min, employees_max, siren from organisation",
    )
    assert (activities, siren, low, high) == (["Culture"], "784244295", 2, 10)
    assert (address, city, country, region) == (None, "Lyon", None, None)


def test_an_open_range_does_not_borrow_its_end_from_an_older_one(warehouse_of: Build) -> None:
    row = "X > Other | |"
    captures = {
        "x/1-a.txt": page(row, captured="2023-01-01", header=NEW),
        "y/1-a.txt": page(row, captured="2024-01-01", header=OLD),
    }
    assert query(warehouse_of(captures), "select employees_min, employees_max, region_code from organisation") == [
        (10_001, None, "11")
    ]


def test_descriptions_come_from_one_capture(warehouse_of: Build) -> None:
    french = "Added in Motherbase\n2 years ago\nLe réseau des arts\n"
    english = "Added in Motherbase\n3 years ago\nThe network of the arts\n"
    warehouse = warehouse_of(
        {
            "x/1-a.txt": page("X > Other | |", captured="2023-01-01", header=french),
            "y/1-a.txt": page("X > Other | |", captured="2024-01-01", header=english),
            "y/1-a.page2.txt": page("Y > Other | |", captured="2024-01-01"),
        }
    )
    assert query(warehouse, "select language, tagline from description") == [("en", "The network of the arts")]
    assert query(warehouse, "select added_from, added_to from organisation") == [(date(2020, 1, 2), date(2021, 1, 1))]


def test_pages_of_one_table_add_up_to_its_coverage(warehouse_of: Build) -> None:
    header = "Engaged catalyst\n3\n"
    warehouse = warehouse_of(
        {
            "1-a.txt": page("X > Other | |", "Y > Other | |", captured="2024-01-01", header=header),
            "1-a.page2.txt": page("Z > Other | |", captured="2024-01-01"),
            "2-b.txt": page("X > Other | |", captured="2024-01-01", header=header),
            "3-c.txt": page("X > Other | |", captured="2024-01-01"),
        }
    )
    assert query(warehouse, "from coverage order by 1") == [
        ("1", 3, 3, 0, True),
        ("2", 3, 1, 2, False),
        ("3", None, 1, None, False),
    ]


def test_spellings_of_one_catalyst_are_one(warehouse_of: Build) -> None:
    warehouse = warehouse_of(
        {
            "1-a.txt": page("Bpifrance > Other | |", "Région Bretagne > Other | |"),
            "2-b.txt": page("BPIFRANCE > Other | |", "Conseil régional de Bretagne > Other | |"),
            "3-c.txt": page("Bpifrance + Banking > Other | |", "Brittany Region > Other | |"),
        }
    )
    assert query(warehouse, "select catalyst_id, name, kind, region_code from catalyst order by 1") == [
        ("bpifrance", "Bpifrance", "bank_fund", None),
        ("region-53", "Région Bretagne", "regional_authority", "53"),
    ]
    assert query(warehouse, "from catalyst_sector") == [("bpifrance", "Banking", "finance")]


def test_a_name_that_looks_like_a_region_s_id_is_none(warehouse_of: Build) -> None:
    warehouse = warehouse_of({"1-a.txt": page("Region 11 > Other | |", "Région Île-de-France > Other | |")})
    assert query(warehouse, "select catalyst_id from catalyst order by 1") == [("name-region-11",), ("region-11",)]


def test_an_unknown_sector_is_kept_and_an_unclear_one_reported(warehouse_of: Build) -> None:
    warehouse = warehouse_of(
        {
            "1-a.txt": page("Acme > Other | |"),
            "2-b.txt": page("Acme + Weaving > Other | |", "Foo + Weaving > Other | |"),
        }
    )
    assert query(warehouse, "from catalyst_sector") == [("acme", "Weaving", "unrecognised")]
    assert query(warehouse, "select catalyst_id from catalyst order by 1") == [("acme",), ("foo-weaving",)]
    ((line, reason),) = query(warehouse, "select line_number, reason from rejected")
    assert (line, "cannot tell the name from its sectors" in reason) == (3, True)
    assert query(warehouse, "select sum(parsed_lines), sum(ignored_lines), sum(rejected_lines) from source") == [
        (2, 2, 1)
    ]


def test_nothing_depends_on_the_order_of_the_files(demo_pages: Path, tmp_path: Path) -> None:
    files: list[Path | str] = sorted(demo_pages.iterdir())[:120]
    shuffled = files.copy()
    random.Random(7).shuffle(shuffled)
    build(files, tmp_path / "a.duckdb")
    build(shuffled, tmp_path / "b.duckdb")
    assert tables(tmp_path / "a.duckdb") == tables(tmp_path / "b.duckdb")


def test_the_catalysts_do_not_depend_on_which_of_two_equal_captures_comes_first(warehouse_of: Build) -> None:
    """Ties are broken by path: the last in the alphabet loses."""
    row = "X > Other 1 Jan 2024 | |"
    warehouse = warehouse_of(
        {"a/1-a.txt": page(row, header="Employees\nScale: 2-10"), "b/1-a.txt": page(row, header="Scale: 3-4")}
    )
    assert query(warehouse, "select employees_min from organisation") == [(2,)]
    ((path,),) = query(warehouse, "select path from engagement join source using (source_id)")
    assert path.endswith("a/1-a.txt")


@pytest.mark.parametrize("table", ["region", "sector"])
def test_reference_tables_are_filled_in_an_empty_warehouse(empty_warehouse: Path, table: str) -> None:
    assert query(empty_warehouse, f"select count(*) from {table}") == [({"region": 18, "sector": 149}[table],)]


def test_synthetic_pages_are_read_back_as_they_were_drawn(demo_warehouse: Path) -> None:
    ((organisations,),) = query(demo_warehouse, "select count(*) from organisation")
    drawn = [draw_organisation(index, seed=1) for index in range(organisations)]
    columns = "name, slug, city, postcode, region_code is null, employees_min, employees_max, declared_catalysts"
    lists = "activities, entity_types, social_counts, is_synthetic, last_captured_on, last_capture_is_inferred"
    assert query(demo_warehouse, f"select {columns}, {lists} from organisation order by organisation_id") == [
        (
            *(o.name, o.slug, o.city.city, o.postcode, False, *(o.scale or (None, None)), o.declared),
            *(list(o.activities), [o.entity_type] if o.entity_type else []),
            *([int(float(c.rstrip("K").replace(",", "")) * (1000 if "K" in c else 1) + 0.5) for c in o.social_counts],),
            *(True, o.captured_on, False),
        )
        for o in drawn
    ]
    described = "select organisation_id, is_machine_translated, tagline, body, tags from description order by 1, 2 desc"
    assert query(demo_warehouse, described) == [
        (str(o.organisation_id), d.is_translated, d.tagline, "\n\n".join(d.paragraphs), list(d.tags))
        for o in drawn
        for d in o.descriptions
    ]
    dated = "select organisation_id, engaged_on from engagement where channel = 'unstated' and engaged_on is not null"
    assert sorted(query(demo_warehouse, dated)) == sorted(
        (str(o.organisation_id), trace.on)
        for o in drawn
        for row in o.rows
        for trace in row.traces
        if not row.is_broken and trace.precision != "impossible"
    )
