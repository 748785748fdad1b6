"""What do many viewers at once feel, and what do they cost? `python -m tests.benchmarks.crowd --help`

Viewers come one after another, open a page, change a filter every two seconds or so, and leave after a while for others
to come. Each is a websocket session of its own (`viewer.py`); server and viewers share the machine. First the
dashboard, then the plain app (`plain.py`), each on a server just started, under the same load.

Written to stdout as Markdown: milliseconds from a change to the end of the page's run, as the viewer's side sees it,
errors, and the server's resident memory in megabytes: before, with all viewers, and how it grows with turnover.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from analytics.vocabulary import KINDS
from tests.benchmarks.figures import Figure, write
from tests.benchmarks.machine import processor_seconds, resident_megabytes, server_process, versions
from tests.benchmarks.redraw import PRESETS, SCRIPTS, late, warehouse
from tests.benchmarks.viewer import Viewer
from tests.browser.driver import PAGES
from tests.browser.server import serving

VIEWERS, THINKING_S, CHANGES_OF_A_VISIT, MINUTES, ORGANISATIONS = 50, 2.0, 12, 3.0, 2_000
MOST_MINUTES = 120.0
SAMPLES_S = 2.0
PERIODS = ("All dates", "Last 12 months", "Last 3 years", "This year")


TOPIC = "Many people"
FIGURES = {
    "median": ("a change of a filter, median", "ms"),
    "late": ("a change of a filter, 95 %", "ms"),
    "opening": ("opening a page, 95 %", "ms"),
    "changes": ("changes", ""),
    "errors": ("errors", ""),
    "kilobytes": ("received for each", "kB"),
    "session": ("memory for each viewer", "MB"),
    "end": ("memory at the end", "MB"),
    "growth": ("growth for 100 more viewers that came and went", "MB"),
    "cores": ("cores taken by the server", ""),
}
"""Key of `summary` -> words and unit."""


@dataclass
class Seen:
    """What is measured of one application."""

    times: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0
    sessions: int = 0
    memory: list[tuple[float, float, int]] = field(default_factory=list)
    """Seconds since the start, the server's megabytes, sessions that had come by then."""


Visit = Callable[[Viewer, random.Random, Seen, float], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=VIEWERS, help=f"default: {VIEWERS}")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"for each application (default: {MINUTES:g})")
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS, help=f"default: {ORGANISATIONS}")
    parser.add_argument("--only", choices=["ours", "plain"], help="default: both")
    parser.add_argument("--data", type=Path, help="a folder where warehouses are kept from run to run")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    minutes = min(options.minutes, MOST_MINUTES)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        data = warehouse(options.data or Path(folder), options.organisations)
        machine = versions("streamlit", "duckdb")
        _say(f"{machine}; {options.organisations:,} organisations, {options.viewers} viewers, "
             f"{minutes:g} minutes\n")  # fmt: skip
        _say("| application | changes | median ms | 95 % ms | opening, 95 % ms | errors | kB of a change | MB before | "
             "MB with all | MB a session | MB at the end | growth, MB per 100 sessions | cores |")  # fmt: skip
        _say("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
        found = {
            name: measured(name, data, visit, options.viewers, minutes * 60)
            for name, visit in {"ours": visit_ours, "plain": visit_plain}.items()
            if options.only in (None, name)
        }
    if options.json:
        rows = f"{options.viewers} viewers, {options.organisations:,} organisations, {minutes:g} minutes"
        write(options.json, machine, figures(found, rows))


def measured(name: str, data: Path, visit: Visit, viewers: int, seconds: float) -> dict[str, float]:
    with serving(data, SCRIPTS[name]) as site:
        port = int(urlsplit(site).port or 0)
        process = server_process(port)
        asyncio.run(_warm(port, visit))
        before, started = resident_megabytes(process), processor_seconds(process)
        seen = Seen()
        asyncio.run(crowd(port, process, visit, viewers, seconds, seen))
        cores = (processor_seconds(process) - started) / seconds
    found = summary(seen, before, viewers, cores)
    _say(f"| {name} | {' | '.join(map(str, found.values()))} |")
    for error in sorted(set(seen.errors)):
        _say(f"\n{name}: {seen.errors.count(error)} times {error}")
    return found


async def _warm(port: int, visit: Visit) -> None:
    async with Viewer(port) as viewer:
        await visit(viewer, random.Random(0), Seen(), time.monotonic() + 1)


async def crowd(port: int, process: int, visit: Visit, viewers: int, seconds: float, seen: Seen) -> None:
    """Keep that many viewers there for so long."""
    started = time.monotonic()
    until = started + seconds

    async def place(number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(number * THINKING_S / viewers)
        while time.monotonic() < until:
            seen.sessions += 1
            async with Viewer(port) as viewer:
                await visit(viewer, chance, seen, until)
            seen.errors += viewer.errors
            seen.received += viewer.received

    async def look() -> None:
        while time.monotonic() < until:
            seen.memory.append((time.monotonic() - started, resident_megabytes(process), seen.sessions))
            await asyncio.sleep(SAMPLES_S)

    await asyncio.gather(look(), *(place(number) for number in range(viewers)))


async def visit_ours(viewer: Viewer, chance: random.Random, seen: Seen, until: float) -> None:
    """A page of ours, under filters that hardly anybody else has."""
    page = chance.choice([address.strip("/") for address in PAGES])
    seen.opened.append(await viewer.see(page, _filters(chance)))
    for _ in range(CHANGES_OF_A_VISIT):
        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINKING_S)
        if time.monotonic() > until:
            return
        seen.times.append(await viewer.see(page, _filters(chance)))


def _filters(chance: random.Random) -> str:
    kinds = chance.sample([*KINDS], chance.randint(1, 4))
    period = chance.choice(PRESETS)
    words = {"kind": sorted(kinds), "profile": "1000000", **({"period": period} if period != "all" else {})}
    return urlencode(words, doseq=True)


async def visit_plain(viewer: Viewer, chance: random.Random, seen: Seen, until: float) -> None:
    seen.opened.append(await viewer.see(""))
    for _ in range(CHANGES_OF_A_VISIT):
        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINKING_S)
        if time.monotonic() > until:
            return
        seen.times.append(await viewer.see("", chosen={"Period": chance.choice(PERIODS)}))


def summary(seen: Seen, before: float, viewers: int, cores: float) -> dict[str, float]:
    settled = [sample for sample in seen.memory if sample[0] > 2 * THINKING_S] or seen.memory
    with_all = next((sample[1] for sample in settled if sample[2] >= viewers), settled[-1][1])
    return {
        "changes": len(seen.times),
        "median": round(statistics.median(seen.times) * 1000),
        "late": round(late(seen.times) * 1000),
        "opening": round(late(seen.opened) * 1000),
        "errors": len(seen.errors),
        "kilobytes": round(seen.received / max(len(seen.times) + len(seen.opened), 1) / 1000),
        "before": round(before),
        "with_all": round(with_all),
        "session": round((with_all - before) / viewers, 1),
        "end": round(seen.memory[-1][1]),
        "growth": round(growth(seen.memory) * 100, 1),
        "cores": round(cores, 2),
    }


def growth(memory: Sequence[tuple[float, float, int]]) -> float:
    """Megabytes for each session that came, over the second half: what is there by then has come to stay or has not."""
    half = memory[len(memory) // 2 :]
    sessions = [sample[2] for sample in half]
    if len(set(sessions)) < 2:
        return 0.0
    return statistics.linear_regression(sessions, [sample[1] for sample in half]).slope


def figures(found: Mapping[str, Mapping[str, float]], rows: str) -> Iterator[Figure]:
    """What was measured, in the form of all benchmarks."""
    plain = found.get("plain", {})
    for name, measured_there in found.items():
        for key, (words, unit) in FIGURES.items():
            value, least = measured_there[key], plain.get(key)
            beside = (value / least, "plain app") if name == "ours" and least else (None, "")
            yield Figure(TOPIC, f"{name}: {words}", value, unit, rows, *beside)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
