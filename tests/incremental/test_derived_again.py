"""A build derives only what a change can have to do with, and of a warehouse that is of no use everything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import load, transform
from etl.catalogue import Catalogue
from etl.claim import Claim
from etl.identity import identify
from etl.reference import aliases
from tests.incremental.watched import PAGE, Watched, made_from_nothing
from tests.tables import tables


def test_a_name_learnt_from_a_new_page_is_used_on_the_old_ones(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "WORTH_IT", 1.0)
    monkeypatch.setattr(load, "lay_out", made_from_nothing)
    watched.write("5-a.txt", "![]() x | Acme Weaving | Other | | |")
    assert watched.build().rejected_lines == 1
    watched.write("6-a.txt", "![]()  | Acme | Other | | |")
    assert watched.build().rejected_lines == 0
    (watched.pages / "6-a.txt").unlink()
    assert watched.build().rejected_lines == 1


def test_only_entries_that_may_stand_for_something_else_are_looked_up_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked_up: list[str] = []
    real = Catalogue.resolve
    monkeypatch.setattr(Catalogue, "resolve", lambda self, row: looked_up.append(row.text) or real(self, row))
    monkeypatch.setattr(load, "WORTH_IT", 1.0)
    watched.write("5-b.txt", "![]() x | Acme Weaving | Other | | |\n![]() x | Beta Weaving | Other | | |")
    watched.build()
    watched.write("6-c.txt", "![]()  | Acmé | Other | | |")
    watched.build()
    watched.write("7-c.txt", "![]()  | Acmé | Other | | |")
    watched.build()
    assert sorted(looked_up) == ["Acme Weaving", "Acme Weaving", "Acmé", "Beta Weaving"]
    looked_up.clear()
    (tmp_path / "aliases.csv").write_text("alias,catalyst\nCatalyst 1,Catalyst 2\n")
    monkeypatch.setattr(aliases, "FILES", (tmp_path / "aliases.csv",))
    watched.build()
    assert len(looked_up) == 7


def test_only_what_shares_a_key_with_a_change_is_identified_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    identified: list[list[str]] = []

    def remembered(claims: Sequence[Claim]) -> Any:
        identified.append(sorted(Path(claim.path).name for claim in claims))
        return identify(claims)

    monkeypatch.setattr(transform, "identify", remembered)
    watched.write("2-b.txt", PAGE.format(name="Catalyst 2", day=20))
    watched.write("5-c.txt", PAGE.format(name="Catalyst 2", day=20))
    monkeypatch.setattr(load, "WORTH_IT", 1.0)
    watched.build()
    (watched.pages / "5-c.txt").unlink()
    watched.build()
    watched.write("6-d.txt", PAGE.format(name="Catalyst 2", day=20))
    watched.build()
    all_of_a = ["1-a.txt", "2-a.txt", "2-b.txt", "3-a.txt", "4-a.txt"]
    assert identified == [[*all_of_a, "5-c.txt"], [], ["6-d.txt"]]


def test_a_large_change_starts_from_nothing(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "lay_out", made_from_nothing)
    monkeypatch.setattr(load, "WORTH_IT", 0.25)
    watched.write("2-a.txt", PAGE.format(name="Catalyst 2", day=20))
    watched.build()
    watched.write("1-a.txt", PAGE.format(name="Catalyst 1", day=20))
    watched.write("2-a.txt", PAGE.format(name="Catalyst 2", day=21))
    with pytest.raises(pytest.fail.Exception):
        watched.build()


@pytest.mark.parametrize("damage", ["update engagement set catalyst_id = 'nobody'", "drop table source_line"])
def test_a_damaged_warehouse_is_made_from_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    before = tables(watched.warehouse)
    with duckdb.connect(watched.warehouse.resolve()) as con:
        con.execute(damage).fetchall()
    watched.build()
    assert tables(watched.warehouse) == before


def test_what_is_only_bytes_is_made_from_nothing(watched: Watched) -> None:
    before = tables(watched.warehouse)
    file = watched.warehouse.resolve()
    content = bytearray(file.read_bytes())
    content[len(content) // 3 :] = bytes(len(content) - len(content) // 3)
    file.write_bytes(content)
    watched.build()
    assert tables(watched.warehouse) == before


def test_an_engagement_keeps_its_number(watched: Watched) -> None:
    def numbers() -> dict[str, int]:
        with duckdb.connect(watched.warehouse.resolve(), read_only=True) as con:
            return dict(con.execute("select organisation_id, engagement_id from engagement").fetchall())

    before = numbers()
    watched.write("0-a.txt", PAGE.format(name="Catalyst 0", day=1))
    watched.build()
    after = numbers()
    assert after.keys() - before.keys() == {"0"}
    assert {**after, **before} == after
