"""How long a build takes, what it needs, and how that compares with what others do with the same pages.

    python -m tests.benchmarks.build [PAGES …] [--copies N] [--json FILE]        default: 1000 10000

Writes about that many synthetic pages into a temporary folder, or N copies of the real page under ids of their own, and
builds in processes of their own: everything, then again with nothing and with 1 % of the pages changed. In the same
run the baselines (tests/benchmarks/build_baselines.py) go over the same bytes. Prints a Markdown table. Seconds of the
clock depend on whatever else the machine does; seconds of the processor do so less. Memory is that of all processes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from etl.config import PROFILES, PROJECT
from etl.demo import generate
from tests.benchmarks.build_baselines import BASELINES
from tests.benchmarks.figures import Figure, table, write

TOPIC = "Building"
LONG_AGO = 1_600_000_000
NEW_ROW = b"\n![]()  | A new catalyst %d | Event 3 Mar 2024 | | |\n"
PHASES = ("reading", "loading", "transforming", "rest")
_TRIAL = 200


class Run(NamedTuple):
    seconds: float
    processor: float
    peak_mb: float
    said: str


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pages", nargs="*", type=int)
    parser.add_argument("--copies", type=int, help="copies of the real page instead of synthetic pages")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    figures: list[Figure] = []
    for pages in options.pages or ([] if options.copies else [1_000, 10_000]):
        figures += _measured(pages, copies=False)
    if options.copies:
        figures += _measured(options.copies, copies=True)
    sys.stdout.write(table(figures))
    if options.json:
        write(options.json, machine(), figures)


def machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}"


def _measured(pages: int, *, copies: bool) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        (write_copies if copies else write_pages)(Path(folder) / "pages", pages)
        return list(measure(Path(folder)))


def write_copies(folder: Path, number: int) -> None:
    (real,) = PROFILES.glob("89998-*.txt")
    text, (_, _, slug) = real.read_bytes(), real.name.partition("-")
    folder.mkdir()
    for index in range(number):
        (folder / f"{1_000_000 + index}-{slug}").write_bytes(text)


def write_pages(folder: Path, number: int) -> None:
    """Write about so many synthetic pages, all UTF-8: how many an organisation has is found by trial."""
    with tempfile.TemporaryDirectory() as trial:
        pages = generate(Path(trial), _TRIAL)
    generate(folder, max(1, round(number * _TRIAL / pages)))
    for path in folder.rglob("*.txt"):
        data = path.read_bytes()
        try:
            data.decode()
        except UnicodeDecodeError:  # DuckDB's `read_text` stops at what is no UTF-8
            path.write_bytes(data.decode("windows-1252").encode())


def measure(folder: Path) -> Iterator[Figure]:
    files = sorted(path for path in (folder / "pages").rglob("*") if path.is_file())
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    for path in files:
        os.utime(path, (LONG_AGO, LONG_AGO))
    runs = {name: run("tests.benchmarks.build_baselines", name, str(folder / "pages")) for name in BASELINES}
    full = build(folder)
    said = json.loads(full.said)
    rows = f"{said['pages']:,} pages ({megabytes:,.0f} MB), {said['engagements']:,} engagements"
    for name, baseline in runs.items():
        yield _figure(f"`{name}`", baseline.seconds, "s", rows)
        yield _figure(f"`{name}`: processor", baseline.processor, "s", rows)
    yield _figure("full build: pages", said["pages"], "", rows)
    yield _figure("full build: engagements", said["engagements"], "", rows)
    for name, baseline in runs.items():
        yield _figure("full build", full.seconds, "s", rows, full.seconds / baseline.seconds, f"`{name}`")
        yield _figure(
            "full build: processor", full.processor, "s", rows, full.processor / baseline.processor, f"`{name}`"
        )
    yield _figure("full build: most memory, all processes", full.peak_mb, "MB", rows)
    for phase in PHASES:
        yield _figure(f"full build: {phase}", said[phase], "s", rows, said[phase] / said["total"], "full build")
    for name, change in (("nothing changed", []), ("1 % changed", files[::100])):
        again = build(folder, change)
        yield _figure(name, again.seconds, "s", rows, again.seconds / full.seconds, "full build")
        yield _figure(f"{name}: processor", again.processor, "s", rows, again.processor / full.processor, "full build")


def _figure(name: str, value: float, unit: str, rows: str, ratio: float | None = None, beside: str = "") -> Figure:
    return Figure(TOPIC, name, round(value, 3), unit, rows, ratio and round(ratio, 4), beside)


def build(folder: Path, change: list[Path] | None = None) -> Run:
    """Add a row to each file to `change`, then build in another process."""
    for number, path in enumerate(change or []):
        with path.open("ab") as file:
            file.write(NEW_ROW % number)
    return run("tests.benchmarks.build_once", str(folder))


def run(module: str, *arguments: str) -> Run:
    """Run a module in a session of its own; what it and the processes that it starts need."""
    before, started, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), 0.0
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, "-m", module, *arguments]
        with subprocess.Popen(command, cwd=PROJECT, stdout=out, start_new_session=True) as process:
            while process.poll() is None:
                peak = max(peak, resident_mb(process.pid))
                time.sleep(0.05)
        seconds = time.perf_counter() - started
        out.seek(0)
        said = out.read().decode()
    assert process.returncode == 0, f"{module} failed"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, processor, peak, said)


def resident_mb(session: int) -> float:
    """Return the resident memory of all processes of a session (Linux; elsewhere 0)."""
    pages = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) == session:
                pages += int((process / "statm").read_text().split()[1])
        except (OSError, IndexError):  # it has ended meanwhile
            continue
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
