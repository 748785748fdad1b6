"""How long a build takes, what it needs, and what is left of that when one page in a hundred has changed.

    python -m tests.benchmarks.build [PAGES …]        default: 1000 10000

Writes about that many synthetic pages into a temporary folder, and builds in processes of their own: everything, then
again with nothing and with 1 % of the pages changed. Prints a Markdown table. Seconds of the clock depend on whatever
else the machine does; seconds of the processor hardly do, and the ratio of two builds is taken from these.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from etl.config import PROJECT
from etl.demo import generate

PAGES_PER_ORGANISATION = 1.145
LONG_AGO = 1_600_000_000
NEW_ROW = b"\n![]()  | A new catalyst %d | Event 3 Mar 2024 | | |\n"
PHASES = ("reading", "storing", "transforming", "rest")
HEADINGS = ("pages", "build", "seconds", "processor", "of full", "pages read/s", "peak MB", *PHASES)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pages", nargs="*", type=int, default=[1_000, 10_000])
    _print(HEADINGS)
    _print(["---"] * len(HEADINGS))
    for pages in parser.parse_args().pages:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            measure(Path(folder), pages)


def measure(folder: Path, pages: int) -> None:
    generate(folder / "pages", round(pages / PAGES_PER_ORGANISATION))
    files = sorted((folder / "pages").iterdir())
    for path in files:
        os.utime(path, (LONG_AGO, LONG_AGO))
    full = _build(folder)
    for name, changed, seconds in (
        ("full", files, full),
        ("nothing changed", [], _build(folder)),
        ("1 % changed", files[::100], _build(folder, change=files[::100])),
    ):
        _print(_cells(len(files), name, len(changed), seconds, full))


def _build(folder: Path, change: list[Path] | None = None) -> dict[str, float]:
    """Add a row to each file to `change`, then build in another process; return its seconds by phase."""
    for number, path in enumerate(change or []):
        with path.open("ab") as file:
            file.write(NEW_ROW % number)
    command = [sys.executable, "-m", "tests.benchmarks.build_once", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE)
    seconds: dict[str, float] = json.loads(done.stdout)
    return seconds


def _cells(pages: int, name: str, read: int, seconds: dict[str, float], full: dict[str, float]) -> list[str]:
    ratio = seconds["processor"] / full["processor"]
    return [
        *(f"{pages}", name, f"{seconds['total']:.1f}", f"{seconds['processor']:.1f}", f"{ratio:.1%}"),
        *(f"{read / seconds['total']:.0f}", f"{seconds['peak_mb']:.0f}"),
        *(f"{seconds[phase] / seconds['total']:.0%}" for phase in PHASES),
    ]


def _print(cells: list[str] | tuple[str, ...]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
