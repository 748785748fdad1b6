"""How long does every question of every page take, unfiltered and under typical filters?

    python -m tests.benchmarks.asking [ORGANISATIONS] [--warehouse FILE] [--times N] [--json FILE]

Without FILE a warehouse of that many synthetic organisations (default 200,000: 4 million engagements) is made first.
Asked through the connection that the dashboard asks through. Beside it, in the same run, a plain scan of the
engagements: counting them by relation type. Prints a Markdown table of medians in milliseconds, one row per question.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from analytics import i18n
from analytics.charts import CHARTS
from analytics.filters import Filters
from analytics.view import View
from analytics.warehouse import Warehouse, questions
from etl.demo_tables import fill_warehouse

ORGANISATIONS = 200_000
SCAN = "scan"
SETS: Mapping[str, Callable[[Mapping[str, str]], dict[str, list[str]]]] = {
    "unfiltered": lambda _: {},
    "3 years, 2 kinds": lambda _: {"period": ["last-3-years"], "kind": ["regional_authority", "state"]},
    "one region": lambda _: {"region": ["53"]},
    "one sector group": lambda typical: {"sector_group": [typical["sector_group"]]},
    "one organisation": lambda typical: {"organisation": [typical["organisation"]]},
}
"""Name of a set of filters -> its words, given a typical value of each dimension."""
NODES = {"nodes": 60}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("organisations", nargs="?", type=int, default=ORGANISATIONS)
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", nargs="*", help="names of questions")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    i18n.use("en")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = options.warehouse or Path(folder, "warehouse.duckdb")
        if not options.warehouse:
            fill_warehouse(path, options.organisations)
        warehouse = Warehouse(path)
        found = measure(warehouse, options.times, options.only)
        warehouse.close()
    report(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


def measure(warehouse: Warehouse, times: int, only: list[str] | None) -> dict[str, dict[str, list[float]]]:
    """Question -> set of filters -> milliseconds."""
    typical = typical_values(warehouse)
    found: dict[str, dict[str, list[float]]] = {SCAN: {}, **{name: {} for name in questions()}}
    for filtered, words_of in SETS.items():
        view = View.load(warehouse.ask, Filters.parse(words_of(typical)))
        found[SCAN][filtered] = timed(lambda: scan(warehouse), times)
        for name in only or questions():
            parameters = parameters_of(name, view, typical)
            found[name][filtered] = timed(lambda name=name, bound=parameters: warehouse.ask(name, bound), times)
            sys.stderr.write(f"{filtered}: {name} {statistics.median(found[name][filtered]):.0f} ms\n")
    return {name: timed for name, timed in found.items() if timed}


def typical_values(warehouse: Warehouse) -> dict[str, str]:
    """An organisation with more traces than most, the catalyst and sector group that are met most."""
    with warehouse._connect() as connection:
        ((organisation,),) = connection.execute(
            "select organisation_id from engagement group by 1 order by abs(count(*) - 60), 1 limit 1"
        ).fetchall()
        ((group,),) = connection.execute(
            "select sector_group from catalyst_sector group by 1 order by count(*) desc, 1 limit 1"
        ).fetchall()
    return {"organisation": organisation, "sector_group": group}


def parameters_of(name: str, view: View, typical: Mapping[str, str]) -> dict[str, object]:
    """What a page binds."""
    charts = [chart for chart in CHARTS.values() if chart.question == name]
    settled = {word: choice.settle(None, view) for chart in charts for word, choice in chart.choices.items()}
    search = {"what": "organisation", "words": "maison arts", "best": 20}
    return {**view.parameters, **settled, **search, "profile": typical["organisation"]}


def scan(warehouse: Warehouse) -> None:
    with warehouse._connect() as connection:
        connection.execute("select relation_type, count(*) from engagement group by 1").fetchall()


def timed(ask: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each time but the first, which warms up."""
    ask()
    found = []
    for _ in range(times):
        started = time.perf_counter()
        ask()
        found.append((time.perf_counter() - started) * 1000)
    return found


def report(found: Mapping[str, Mapping[str, list[float]]]) -> None:
    sys.stdout.write(f"| question | {' | '.join(SETS)} |\n|---|{'---:|' * len(SETS)}\n")
    for name, sets in found.items():
        cells = (f"{statistics.median(sets[filtered]):.0f}" for filtered in SETS)
        sys.stdout.write(f"| {name} | {' | '.join(cells)} |\n")
    every = sorted(each for name, sets in found.items() if name != SCAN for times in sets.values() for each in times)
    late = every[int(len(every) * 0.95)]
    sys.stdout.write(f"\nmedian {statistics.median(every):.0f} ms, 95 % {late:.0f} ms, worst {every[-1]:.0f} ms\n")


if __name__ == "__main__":
    main()
