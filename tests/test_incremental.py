"""A build reads only what is new or changed, and comes to the same tables as one that reads everything."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import load, overrides, store, transform
from etl.catalogue import Catalogue
from etl.claim import Claim
from etl.cli import main
from etl.config import PROJECT
from etl.demo import generate
from etl.errors import SourceError
from etl.identity import identify
from etl.load import Summary, build
from etl.publish import store_beside
from etl.reference import aliases
from tests.kept import Kept
from tests.tables import tables

PAGE = "Engaged catalyst\n2\n![]()  | {name} | Other {day} Jan 2024 | | |\n"
LONG_AGO = 1_600_000_000
EXAMPLES = PROJECT / "tests" / "data" / "formats"


def settle(folder: Path) -> None:
    """Make the files old enough for their time of modification to be trusted."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


class Watched:
    """A folder of pages with its warehouse; remembers which files each build looked into."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"
        self.pages.mkdir()
        self.warehouse = folder / "warehouse.duckdb"
        self.opened: list[str] = []

    def write(self, name: str, text: str) -> None:
        (self.pages / name).write_text(text, encoding="utf-8")

    def build(self, *, full: bool = False) -> Summary:
        return build([self.pages], self.warehouse, self._watch, full=full)

    def _watch(self, files: Sequence[Path]) -> Iterable[Path]:
        self.opened = [path.name for path in files]
        return files


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Watched, Kept]:
    """Return a folder of four pages with its warehouse, and what puts it back as it is here."""
    folder = tmp_path_factory.mktemp("watched")
    found = Watched(folder)
    for number in range(1, 5):
        found.write(f"{number}-a.txt", PAGE.format(name=f"Catalyst {number}", day=number))
    settle(found.pages)
    found.build()
    return found, Kept(folder)


@pytest.fixture
def watched(settled: tuple[Watched, Kept]) -> Watched:
    found, kept = settled
    kept.put_back()
    found.opened.clear()
    return found


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


ALIASES = """alias,catalyst
Eurocities,Euro Cities
AFD,Agence Française de Développement
Ministère des Affaires étrangères français,Ministère de l'Europe et des Affaires étrangères
Ministère de la Culture,Culture Ministry"""

CORRECTIONS = """what,old,new,who,why,when
organisation:89998.city,Paris,Lyon,us,moved,2026-01-01
organisation:89998.postcode,75014,69001,us,moved,2026-01-02
catalyst:eurocities.name,Eurocities,Eurocities network,us,its name,2026-01-01
catalyst:ministere-de-l-interieur.kind,ministry,other,us,why,2026-01-01"""


class Handwritten:
    """The files of aliases and of corrections, which people change by hand."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts = {folder / "aliases.csv": ALIASES, folder / "overrides.csv": CORRECTIONS}
        monkeypatch.setattr(aliases, "FILES", (folder / "aliases.csv",))
        monkeypatch.setattr(overrides, "FILE", folder / "overrides.csv")

    def keep_some(self, rng: random.Random) -> None:
        for path, text in self.texts.items():
            header, *lines = text.splitlines()
            path.write_text("\n".join([header, *(line for line in lines if rng.random() < 0.6)]), encoding="utf-8")


def change_some(rng: random.Random, watched: Watched, files: Sequence[Path], others: Sequence[Path]) -> None:
    """Let files go, come, and take the content of others."""
    for path in rng.sample(files, 30):
        target = watched.pages / path.name
        target.unlink(missing_ok=True)
        if rng.random() < 0.7:
            shutil.copy(rng.choice(others) if rng.random() < 0.3 else path, target)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def made_from_nothing(_: Any) -> None:
    pytest.fail("the warehouse is made from nothing")


@pytest.mark.parametrize("seed", range(3))
def test_any_history_of_changes_ends_where_a_full_build_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Files of all formats, aliases and corrections change over several builds, each of which goes on from the last."""
    rng = random.Random(seed)
    watched, handwritten = Watched(tmp_path), Handwritten(tmp_path, monkeypatch)
    generate(tmp_path / "all", 40, seed=3)
    generate(tmp_path / "other", 40, seed=4)
    files = [*sorted(_files(tmp_path / "all")), *sorted(_files(EXAMPLES))]
    others = sorted(_files(tmp_path / "other"))
    monkeypatch.setattr(store, "BATCH", 7)
    monkeypatch.setattr(load, "WORTH_IT", 1.0)
    for count in range(5):
        change_some(rng, watched, files, others)
        handwritten.keep_some(rng)
        with monkeypatch.context() as patched:
            if count:
                patched.setattr(load, "lay_out", made_from_nothing)
            watched.build()
    incremental = tables(watched.warehouse)
    watched.build(full=True)
    assert tables(watched.warehouse) == incremental


NAMES = ("a", "b", "784244295", "7--name")
ROWS = "nom;siren;ville;catalyseur\n"


def some_claims(rng: random.Random, watched: Watched) -> None:
    """Let pages and tables come, go and change that share ids, SIRENs, slugs and names in all ways."""
    for _ in range(rng.randrange(1, 6)):
        number, slug, name = rng.choice(("", "7-", "8-", "784244295-")), rng.choice(NAMES), rng.choice(("", "A", "B"))
        siren = rng.choice(("", "SIREN\n784244295\n", "SIREN\n732829320\n"))
        front = f"---\nname: {name}\ncaptured_on: 202{rng.randrange(5)}-01-01\n---\n" if name else ""
        watched.write(f"{number}{slug}.txt", front + siren + PAGE.format(name="X", day=rng.randrange(1, 9)))
    for table in "tuv":
        lines = [f"{rng.choice('ABC')};{rng.choice(('', '732829320'))};{rng.choice(('', 'Brest', 'Lille'))};AFD\n"]
        watched.write(f"{table}.csv", ROWS + "".join(lines * rng.randrange(1, 3)))
    for path in rng.sample(sorted(watched.pages.iterdir()), 3):
        path.unlink()


@pytest.mark.parametrize("seed", range(4))
def test_whose_pages_are_is_found_for_changed_groups_alone_as_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng, watched = random.Random(seed), Watched(tmp_path)
    monkeypatch.setattr(load, "WORTH_IT", 1.0)
    for count in range(5):
        some_claims(rng, watched)
        with monkeypatch.context() as patched:
            if count:
                patched.setattr(load, "lay_out", made_from_nothing)
            watched.build()
    incremental = tables(watched.warehouse)
    watched.build(full=True)
    assert tables(watched.warehouse) == incremental
    assert incremental["conflict"]


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
