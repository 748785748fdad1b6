"""Can somebody who asks for the worst starve the others? `python -m tests.benchmarks.worst --help`

A few viewers change filters as people do, first alone, then beside others who without a pause open the heaviest pages
over all dates, each time under filters that nobody has asked for, so that nothing is kept ready, and take the largest
files there are. Server and viewers share the machine. Written to stdout: what a change costs the first ones, with and
without the others, errors and the server's memory.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from analytics.vocabulary import KINDS
from tests.benchmarks.crowd import Seen, crowd, visit_ours
from tests.benchmarks.figures import Figure, table, write
from tests.benchmarks.machine import resident_megabytes, server_process, versions
from tests.benchmarks.redraw import late, warehouse
from tests.benchmarks.viewer import Viewer
from tests.browser.server import serving

TOPIC = "The worst that a viewer can ask"
VIEWERS, GREEDY, MINUTES, ORGANISATIONS = 5, 2, 1.0, 183_000
HEAVIEST = ("report", "catalyst", "regions", "relationships", "organisation", "data")
WITH_TABLE = ("organisation",)
"""Of these, where the last file is of a table, with as many rows as a file may have, and not of a chart."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=VIEWERS, help=f"default: {VIEWERS}")
    parser.add_argument("--greedy", type=int, default=GREEDY, help=f"who ask for the worst (default: {GREEDY})")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"each time (default: {MINUTES:g})")
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS, help=f"default: {ORGANISATIONS}")
    parser.add_argument("--data", type=Path, help="a folder where warehouses are kept from run to run")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    machine = versions("streamlit", "duckdb")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        data = warehouse(options.data or Path(folder), options.organisations)
        rows = f"{options.viewers} viewers and {options.greedy}, {options.organisations:,} organisations"
        alone, _, _ = measured(data, options.viewers, 0, options.minutes * 60)
        beside, worst, megabytes = measured(data, options.viewers, options.greedy, options.minutes * 60)
    found = list(figures(alone, beside, worst, megabytes, rows))
    sys.stdout.write(table(found))
    if options.json:
        write(options.json, machine, found)


def measured(data: Path, viewers: int, greedy: int, seconds: float) -> tuple[Seen, Seen, float]:
    """What the viewers saw, what the greedy ones did, and the server's megabytes in the end."""
    with serving(data) as site:
        port = int(urlsplit(site).port or 0)
        process, seen, worst = server_process(port), Seen(), Seen()
        asyncio.run(_together(port, process, viewers, greedy, seconds, seen, worst))
        return seen, worst, resident_megabytes(process)


async def _together(
    port: int, process: int, viewers: int, greedy: int, seconds: float, seen: Seen, worst: Seen
) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(
        crowd(port, process, visit_ours, viewers, seconds, seen),
        *(ask_for_the_worst(port, random.Random(number), worst, until) for number in range(greedy)),
    )


async def ask_for_the_worst(port: int, chance: random.Random, worst: Seen, until: float) -> None:
    while time.monotonic() < until:
        async with Viewer(port) as viewer:
            kinds = sorted(chance.sample([*KINDS], len(KINDS) // 2 + chance.randint(0, 2)))
            page = chance.choice(HEAVIEST)
            worst.times.append(await viewer.see(page, urlencode({"kind": kinds}, doseq=True)))
            if page in WITH_TABLE:
                worst.opened.append(await viewer.take("CSV"))
        worst.errors += viewer.errors


def figures(alone: Seen, beside: Seen, worst: Seen, megabytes: float, rows: str) -> Iterator[Figure]:
    for name, of in {"median": statistics.median, "95 %": late}.items():
        least, found = of(alone.times) * 1000, of(beside.times) * 1000
        yield Figure(TOPIC, f"a change of a filter, alone, {name}", least, "ms", rows)
        yield Figure(TOPIC, f"a change of a filter, beside them, {name}", found, "ms", rows, found / least, "alone")
    yield Figure(TOPIC, "the worst, median", statistics.median(worst.times) * 1000, "ms", rows)
    yield Figure(TOPIC, "the largest files, median", statistics.median(worst.opened) * 1000, "ms", rows)
    yield Figure(TOPIC, "errors", len(alone.errors) + len(beside.errors) + len(worst.errors), "", rows)
    yield Figure(TOPIC, "memory at the end", megabytes, "MB", rows)


if __name__ == "__main__":
    main()
