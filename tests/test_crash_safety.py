"""Whatever happens to a build, the old warehouse stays readable and right, and the next build succeeds."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb
import pytest

from etl.config import PROJECT
from etl.demo import generate
from etl.errors import BuildError
from etl.load import build
from etl.publish import publication, store_beside, versions_folder
from tests.building import Point, started, words_of_failure
from tests.kept import Kept

ORGANISATIONS = 12


class Site:
    """Pages and their warehouse. Some hold the same mark: a warehouse with two marks is a broken one.

    With few of them marked, a build goes on from the last warehouse; with all of them it starts from nothing.
    """

    def __init__(self, folder: Path, marked: int = ORGANISATIONS) -> None:
        self.goes_on = marked < ORGANISATIONS
        self.marked = marked
        self.pages = folder / "pages"
        self.warehouse = folder / "warehouse.duckdb"
        self.pages.mkdir()
        generate(self.pages, ORGANISATIONS)
        paths = sorted(self.pages.glob("*.txt"))
        numbers = sorted({path.name.partition("-")[0] for path in paths})[:marked]
        self.texts = {path: path.read_bytes() for path in paths if path.name.partition("-")[0] in numbers}

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

    def published(self) -> int:
        """Return the mark of the warehouse, having built one if there is none, or not a whole one."""
        if not self.warehouse.exists() or not self.is_whole(*range(len(POINTS) + 1)):
            self.mark(0)
            self.build()
        ((mark, _),) = self.marks()
        return int(mark.removeprefix("mark-"))

    def is_whole(self, *numbers: int) -> bool:
        return self.marks() in [[(f"mark-{number}", self.marked)] for number in numbers]

    def leftovers(self) -> list[str]:
        names = [path.name for path in versions_folder(self.warehouse).iterdir()]
        return [name for name in names if "building" in name or name.endswith(".tmp")]

    def build(self) -> None:
        build([self.pages], self.warehouse)

    def started(self, killed_at: Point | None = None) -> ForkServerProcess:
        return started(self.pages, self.warehouse, killed_at=killed_at, goes_on=self.goes_on)


@pytest.fixture(scope="module", params=[ORGANISATIONS, 1], ids=["from nothing", "going on"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"), request.param)


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
    last = site.published()
    site.mark(last + 1)
    process = site.started(point)
    process.join()
    assert process.exitcode == -9
    assert site.is_whole(last, last + 1)
    site.build()
    assert site.is_whole(last + 1)
    assert site.leftovers() == []
    assert len(list(versions_folder(site.warehouse).glob("*.duckdb"))) <= 2


@pytest.mark.slow
@pytest.mark.trust("A build is killed at any moment")
def test_killed_at_any_moment(site: Site) -> None:
    rng = random.Random(1)
    site.mark(0)
    site.build()
    site.mark(1)
    began = time.monotonic()
    timed = site.started()
    timed.join()
    duration = time.monotonic() - began
    assert timed.exitcode == 0
    killed = 0
    for number in range(2, 17):
        site.mark(number)
        process = site.started()
        time.sleep(rng.random() * duration)
        process.kill()
        process.join()
        killed += process.exitcode == -9
        published = [int(mark.removeprefix("mark-")) for mark, _ in site.marks()]
        assert site.is_whole(*published)
        assert published[0] <= number
        assert process.exitcode in (-9, 0)
        if number % 5 == 0:
            site.build()
            assert site.is_whole(number)
            assert site.leftovers() == []
    assert killed > 4


@pytest.mark.parametrize("of", ["1.duckdb.building", "store"])
def test_swapped_data_of_a_killed_build_is_removed(site: Site, of: str) -> None:
    swapped = versions_folder(site.warehouse) / f"{of}.tmp"
    swapped.mkdir(parents=True)
    (swapped / "duckdb_temp_storage_S32K-0.tmp").write_bytes(b"swapped")
    site.mark(3)
    site.build()
    assert site.leftovers() == []


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Kept]:
    """Return a site whose pages have changed since its build, and what puts it back as it is here."""
    folder = tmp_path_factory.mktemp("built")
    site = Site(folder)
    site.mark(1)
    site.build()
    site.mark(2)
    return site, Kept(folder)


@pytest.fixture
def built(once_built: tuple[Site, Kept]) -> Site:
    site, kept = once_built
    kept.put_back()
    return site


@pytest.mark.parametrize("bytes_left", [3_000, 30_000, 300_000, 900_000])
@pytest.mark.trust("A file may not grow during a build")
def test_a_file_that_may_not_grow(built: Site, bytes_left: int) -> None:
    words = words_of_failure(built.pages, built.warehouse, largest_file=bytes_left)
    assert "warehouse.duckdb: the new warehouse cannot be written" in words
    assert "the old one, if any, stays as it was. Free space on the disk" in words
    assert built.is_whole(1)
    built.build()
    assert built.is_whole(2)
    assert built.leftovers() == []


@pytest.mark.parametrize(
    ("memory", "code", "expected"),
    [
        ("lots", 2, "CATALYST_ATLAS_BUILD_MEMORY=lots is no amount of memory: write it as 1GB or 500MB"),
        ("3MB", 1, "let it have more memory (CATALYST_ATLAS_BUILD_MEMORY, now 3MB), and build again"),
    ],
)
def test_too_little_memory(built: Site, memory: str, code: int, expected: str) -> None:
    command = [sys.executable, "-m", "etl", "build", str(built.pages), "--warehouse", str(built.warehouse), "--full"]
    environment = {**os.environ, "CATALYST_ATLAS_BUILD_MEMORY": memory, "LANG": "C"}
    ended = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert (ended.returncode, expected in ended.stderr) == (code, True), ended.stderr
    assert built.is_whole(1)
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


@pytest.mark.trust("The disk is full during a build")
def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path, "32m"):
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


@pytest.mark.trust("The data folder cannot be written to")
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


REFUSED = "warehouse.duckdb: another build of it is running; wait until that is done"


class _OverError(Exception):
    pass


def test_while_a_build_is_running_another_is_refused_in_words(built: Site) -> None:
    with contextlib.suppress(_OverError), publication(built.warehouse):
        words = words_of_failure(built.pages, built.warehouse)
        raise _OverError
    assert words.endswith(REFUSED)
    assert built.is_whole(1)
    built.build()
    assert built.is_whole(2)


@pytest.mark.trust("Two builds at once")
def test_of_two_builds_at_once_one_is_refused_and_the_other_succeeds(built: Site) -> None:
    processes = [built.started() for _ in range(2)]
    refused = ""
    try:
        built.build()
    except BuildError as error:
        refused = str(error)
    assert not refused or refused.endswith(REFUSED)
    for process in processes:
        process.join()
        assert process.exitcode in (0, 1)
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
