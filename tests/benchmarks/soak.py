"""Does it stay up? An hour of mixed load with a rebuild every minute: `python -m tests.benchmarks.soak --help`

Viewers come, look at pages under changing filters, and leave for others (`crowd.py`). Every minute a page changes and
another comes or goes, and `python -m etl build` brings the warehouse up to date. Watched all the while: errors, the
server's resident memory, its open files and its threads. Growth is that of the second half, by least squares: what has
been learned by then is learned.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from etl.config import PROJECT
from etl.demo import generate
from etl.load import build
from tests.benchmarks.crowd import Seen, crowd, visit_ours
from tests.benchmarks.figures import Figure, table, write
from tests.benchmarks.machine import resident_megabytes, server_process, versions
from tests.benchmarks.redraw import late
from tests.browser.server import serving

TOPIC = "Staying up"
VIEWERS, MINUTES, ORGANISATIONS = 8, 60.0, 2_000
BETWEEN_BUILDS_S, BETWEEN_SAMPLES_S = 60.0, 5.0
NEW_ROW = "\n![]() | A new catalyst {number} | Event 3 Mar 2024 | | |\n"


class Sample(NamedTuple):
    hours: float
    megabytes: float
    files: int
    threads: int


@dataclass
class Watched:
    samples: list[Sample] = field(default_factory=list)
    builds: int = 0
    build_errors: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"default: {MINUTES:g}")
    parser.add_argument("--viewers", type=int, default=VIEWERS, help=f"default: {VIEWERS}")
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS, help=f"default: {ORGANISATIONS}")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    machine = versions("streamlit", "duckdb")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        data = Path(folder, "data")
        generate(data / "profiles", options.organisations, 1)
        build([data / "profiles"], data / "warehouse.duckdb")
        with serving(data) as site:
            port = int(urlsplit(site).port or 0)
            seen, watched = asyncio.run(soaked(port, data, options.viewers, options.minutes * 60))
    rows = f"{options.viewers} viewers, {options.organisations:,} organisations, {options.minutes:g} minutes"
    found = list(figures(seen, watched, rows))
    sys.stdout.write(table(found))
    for error in sorted({*seen.errors, *watched.build_errors}):
        sys.stdout.write(f"\n{error}\n")
    if options.json:
        write(options.json, machine, found)


async def soaked(port: int, data: Path, viewers: int, seconds: float) -> tuple[Seen, Watched]:
    seen, watched, process = Seen(), Watched(), server_process(port)
    until = time.monotonic() + seconds
    await asyncio.gather(
        crowd(port, process, visit_ours, viewers, seconds, seen),
        rebuild(data, watched, until),
        watch(process, watched, until),
    )
    return seen, watched


async def rebuild(data: Path, watched: Watched, until: float) -> None:
    """Change a page, let another one come or go, and build, again and again."""
    pages = sorted((data / "profiles").glob("*.txt"))
    away = data / "away.txt"
    environment = {**os.environ, "CATALYST_ATLAS_DATA": str(data)}
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(BETWEEN_BUILDS_S, left))
        page = pages[1 + watched.builds % (len(pages) - 1)]
        page.write_text(page.read_text(encoding="utf-8") + NEW_ROW.format(number=watched.builds), encoding="utf-8")
        pages[0].rename(away) if pages[0].exists() else away.rename(pages[0])
        command = (sys.executable, "-m", "etl", "build")
        running = await asyncio.create_subprocess_exec(
            *command, cwd=PROJECT, env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, words = await running.communicate()
        watched.builds += 1
        if running.returncode:
            watched.build_errors.append(words.decode())


async def watch(process: int, watched: Watched, until: float) -> None:
    started, folder = time.monotonic(), Path(f"/proc/{process}")
    while time.monotonic() < until:
        files, threads = (len(os.listdir(folder / name)) for name in ("fd", "task"))  # noqa: PTH208 - of another process
        hours = (time.monotonic() - started) / 3600
        watched.samples.append(Sample(hours, resident_megabytes(process), files, threads))
        await asyncio.sleep(BETWEEN_SAMPLES_S)


def figures(seen: Seen, watched: Watched, rows: str) -> Iterator[Figure]:
    half = watched.samples[len(watched.samples) // 2 :]
    yield Figure(TOPIC, "rebuilds", watched.builds, "", rows)
    yield Figure(TOPIC, "changes of a filter", len(seen.times), "", rows)
    yield Figure(TOPIC, "errors", len(seen.errors) + len(watched.build_errors), "", rows)
    yield Figure(TOPIC, "a change of a filter, median", statistics.median(seen.times) * 1000, "ms", rows)
    yield Figure(TOPIC, "a change of a filter, 95 %", late(seen.times) * 1000, "ms", rows)
    for name, unit in (("megabytes", "MB"), ("files", ""), ("threads", "")):
        values = [getattr(sample, name) for sample in watched.samples]
        words = {"megabytes": "resident memory", "files": "open files", "threads": "threads"}[name]
        yield Figure(TOPIC, f"{words}, at the middle", getattr(half[0], name), unit, rows)
        yield Figure(TOPIC, f"{words}, at most", max(values), unit, rows)
        yield Figure(TOPIC, f"{words}, growth in the second half", slope(half, name), f"{unit}/hour".strip(), rows)


def slope(samples: Sequence[Sample], name: str) -> float:
    """How much of it comes in an hour."""
    hours = [sample.hours for sample in samples]
    return statistics.linear_regression(hours, [getattr(sample, name) for sample in samples]).slope


if __name__ == "__main__":
    main()
