"""A build reads only what is new or changed, and comes to the same tables as one that reads everything."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import store
from etl.cli import main
from etl.errors import SourceError
from etl.load import build
from etl.publish import store_beside
from tests.incremental.watched import LONG_AGO, PAGE, Watched, settle
from tests.tables import tables


def test_nothing_is_opened_where_nothing_has_changed(watched: Watched) -> None:
    before = tables(watched.warehouse)
    assert watched.build().changes == (0, 4, 0)
    assert watched.opened == []
    assert tables(watched.warehouse) == before


def test_new_changed_and_gone_files(watched: Watched) -> None:
    watched.write("2-a.txt", PAGE.format(name="Catalyst 2", day=20))
    watched.write("9-a.txt", PAGE.format(name="Catalyst 9", day=9))
    (watched.pages / "3-a.txt").unlink()
    assert watched.build().changes == (2, 2, 1)
    assert watched.opened == ["2-a.txt", "9-a.txt"]
    with duckdb.connect(watched.warehouse.resolve(), read_only=True) as con:
        rows = con.execute("select organisation_id, day(engaged_on) from engagement order by 1").fetchall()
    assert rows == [("1", 1), ("2", 20), ("4", 4), ("9", 9)]


def test_content_decides_where_only_the_time_has_changed(watched: Watched) -> None:
    before = tables(watched.warehouse)
    os.utime(watched.pages / "1-a.txt", (LONG_AGO + 60, LONG_AGO + 60))
    assert watched.build().changes == (0, 4, 0)
    assert watched.opened == ["1-a.txt"]
    assert watched.build().changes == (0, 4, 0)
    assert watched.opened == []
    assert tables(watched.warehouse) == before


def test_a_file_changed_within_one_tick_of_the_clock_is_seen(watched: Watched) -> None:
    watched.write("1-a.txt", PAGE.format(name="Catalyst 5", day=1))
    modified = (watched.pages / "1-a.txt").stat().st_mtime_ns
    watched.build()
    watched.write("1-a.txt", PAGE.format(name="Catalyst 6", day=1))
    os.utime(watched.pages / "1-a.txt", ns=(modified, modified))
    assert watched.build().changes == (1, 3, 0)


def test_the_time_of_loading_is_that_of_the_content(watched: Watched) -> None:
    def loaded() -> dict[str, Any]:
        with duckdb.connect(watched.warehouse.resolve(), read_only=True) as con:
            return dict(con.execute("select organisation_id, epoch_us(loaded_at) from source").fetchall())

    with duckdb.connect(store_beside(watched.warehouse)) as con:
        con.execute("update source set loaded_at = '2001-01-01'")
    watched.write("2-a.txt", PAGE.format(name="Catalyst 2", day=20))
    watched.build()
    years = {name: 1970 + at // (365.25 * 86400 * 1e6) for name, at in loaded().items()}
    assert (years["1"], years["2"] > 2020) == (2001, True)
    watched.build(full=True)
    assert all(at > 1e15 for at in loaded().values())


def test_full_reads_everything(watched: Watched) -> None:
    before = tables(watched.warehouse)
    assert watched.build(full=True).changes == (4, 0, 0)
    assert len(watched.opened) == 4
    assert tables(watched.warehouse) == before


def test_everything_is_read_again_when_what_reads_has_changed(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "FINGERPRINT", "of other code")
    assert watched.build().changes == (4, 0, 0)
    assert watched.build().changes == (0, 4, 0)


@pytest.mark.parametrize("damage", [b"", b"not a database " * 1000])
def test_a_damaged_store_is_replaced(watched: Watched, damage: bytes) -> None:
    before = tables(watched.warehouse)
    store_beside(watched.warehouse).write_bytes(damage)
    assert watched.build().changes == (4, 0, 0)
    assert tables(watched.warehouse) == before


def test_other_inputs_replace_the_old_ones(watched: Watched) -> None:
    build([watched.pages / "2-a.txt"], watched.warehouse)
    with duckdb.connect(watched.warehouse.resolve(), read_only=True) as con:
        assert con.execute("select organisation_id from organisation").fetchall() == [("2",)]


def test_a_build_from_another_folder_reads_nothing_again(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(watched.warehouse)
    monkeypatch.chdir(watched.pages.parent)
    assert build([Path("pages")], Path("warehouse.duckdb")).changes == (0, 4, 0)
    monkeypatch.chdir(watched.pages)
    assert build(["*.txt"], Path("../warehouse.duckdb")).changes == (0, 4, 0)
    assert tables(watched.warehouse) == before


def test_engagements_that_no_file_shows_any_more_are_told(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    assert watched.build().vanished == (0, None)
    watched.write("2-a.txt", PAGE.format(name="Catalyst 2", day=20))
    (watched.pages / "1-a.txt").rename(watched.pages / "1-b.txt")
    gone = watched.build().vanished
    assert (gone.engagements, Path(str(gone.path)).name) == (1, "2-a.txt")
    watched.write("2-a.txt", PAGE.format(name="Catalyst 2", day=21))
    assert main(["build", str(watched.pages), "--warehouse", str(watched.warehouse), "--full"]) == 0
    assert "engagements that no file shows any more: 1 (the first of" in capsys.readouterr().err
    assert main(["build", str(watched.pages / "2-a.txt"), "--warehouse", str(watched.warehouse)]) == 0
    said = capsys.readouterr().err
    assert "engagements that no file shows any more: 3 (the first of" in said
    assert "1-b.txt, which is gone" in said


def test_inputs_are_added_to_those_of_the_last_build(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "9-z.txt").write_text(PAGE.format(name="Z", day=1), encoding="utf-8")
    assert build([tmp_path / "more"], watched.warehouse, add=True).organisations == 5
    assert build([tmp_path / "more"], watched.warehouse, add=True).changes == (0, 5, 0)
    assert watched.build().organisations == 4


def test_names_that_are_no_text_are_kept_apart(watched: Watched) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
        Path(os.fsdecode(os.fsencode(watched.pages) + b"/" + name)).write_text("SIREN\n784244295")
    with pytest.raises(SourceError, match="rename one"):
        watched.build()


def test_a_build_that_is_stopped_while_it_reads_goes_on_from_there(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(files: Sequence[Path]) -> Iterable[Path]:
        yield from files[:5]
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "BATCH", 2)
    for number in range(10, 16):
        watched.write(f"{number}-a.txt", PAGE.format(name=f"Catalyst {number}", day=number))
    settle(watched.pages)
    with pytest.raises(KeyboardInterrupt):
        build([watched.pages], watched.warehouse, stopped)
    watched.build()
    assert watched.opened == ["14-a.txt", "15-a.txt"]
