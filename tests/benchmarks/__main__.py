"""Measure everything: `make bench`, or `python -m tests.benchmarks [--large] [--only NAME …]`.

Runs each benchmark in a process of its own, one after the other, prints one table, and writes docs/performance.json and
the page that is made from it, docs/performance.md. `--large` takes the sizes that the page is published with: hours,
and 15 GB of disk. `--only` measures some anew and keeps the other figures.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from etl.config import PROJECT
from tests.benchmarks import performance
from tests.benchmarks.figures import Figure, by_topic


class Sizes(NamedTuple):
    """Arguments of each run of a benchmark: by default, and with `--large`."""

    small: Sequence[str]
    large: Sequence[str]


BENCHMARKS = {
    "build": Sizes(["1000 10000 --copies 2000"], ["1000 10000 100000 250000", "--copies 20000"]),
    "asking": Sizes(["20000"], ["183000", "1830000 --times 3"]),
    "redraw": Sizes(["--organisations 2000 --changes 10"], ["--organisations 2000 65000 250000 --changes 20"]),
    "crowd": Sizes(["--organisations 2000 --viewers 20 --minutes 1"], ["--organisations 65000 --minutes 3"]),
    "worst": Sizes(["--organisations 2000"], ["--organisations 1830000"]),
    "soak": Sizes(["--minutes 2"], [""]),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help="at the sizes of docs/performance.md")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=list(BENCHMARKS))
    options = parser.parse_args()
    found = performance.read() if performance.DATA.exists() else {}
    for name in options.only:
        sizes = BENCHMARKS[name]
        found[name] = run(name, sizes.large if options.large else sizes.small)
        performance.write(found)  # what is measured is kept, whatever happens to the next one
    measured: list[Figure] = [figure for _, figures in found.values() for figure in figures]
    sys.stdout.write(by_topic(measured))


def run(name: str, runs: Sequence[str]) -> performance.Measured:
    """Run one benchmark; return what it ran on, and its figures."""
    machine, figures = "", []
    for arguments in runs:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            out = Path(folder, "figures.json")
            command = [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments.split(), "--json", str(out)]
            subprocess.run(command, cwd=PROJECT, check=True, stdout=sys.stderr)
            machine, more = performance.figures_of(out)
            figures += more
    return machine, figures


if __name__ == "__main__":
    main()
