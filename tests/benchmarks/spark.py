"""How a build on Spark compares with one on one machine.

    python -m tests.benchmarks.spark [PAGES …]        default: 2000 10000

Writes about that many synthetic pages into a temporary folder, and builds them on this machine, then on a standalone
cluster of two workers with one core each, which runs on this machine too. Prints a Markdown table. Seconds of the clock
depend on whatever else the machine does; seconds of the processor, all processes of a build together, hardly do.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event, Thread

from etl.demo import generate
from tests.spark_cluster import Cluster, cluster

SETTINGS = """
spark.driver.memory 1g
spark.executor.memory 1g
spark.sql.shuffle.partitions 8
"""
PAGES_PER_ORGANISATION = 1.145
HEADINGS = ("pages", "engine", "seconds", "processor", "pages/s of the processor", "MB of files")
_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Adds up the seconds of the processor of all processes that carry a mark in their environment."""

    def __init__(self, mark: str) -> None:
        self._mark = mark.encode()
        self._seconds: dict[int, float] = {}
        self._is_over = Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> Meter:
        self._started = dict(self._look())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()
        self.seconds = sum(seconds - self._started.get(pid, 0.0) for pid, seconds in self._seconds.items())

    def _watch(self) -> None:
        while not self._is_over.wait(0.2):
            self._seconds |= dict(self._look())

    def _look(self) -> Iterator[tuple[int, float]]:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if self._mark in (folder / "environ").read_bytes():
                    fields = (folder / "stat").read_text().rpartition(")")[2].split()
                    yield int(folder.name), (int(fields[11]) + int(fields[12])) / _TICKS
            except OSError:
                continue  # it has ended, or is somebody else's


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pages", nargs="*", type=int, default=[2_000, 10_000])
    _print(HEADINGS)
    _print(["---"] * len(HEADINGS))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, cluster(Path(folder), SETTINGS) as running:
        for pages in parser.parse_args().pages:
            measure(Path(folder) / str(pages), pages, running)


def measure(folder: Path, pages: int, running: Cluster) -> None:
    generate(folder / "pages", round(pages / PAGES_PER_ORGANISATION))
    files = len(list((folder / "pages").iterdir()))
    one, two = folder / "one.duckdb", folder / "spark.duckdb"
    _report(files, "DuckDB", lambda: running.run("build", folder / "pages", "--warehouse", one), running, folder)
    _report(files, "Spark", lambda: running.build(folder / "pages", "--warehouse", two), running, folder)


def _report(
    files: int, engine: str, start: Callable[[], subprocess.Popen[str]], running: Cluster, folder: Path
) -> None:
    before, started = _megabytes(folder), time.monotonic()
    with Meter(running.environment["CATALYST_ATLAS_DATA"]) as meter:
        build: subprocess.Popen[str] = start()
        _, words = build.communicate()
    assert build.returncode == 0, words
    seconds = time.monotonic() - started
    rate = files / meter.seconds
    _print(
        [files, engine, f"{seconds:.1f}", f"{meter.seconds:.1f}", f"{rate:.0f}", f"{_megabytes(folder) - before:.1f}"]
    )


def _megabytes(folder: Path) -> float:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and path.suffix != ".txt")
    return sum(path.stat().st_size for path in found) / 1e6


def _print(cells: Iterable[object]) -> None:
    sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
