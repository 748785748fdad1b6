"""What benchmarks find, in one form: one table for a terminal, one file of JSON, one page of the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

HEADINGS = ("figure", "value", "ratio", "rows")


class Figure(NamedTuple):
    """One figure; `ratio` says how many times that of `beside` it is, both measured in one run."""

    topic: str
    name: str
    value: float
    unit: str  # 's', 'ms', 'MB', 'kB', '' of a count
    rows: str = ""  # what it was measured on: '4,012,345 engagements'
    ratio: float | None = None
    beside: str = ""


def read(path: Path) -> tuple[str, list[Figure]]:
    """Read what `write` wrote: what it ran on, and the figures."""
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found["machine"], [Figure(**each) for each in found["figures"]]


def write(path: Path, machine: str, figures: Iterable[Figure]) -> None:
    found = {"machine": machine, "figures": [figure._asdict() for figure in figures]}
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def table(figures: Iterable[Figure]) -> str:
    """Write figures as a Markdown table."""
    rows = [HEADINGS, ("---", "---:", "---", "---"), *map(_cells, figures)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(figure: Figure) -> Sequence[str]:
    ratio = f"{figure.ratio:.2g} × {figure.beside}" if figure.ratio is not None else ""
    return figure.name, f"{shown(figure.value)} {figure.unit}".strip(), ratio, figure.rows


def shown(value: float) -> str:
    """Write a number with as many digits as it deserves: three, and no fewer than stand before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def by_topic(figures: Iterable[Figure]) -> str:
    """Write figures as one table under a heading for each topic."""
    groups = groupby(figures, lambda figure: figure.topic)
    return "\n".join(f"## {topic}\n\n{table(members)}" for topic, members in groups)
