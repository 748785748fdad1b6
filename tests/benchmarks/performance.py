"""docs/performance.md, made from docs/performance.json, which `make bench` writes.

python -m tests.benchmarks.performance        makes the page anew from the figures that are there
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from etl.config import PROJECT
from tests.benchmarks import aims
from tests.benchmarks.figures import Figure, by_topic
from tests.benchmarks.figures import read as figures_of

__all__ = ["DATA", "PAGE", "Measured", "figures_of", "page", "read", "write"]

DATA = PROJECT / "docs" / "performance.json"
PAGE = PROJECT / "docs" / "performance.md"
Measured = tuple[str, list[Figure]]
"""What a benchmark ran on, and what it found."""

HEAD = """# Performance

Every figure here was measured by `make bench` and is kept in `performance.json`; this page is made from it. Seconds of
the clock are those of one machine: compare the ratios, whose two sides were measured in one run. The scripts are in
`tests/benchmarks`, each with its method in its first lines.

`The floor` of a page is one that redraws as many small ready-made charts and asks nothing; `a bare page` redraws one.
`A view seen before` is neither asked for nor drawn up again: what such a change takes above the floor is the page's
menu, filters, words and tables.
"""


def read() -> dict[str, Measured]:
    """Read the figures of each benchmark."""
    found: Mapping[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return {name: (one["machine"], [Figure(**each) for each in one["figures"]]) for name, one in found.items()}


def write(found: Mapping[str, Measured]) -> None:
    """Keep the figures, and make the page from them."""
    kept = {
        name: {"machine": machine, "figures": [figure._asdict() for figure in figures]}
        for name, (machine, figures) in found.items()
    }
    DATA.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(found), encoding="utf-8")


def page(found: Mapping[str, Measured]) -> str:
    summary = f"## Aims\n\n{aims.table(figure for _, figures in found.values() for figure in figures)}"
    parts = [f"{by_topic(figures)}\nMeasured on: {machine}.\n" for machine, figures in found.values()]
    return "\n".join([HEAD, summary, *parts])


if __name__ == "__main__":
    write(read())
