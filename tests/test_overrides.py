"""Corrections by people: which are read, which are applied, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import overrides
from etl.errors import SourceError
from etl.handwritten import rows_of
from etl.overrides import COLUMNS, FIELDS, Override, decide, read_overrides
from tests.asking import ask, page, row

Build = Callable[[Mapping[str, str | bytes]], Path]
Correct = Callable[..., Path]

HEADER = ",".join(COLUMNS)
SAID = "the secretariat,seen on their site,2026-03-01"


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(warehouse.resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the corrections are read from."""
    monkeypatch.setattr(overrides, "FILE", tmp_path / "overrides.csv")
    return tmp_path / "overrides.csv"


@pytest.fixture
def correct(file: Path, warehouse_of: Build) -> Correct:
    """Return a function that builds one page under corrections, given as `what,old,new`."""

    def build_corrected(*lines: str) -> Path:
        file.write_text("\n".join([HEADER, *(f"{line},{SAID}" for line in lines)]), encoding="utf-8")
        rows = row("Eurocities", "Event 1 Mar 2021"), row("Région Bretagne", "Event 2 Mar 2021")
        return warehouse_of({"1-a.txt": page(*rows, declared=2, captured_on="2023-05-01", name="Maison A")})

    return build_corrected


def states(warehouse: Path) -> list[tuple[int, str]]:
    return query(warehouse, "select line_number, state from override order by 1")


# Reading


def read(tmp_path: Path, text: str | bytes) -> list[Override]:
    path = tmp_path / "o.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_overrides(path)


def test_a_line_is_read(tmp_path: Path) -> None:
    (one,) = read(tmp_path, f"# a comment\n\n{HEADER}\norganisation:a.b-c.city, Paris ,,Us,Why not,1 Mar 2026\n")
    assert (one.line_number, one.subject, one.subject_id, one.field) == (4, "organisation", "a.b-c", "city")
    assert (one.old, one.new, one.who, one.why, one.said_on) == ("Paris", None, "Us", "Why not", date(2026, 3, 1))
    assert (one.state, one.reason) == ("not_applied", None)


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "none.csv") == []
    assert read(tmp_path, "") == []
    assert read(tmp_path, HEADER) == []


def test_a_spreadsheet_s_semicolons_encoding_and_order_are_understood(tmp_path: Path) -> None:
    text = "When;What;Old;New;Who;Why\r\n2026-03-01;organisation:1.city;;Orléans;Nous;Écrit\r\n"
    (one,) = read(tmp_path, text.encode("windows-1252"))
    assert (one.old, one.new, one.why, one.state) == (None, "Orléans", "Écrit", "not_applied")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("89998.name,a,b,us,why,2026-03-01", "`what` must be organisation:<id>.<field>"),
        ("page:1.name,a,b,us,why,2026-03-01", "`what` must be organisation:<id>.<field>"),
        (
            "organisation:1.slug,a,b,us,why,2026-03-01",
            "`slug` of organisation cannot be corrected. Fields that can be corrected: name",
        ),
        ("organisation:1.name,a,,us,why,2026-03-01", "`new`: needs a value"),
        ("organisation:1.siren,,784244296,us,why,2026-03-01", "fails its check digit"),
        ("organisation:1.employees_min,,many,us,why,2026-03-01", '"many" is not a whole number'),
        ("organisation:1.employees_min,,99999999999,us,why,2026-03-01", "is not a whole number"),
        ("organisation:1.region_code,11,99,us,why,2026-03-01", '"99" is not the INSEE code'),
        ("catalyst:x.kind,other,friend,us,why,2026-03-01", '"friend" is not a kind, expected one of foundation'),
        ("engagement:7.engaged_on,2024,2024-02-30,us,why,2026-03-01", '"2024-02-30" is not a date, write'),
        ("engagement:7.channel,tweet,phone,us,why,2026-03-01", '"phone" is not a channel, expected one of tweet'),
        ("engagement:7.mentions,2,0,us,why,2026-03-01", "`new`: needs a number from 1 on"),
        ("engagement:7.amount_eur,2,-3,us,why,2026-03-01", '"-3" is not an amount in euros'),
        ("engagement:7.removed,,no,us,why,2026-03-01", '"no" is neither yes nor empty'),
        ("organisation:1.city,a,b,,why,2026-03-01", "`who` and `why` must be filled in"),
        ("organisation:1.city,a,b,us,,2026-03-01", "`who` and `why` must be filled in"),
        ("organisation:1.city,a,b,us,why,March 2026", "`when` must be a date"),
        ("organisation:1.city,a,b,us,why", "5 cells, expected 6"),
        ('organisation:1.city,a,"b"x,us,why,2026-03-01', "not valid CSV"),
    ],
)
def test_a_bad_line_is_rejected_alone(tmp_path: Path, line: str, reason: str) -> None:
    bad, good = read(tmp_path, f"{HEADER}\n{line}\norganisation:1.city,a,b,{SAID}\n")
    assert (bad.line_number, bad.state) == (2, "rejected")
    assert reason in (bad.reason or "")
    assert (good.line_number, good.state) == (3, "not_applied")


def test_a_file_with_another_header_is_rejected_in_words(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "a,b,c\n1,2,3\n")
    assert (one.line_number, one.what, one.state) == (1, "a,b,c", "rejected")
    assert one.reason == "the header must be: what,old,new,who,why,when"


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_overrides(tmp_path)


@given(st.text(max_size=200))
def test_whatever_the_file_holds_is_read_or_rejected(text: str) -> None:
    lines = list(rows_of([HEADER, *text.split("\n")], COLUMNS))
    assert [line.number for line in lines] == sorted({line.number for line in lines})
    read_ones = [overrides._read(Path("o.csv"), line) for line in lines]
    assert all((one.state == "rejected") == bool(one.reason) for one in read_ones)


# Deciding

FOUND = {("organisation", "1"): dict.fromkeys(FIELDS["organisation"], None) | {"city": "A"}}


def decided(*changes: tuple[str | None, str | None], subject_id: str = "1") -> list[tuple[str, str | None]]:
    lines = [
        Override("o.csv", number, "w", "organisation", subject_id, "city", old, new)
        for number, (old, new) in enumerate(changes, start=2)
    ]
    return [(one.state, one.reason) for one in decide(lines, FOUND)]


def test_what_becomes_of_a_line() -> None:
    assert decided(("A", "B")) == [("applied", None)]
    assert decided(("A", None)) == [("applied", None)]
    assert decided(("C", "B")) == [("not_applied", 'the value found is "A", not "C"')]
    assert decided((None, "B")) == [("not_applied", 'the value found is "A", not empty')]
    assert decided(("C", "A")) == [("already_so", "the value is this already")]
    assert decided(("A", "B"), subject_id="2") == [("not_applied", 'there is no organisation "2" here')]


def test_later_lines_win_whether_they_start_from_the_page_or_from_the_line_before() -> None:
    replaced = ("replaced", "line 3 replaces it")
    assert decided(("A", "B"), ("B", "C")) == [replaced, ("applied", None)]
    assert decided(("A", "B"), ("A", "C")) == [replaced, ("applied", None)]
    assert decided(("A", "B"), ("B", "A")) == [replaced, ("applied", None)]
    assert decided(("X", "B"), ("B", "C"))[1] == ("not_applied", 'the value found is "A", not "B"')


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), max_size=6))
def test_at_most_one_line_about_a_field_is_applied(changes: list[tuple[str, str]]) -> None:
    found = decided(*changes)
    assert len(found) == len(changes)
    assert [state for state, _ in found].count("applied") <= 1
    assert all((state == "applied") == (reason is None) for state, reason in found)


# Building


def test_every_field_can_be_corrected(correct: Correct) -> None:
    new = {
        "name": "Maison B", "url": "https://example.org/1", "siren": "784244295", "address": "1 rue X",
        "postcode": "35000", "city": "Rennes", "country": "France", "region_code": "53", "employees_min": "2",
        "employees_max": "9", "employees_estimated": "5", "declared_catalysts": "7",
    }  # fmt: skip
    assert new.keys() == FIELDS["organisation"].keys()
    old = {"name": "Maison A", "declared_catalysts": "2"}
    lines = [f"organisation:1.{field},{old.get(field, '')},{value}" for field, value in new.items()]
    catalysts = ["catalyst:eurocities.name,Eurocities,EUROCITIES", "catalyst:eurocities.kind,network_association,media"]
    warehouse = correct(*lines, *catalysts)
    assert {state for _, state in states(warehouse)} == {"applied"}
    (found,) = query(warehouse, f"select {', '.join(new)} from organisation")
    assert [str(value) for value in found] == list(new.values())
    assert query(warehouse, "select name_source from organisation") == [("override",)]
    assert query(warehouse, "select name, kind from catalyst where catalyst_id = 'eurocities'") == [
        ("EUROCITIES", "media")
    ]
    assert query(warehouse, "select missing_catalysts from coverage") == [(5,)]


def test_a_corrected_place_gives_its_region_unless_that_is_corrected_too(correct: Correct) -> None:
    region = "select region_code from organisation"
    place = ("organisation:1.postcode,,69001", "organisation:1.country,,France")
    assert query(correct(*place), region) == [("84",)]
    assert query(correct(*place, "organisation:1.region_code,,11"), region) == [("11",)]
    assert query(correct(place[0]), region) == [(None,)]


def test_a_value_can_be_emptied(correct: Correct) -> None:
    assert query(correct("organisation:1.declared_catalysts,2,"), "select declared_catalysts from organisation") == [
        (None,)
    ]


def test_corrections_that_do_not_fit_are_reported_and_the_build_succeeds(correct: Correct) -> None:
    warehouse = correct("organisation:1.name,Somebody else,B", "organisation:9.name,A,B", "nonsense,A,B")
    assert query(warehouse, "select name from organisation") == [("Maison A",)]
    assert states(warehouse) == [(2, "not_applied"), (3, "not_applied"), (4, "rejected")]
    assert query(warehouse, "select severity, bad_rows from data_check where check_name = 'override_applied'") == [
        ("warning", 3)
    ]
    ((path, what),) = query(warehouse, "select path, what from override where line_number = 4")
    assert (Path(path).name, what) == ("overrides.csv", "nonsense")


@pytest.mark.parametrize(
    "half",
    ["catalyst:region-53.kind,regional_authority,media", "catalyst:eurocities.region_code,,11",
     "catalyst:eurocities.kind,network_association,regional_authority", "catalyst:region-53.region_code,53,"],
)  # fmt: skip
def test_a_regional_authority_keeps_its_region(correct: Correct, half: str) -> None:
    warehouse = correct(half)
    assert query(warehouse, "select state, reason from override") == [
        ("not_applied", "a catalyst is a regional_authority exactly where it has a region_code: correct both fields")
    ]
    assert query(warehouse, "select kind, region_code from catalyst order by catalyst_id") == [
        ("network_association", None),
        ("regional_authority", "53"),
    ]


def test_both_halves_of_a_regional_authority_can_be_corrected(correct: Correct) -> None:
    warehouse = correct(
        "catalyst:eurocities.kind,network_association,regional_authority", "catalyst:eurocities.region_code,,11",
        "catalyst:region-53.kind,regional_authority,other", "catalyst:region-53.region_code,53,",
    )  # fmt: skip
    assert query(warehouse, "select kind, region_code from catalyst order by catalyst_id") == [
        ("regional_authority", "11"),
        ("other", None),
    ]


def test_corrections_outlive_a_new_capture_until_the_page_says_so_itself(file: Path, warehouse_of: Build) -> None:
    file.write_text(f"{HEADER}\norganisation:1.name,Maison A,Maison B,{SAID}\n")
    old = page(row("Eurocities"), captured_on="2023-05-01", name="Maison A")
    assert states(warehouse_of({"old/1-a.txt": old})) == [(2, "applied")]
    warehouse = warehouse_of({"mid/1-a.txt": page(row("Eurocities"), captured_on="2024-05-01", name="Maison A")})
    assert query(warehouse, "select name from organisation") == [("Maison B",)]
    warehouse = warehouse_of({"new/1-a.txt": page(row("Eurocities"), captured_on="2025-05-01", name="Maison B")})
    assert states(warehouse) == [(2, "already_so")]


def test_rows_say_what_of_them_is_corrected(correct: Correct) -> None:
    warehouse = correct("catalyst:eurocities.name,Eurocities,Eurocities network", "organisation:1.city,,Brest")
    found = ask(warehouse, "view_rows").set_index("catalyst")["corrected"]
    assert {name: list(fields) for name, fields in found.items()} == {
        "Eurocities network": ["city", "name"],
        "Région Bretagne": ["city"],
    }
    assert ask(correct(), "view_rows")["corrected"].isna().all()
