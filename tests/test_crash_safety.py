"""Whatever happens to a build, the old warehouse stays readable and right, and the next build succeeds."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from analytics.filters import Filters
from analytics.view import View, load_labels
from analytics.warehouse import Warehouse, current_version
from etl.demo import generate
from etl.errors import BuildError
from etl.load import build
from etl.publish import store_beside, versions_folder
from tests.asking import page, row
from tests.building import Point, rebuild_again_and_again, started, words_of_failure

ORGANISATIONS = 12


class Site:
    """Pages and their warehouse. Every page holds the same mark: a warehouse with two marks is a broken one."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"
        self.warehouse = folder / "warehouse.duckdb"
        self.pages.mkdir()
        generate(self.pages, ORGANISATIONS)
        self.texts = {path: path.read_bytes() for path in self.pages.rglob("*.txt")}

    def mark(self, number: int) -> None:
        for path, text in self.texts.items():
            path.write_bytes(text + f"\n![]()  | Mark {number} | Event 3 Mar 2024 | | |\n".encode())

    def marks(self) -> list[tuple[str, int]]:
        """Return the marks in the published warehouse, each with the number of organisations that have it."""
        with duckdb.connect(self.warehouse.resolve(), read_only=True) as con:
            return con.execute(
                "select catalyst_id, count(distinct organisation_id) from engagement "
                "where catalyst_id like 'mark-%' group by all"
            ).fetchall()

    def is_whole(self, *numbers: int) -> bool:
        return self.marks() in [[(f"mark-{number}", ORGANISATIONS)] for number in numbers]

    def leftovers(self) -> list[str]:
        return [path.name for path in versions_folder(self.warehouse).iterdir() if "building" in path.name]

    def build(self) -> None:
        build([self.pages], self.warehouse)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"))


POINTS = [
    Point("etl.load", "refresh"),
    Point("etl.store", "run_file", is_before=False),
    Point("etl.store", "append", is_before=False, nth=3),
    Point("etl.load", "refresh", is_before=False),
    Point("etl.load", "run_file"),
    Point("etl.transform", "run_file", is_before=False, nth=4),
    Point("etl.load", "run_checks", is_before=False),
    Point("etl.publish", "_swap"),
    Point("etl.publish", "_link"),
    Point("etl.publish", "_link", is_before=False),
    Point("etl.publish", "_remove_old_versions", is_before=False),
]


@pytest.mark.parametrize("point", POINTS, ids=lambda p: f"{'before' if p.is_before else 'after'} {p.function} {p.nth}")
def test_killed_at(site: Site, point: Point) -> None:
    site.mark(1)
    site.build()
    site.mark(2)
    process = started(site.pages, site.warehouse, killed_at=point)
    process.join()
    assert process.exitcode == -9
    assert site.is_whole(1, 2)
    site.build()
    assert site.is_whole(2)
    assert site.leftovers() == []
    assert len(list(versions_folder(site.warehouse).glob("*.duckdb"))) <= 2


@pytest.mark.slow
def test_killed_at_any_moment(site: Site) -> None:
    rng = random.Random(1)
    site.mark(0)
    began = time.monotonic()
    started(site.pages, site.warehouse).join()
    duration = time.monotonic() - began
    killed = 0
    for number in range(1, 16):
        site.mark(number)
        process = started(site.pages, site.warehouse)
        time.sleep(rng.random() * duration)
        process.kill()
        process.join()
        killed += process.exitcode == -9
        published = [int(mark.removeprefix("mark-")) for mark, _ in site.marks()]
        assert site.is_whole(*published)
        assert published[0] <= number
        if number % 5 == 0:
            site.build()
            assert site.is_whole(number)
            assert site.leftovers() == []
    assert killed > 4


def test_swapped_data_of_a_killed_build_is_removed(site: Site) -> None:
    swapped = versions_folder(site.warehouse) / "1.duckdb.building.tmp"
    swapped.mkdir(parents=True)
    (swapped / "duckdb_temp_storage_S32K-0.tmp").write_bytes(b"swapped")
    site.mark(3)
    site.build()
    assert site.leftovers() == []


@pytest.fixture
def built(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.mark(1)
    site.build()
    site.mark(2)
    return site


@pytest.mark.parametrize("bytes_left", [3_000, 30_000, 300_000, 900_000])
def test_a_file_that_may_not_grow(built: Site, bytes_left: int) -> None:
    words = words_of_failure(built.pages, built.warehouse, largest_file=bytes_left)
    assert "warehouse.duckdb: the new warehouse cannot be written" in words
    assert "the old one, if any, stays as it was. Free space on the disk" in words
    assert built.is_whole(1)
    built.build()
    assert built.is_whole(2)
    assert built.leftovers() == []


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("only the administrator can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path, "24m"):
        site = Site(tmp_path)
        site.mark(1)
        site.build()
        site.mark(2)
        ballast = tmp_path / "ballast"
        for left in (4_096, 200_000, 1_500_000):
            free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
            ballast.write_bytes(bytes(free - left))
            words = words_of_failure(site.pages, site.warehouse)
            ballast.unlink()
            assert "the new warehouse cannot be written" in words
            assert site.is_whole(1)
            assert site.leftovers() == []
        site.build()
        assert site.is_whole(2)


def test_a_folder_that_cannot_be_written_to() -> None:
    with tempfile.TemporaryDirectory() as name:  # unlike tmp_path it can be opened to everybody
        folder = Path(name)
        site = Site(folder)
        site.mark(1)
        site.build()
        site.mark(2)
        for path in (folder, site.pages, versions_folder(site.warehouse)):
            path.chmod(0o555)
        words = words_of_failure(site.pages, site.warehouse, as_nobody=os.geteuid() == 0)
        for path in (folder, site.pages, versions_folder(site.warehouse)):
            path.chmod(0o755)
        assert "the new warehouse cannot be written (Permission denied)" in words
        assert "a folder that you may write to" in words
        assert site.is_whole(1)
        site.build()
        assert site.is_whole(2)


def test_of_two_builds_at_once_one_is_refused_and_the_other_succeeds(built: Site) -> None:
    processes = [started(built.pages, built.warehouse) for _ in range(2)]
    with contextlib.suppress(BuildError):
        built.build()
    for process in processes:
        process.join()
    assert built.is_whole(2)
    assert built.leftovers() == []


def test_a_store_without_its_warehouse_and_a_warehouse_without_its_store(built: Site) -> None:
    built.build()
    built.warehouse.unlink()
    built.build()
    assert built.is_whole(2)
    store_beside(built.warehouse).unlink()
    built.build()
    assert built.is_whole(2)


REBUILDS = 100


class Reader(threading.Thread):
    """Asks as pages do: the version that is current, kept open until another one is."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.versions: set[str] = set()
        self.error: Exception | None = None
        self.is_over = threading.Event()

    def run(self) -> None:
        try:
            while not self.is_over.is_set():
                self._read_one_version()
        except Exception as error:
            self.error = error

    def _read_one_version(self) -> None:
        warehouse = Warehouse(self.path)
        self.versions.add(warehouse.version)
        while not self.is_over.is_set():
            view = View.load(warehouse.ask, Filters(), load_labels(warehouse.ask))
            assert view.facts.engagements >= 1
            self.is_over.wait(0.05)  # leaves the builds some of the machine
            if current_version(self.path) != warehouse.version:
                break
        warehouse.close()


@pytest.mark.slow
def test_readers_keep_getting_answers_through_a_hundred_rebuilds(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "1-a.txt").write_text(page(row("Ville de X", "Event 1 Mar 2021")), encoding="utf-8")
    path = tmp_path / "warehouse.duckdb"
    build([pages], path)
    readers = [Reader(path) for _ in range(2)]
    for reader in readers:
        reader.start()
    rebuilds = rebuild_again_and_again(pages, path, REBUILDS)
    rebuilds.join()
    for reader in readers:
        reader.is_over.set()
        reader.join()
    assert rebuilds.exitcode == 0
    assert [reader.error for reader in readers] == [None] * 2
    assert all(len(reader.versions) > 20 for reader in readers)
    with duckdb.connect(path.resolve(), read_only=True) as con:
        assert con.execute("select count(*) from catalyst where name = 'Catalyst of build 99'").fetchall() == [(1,)]
