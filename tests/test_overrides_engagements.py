"""Corrections of engagements: their fields, those that are wrong altogether, and the record of what was corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import load, overrides
from etl.load import build
from etl.overrides import COLUMNS
from tests.asking import ask, page, row, view
from tests.kept import Kept
from tests.tables import tables

SAID = "the secretariat,seen on their site,2026-03-01"
ENGAGEMENTS = (
    "select relation_type, channel, engaged_on, engaged_until, date_precision, mentions from engagement order by all"
)


class Desk:
    """Two pages and a table with the file of corrections, which people write."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.warehouse, self.file = folder / "pages", folder / "warehouse.duckdb", folder / "overrides.csv"
        self.folder.mkdir()
        rows = row("Eurocities", "Event 1 Mar 2021 2 Mar 2021"), row("Ville de X", "Other Mar 2020", tweets="3")
        (self.folder / "1-a.txt").write_text(page(*rows, captured_on="2023-05-01", name="Maison A"))
        for number in range(2, 9):
            text = page(row("Eurocities", "Event 1 Mar 2021"), captured_on="2023-05-01", name=f"Maison {number}")
            (self.folder / f"{number}-a.txt").write_text(text)
        (self.folder / "t.csv").write_text("organisation_id;funder;year;amount\n1;AFD;2022;1500\n")

    def correct(self, *lines: str) -> None:
        said = [f"{line},{SAID}" for line in lines]
        self.file.write_text("\n".join([",".join(COLUMNS), *said]), encoding="utf-8")
        build([self.folder], self.warehouse)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.warehouse.resolve(), read_only=True) as con:
            return con.execute(sql).fetchall()

    def number(self, condition: str) -> int:
        ((found,),) = self.query(f"select engagement_id from engagement where organisation_id = '1' and {condition}")
        assert isinstance(found, int)
        return found

    def states(self) -> Sequence[tuple[str, str | None]]:
        return self.query("select state, reason from override order by line_number")


@pytest.fixture(scope="module")
def first_built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Kept]:
    """Return a desk without corrections, and what puts it back as it is here."""
    folder = tmp_path_factory.mktemp("desk")
    found = Desk(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overrides, "FILE", found.file)
        found.correct()
    return found, Kept(folder)


@pytest.fixture
def desk(first_built: tuple[Desk, Kept], monkeypatch: pytest.MonkeyPatch) -> Desk:
    found, kept = first_built
    kept.put_back()
    monkeypatch.setattr(overrides, "FILE", found.file)
    return found


@pytest.fixture
def goes_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function from whose call on no warehouse is made from nothing."""
    return lambda: monkeypatch.setattr(load, "lay_out", lambda _: pytest.fail("made from nothing"))


def test_every_field_of_an_engagement_can_be_corrected(desk: Desk) -> None:
    event, other = (
        desk.number("day(engaged_on) = 1 and relation_type = 'Event'"),
        desk.number("year(engaged_on) = 2020"),
    )
    tweets, grant = desk.number("channel = 'tweet'"), desk.number("channel = 'grant'")
    desk.correct(
        f"engagement:{event}.relation_type,Event,Award",
        f"engagement:{event}.engaged_on,2021-03-01,2021-02",
        f"engagement:{event}.channel,unstated,article",
        f"engagement:{other}.engaged_on,2020-03,2019",
        f"engagement:{tweets}.mentions,3,4",
        f"engagement:{grant}.amount_eur,1500,1600.5",
        f"engagement:{grant}.engaged_on,2022,",
    )
    assert {state for state, _ in desk.states()} == {"applied"}
    found = {number: rest for number, *rest in desk.query(
        "select engagement_id, relation_type, channel, engaged_on, engaged_until, date_precision, mentions, amount_eur "
        "from engagement where organisation_id = '1'"
    )}  # fmt: skip
    day = dt.date
    assert found[event][:5] == ["Award", "article", day(2021, 2, 1), day(2021, 2, 28), "month"]
    assert found[other][2:5] == [day(2019, 1, 1), day(2019, 12, 31), "year"]
    assert found[tweets][5] == 4
    assert [*found[grant][2:5], str(found[grant][6])] == [None, None, None, "1600.50"]


def test_an_engagement_that_is_wrong_is_taken_out_and_put_back(desk: Desk, goes_on: Callable[[], None]) -> None:
    before = tables(desk.warehouse)
    number = desk.number("year(engaged_on) = 2020")
    goes_on()
    desk.correct(f"engagement:{number}.removed,,yes")
    assert desk.query(f"select * from engagement where engagement_id = {number}") == []
    assert desk.query("select organisation_id, what from override") == [("1", f"engagement:{number}.removed")]
    desk.correct(f"engagement:{number}.removed,,yes", f"engagement:{number}.removed,yes,")
    assert [state for state, _ in desk.states()] == ["replaced", "applied"]
    assert tables(desk.warehouse)["engagement"] == before["engagement"]
    desk.correct()
    assert {**tables(desk.warehouse), "lost_override": [], "data_check": []} == {**before, "data_check": []}


def test_corrections_come_to_the_same_from_nothing(desk: Desk, goes_on: Callable[[], None]) -> None:
    first, second = desk.number("year(engaged_on) = 2020"), desk.number("channel = 'tweet'")
    desk.correct(f"engagement:{first}.engaged_on,2020-03,2020-04", f"engagement:{second}.removed,,yes")
    goes_on()
    (desk.folder / "1-a.txt").write_text(page(row("Ville de X", "Other Mar 2020"), captured_on="2024-05-01"))
    build([desk.folder], desk.warehouse)
    incremental = tables(desk.warehouse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "lay_out", _LAY_OUT)
        build([desk.folder], desk.warehouse, full=True)
    assert tables(desk.warehouse) == incremental
    assert [state for state, _ in desk.states()] == ["applied", "not_applied"]


_LAY_OUT = load.lay_out


def test_no_two_engagements_are_corrected_into_one(desk: Desk) -> None:
    first, second = desk.number("engaged_on = '2021-03-01'"), desk.number("engaged_on = '2021-03-02'")
    desk.correct(f"engagement:{first}.engaged_on,2021-03-01,2021-03-02")
    reason = f"engagement {second} would say the same: correct `removed` of one of the two to yes instead"
    assert desk.states() == [("not_applied", reason)]
    desk.correct(f"engagement:{first}.engaged_on,2021-03-01,2021-03-02", f"engagement:{second}.removed,,yes")
    assert [state for state, _ in desk.states()] == ["applied", "applied"]
    swapped = f"engagement:{second}.engaged_on,2021-03-02,2021-03-01"
    desk.correct(f"engagement:{first}.engaged_on,2021-03-01,2021-03-02", swapped)
    assert [state for state, _ in desk.states()] == ["applied", "applied"]
    desk.correct(
        f"engagement:{first}.engaged_on,2021-03-01,2021-03-05", f"engagement:{second}.engaged_on,2021-03-02,2021-03-05"
    )
    assert [state for state, _ in desk.states()] == ["not_applied", "not_applied"]


def test_an_engagement_that_is_not_there_is_said(desk: Desk) -> None:
    desk.correct("engagement:7.removed,,yes", "engagement:x.removed,,yes")
    assert desk.states() == [
        ("not_applied", 'there is no engagement "7" here'),
        ("not_applied", 'there is no engagement "x" here'),
    ]


def test_corrected_engagements_are_marked_wherever_they_are_listed(desk: Desk) -> None:
    number = desk.number("year(engaged_on) = 2020")
    desk.correct(f"engagement:{number}.engaged_on,2020-03,2020-04")
    lines = ask(desk.warehouse, "organisation_lines", {"profile": "1"}).set_index("engagement_id")["corrected"]
    assert list(lines[number]) == ["engaged_on"]
    assert lines.drop(number).isna().all()
    rows = ask(desk.warehouse, "view_rows", organisation="1").set_index("catalyst")["corrected"].dropna()
    assert {name: list(fields) for name, fields in rows.items()} == {"Ville de X": ["engaged_on"]}
    assert (view(desk.warehouse).scope.corrections, view(desk.warehouse, organisation="2").scope.corrections) == (1, 0)
    assert len(ask(desk.warehouse, "data_overrides", organisation="1")) == 1
    assert len(ask(desk.warehouse, "data_overrides", organisation="2")) == 0


# The record


def lost(desk: Desk) -> list[tuple[Any, ...]]:
    found = desk.query("select line_number, what, new from lost_override order by all")
    check = desk.query("select bad_rows, severity from data_check where check_name = 'correction_lost'")
    assert check == [(len(found), "warning")]
    return found


def test_a_correction_that_was_in_force_and_is_gone_or_changed_is_a_warning(desk: Desk) -> None:
    name, city = "organisation:1.name,Maison A,Maison B", "organisation:1.city,,Lille"
    desk.correct(name, city, "organisation:1.url,nothing,x")
    assert lost(desk) == []
    desk.correct(city, "organisation:1.country,,France")
    assert lost(desk) == [(2, "organisation:1.name", "Maison B")]
    desk.correct("organisation:1.city,,Brest")
    expected = [(2, "organisation:1.city", "Lille"), (2, "organisation:1.name", "Maison B")]
    assert lost(desk) == [*expected, (3, "organisation:1.country", "France")]
    build([desk.folder], desk.warehouse, full=True)
    assert len(lost(desk)) == 3
    desk.correct(name, city, "organisation:1.country,,France", "organisation:1.city,Lille,Brest")
    assert lost(desk) == [(2, "organisation:1.city", "Brest")]


def test_a_last_warehouse_that_cannot_be_read_is_as_good_as_none(desk: Desk) -> None:
    desk.correct("organisation:1.name,Maison A,Maison B")
    content = desk.warehouse.resolve().read_bytes()
    desk.warehouse.resolve().write_bytes(content[:20_000] + bytes(len(content) - 20_000))
    desk.correct()
    assert lost(desk) == []
