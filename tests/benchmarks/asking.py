"""How long does every question of every page take, unfiltered and under typical filters?

    python -m tests.benchmarks.asking [ORGANISATIONS] [--warehouse FILE] [--times N] [--only NAME ...] [--json FILE]

Without FILE a warehouse of that many synthetic organisations (default 183,000: 4 million engagements) is made first.
Asked through the connection that the dashboard asks through. Beside it, in the same run, a plain scan of the
engagements: counting them by relation type. Prints Markdown tables of medians in milliseconds, one row per question:
the time that passed, and that of the processor, which is what to compare on a machine that does other things as well.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from analytics import i18n
from analytics.charts import CHARTS
from analytics.filters import Filters
from analytics.view import View
from analytics.warehouse import Warehouse, questions
from etl.demo_tables import fill_warehouse
from tests.benchmarks.figures import Figure, write
from tests.benchmarks.machine import versions

ORGANISATIONS = 183_000
SCAN = "scan"
SETS: Mapping[str, Callable[[Mapping[str, str]], dict[str, list[str]]]] = {
    "unfiltered": lambda _: {},
    "3 years, 2 kinds": lambda _: {"period": ["last-3-years"], "kind": ["regional_authority", "state"]},
    "one region": lambda _: {"region": ["53"]},
    "one sector group": lambda typical: {"sector_group": [typical["sector_group"]]},
    "one organisation": lambda typical: {"organisation": [typical["organisation"]]},
}
"""Name of a set of filters -> its words, given a typical value of each dimension."""
OF_A_CATALYST = ("catalyst_organisations", "catalyst_partners", "catalyst_profile")
"""Asked by their page of a chosen catalyst only: here the one that engages with the most organisations in the view."""
CLOCKS = ("milliseconds passed", "milliseconds of the processor")
Took = tuple[float, float]
"""One asking, by each of the clocks."""
Found = Mapping[str, Mapping[str, Sequence[Took]]]
"""Question -> set of filters -> askings."""


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
        rows, megabytes = size(warehouse), Path(warehouse.version).stat().st_size / 1e6
        warehouse.close()
    report(found)
    if options.json:
        write(options.json, versions("duckdb"), figures(found, rows, megabytes))


def measure(warehouse: Warehouse, times: int, only: list[str] | None) -> Found:
    """Ask every question under every set of filters."""
    typical = typical_values(warehouse)
    found: dict[str, dict[str, list[Took]]] = {SCAN: {}, **{name: {} for name in questions()}}
    for filtered, words_of in SETS.items():
        view = View.load(warehouse.ask, Filters.parse(words_of(typical)))
        found[SCAN][filtered] = timed(lambda: scan(warehouse), times)
        typical["catalyst"] = warehouse.ask("catalyst_list", view.parameters)["catalyst_id"].iloc[0]
        for name in only or questions():
            parameters = parameters_of(name, view, typical)
            found[name][filtered] = timed(partial(warehouse.ask, name, parameters), times)
            sys.stderr.write(f"{filtered}: {name} {median(found[name][filtered], 0):.0f} ms\n")
    return {name: sets for name, sets in found.items() if sets}


def typical_values(warehouse: Warehouse) -> dict[str, str]:
    """An organisation with more traces than most, and the sector group that is met most."""
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
    chosen = {"catalyst": [typical["catalyst"]]} if name in OF_A_CATALYST else {}
    return {**view.parameters, **settled, **search, **chosen, "profile": typical["organisation"]}


def scan(warehouse: Warehouse) -> None:
    with warehouse._connect() as connection:
        connection.execute("select relation_type, count(*) from engagement group by 1").fetchall()


def timed(ask: Callable[[], object], times: int) -> list[Took]:
    """How long it took each time but the first, which warms up."""
    ask()
    found = []
    for _ in range(times):
        started, worked = time.perf_counter(), time.process_time()
        ask()
        found.append(((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000))
    return found


def median(took: Sequence[Took], clock: int) -> float:
    return statistics.median(each[clock] for each in took)


def report(found: Found) -> None:
    for clock, name in enumerate(CLOCKS):
        sys.stdout.write(f"| {name} | {' | '.join(SETS)} |\n|---|{'---:|' * len(SETS)}\n")
        for question, sets in found.items():
            cells = (f"{median(sets[filtered], clock):.1f}" for filtered in SETS)
            sys.stdout.write(f"| {question} | {' | '.join(cells)} |\n")
        every = medians(found, clock)
        late = every[int(len(every) * 0.95)]
        sys.stdout.write(
            f"\nmedian {statistics.median(every):.1f} ms, 95 % {late:.1f} ms, worst {every[-1]:.1f} ms\n\n"
        )


def medians(found: Found, clock: int) -> list[float]:
    """Return that of every question under every set of filters, the least first."""
    return sorted(median(took, clock) for name, sets in found.items() if name != SCAN for took in sets.values())


def size(warehouse: Warehouse) -> str:
    with warehouse._connect() as connection:
        ((engagements,),) = connection.execute("select count(*) from engagement").fetchall()
    return f"{engagements:,} engagements"


def figures(found: Found, rows: str, megabytes: float) -> Iterator[Figure]:
    """Yield what is to be kept: of each question the set of filters under which it takes longest."""
    topic = f"Asking {rows}"
    every, scanned = medians(found, 0), median(found[SCAN]["unfiltered"], 0)
    yield Figure(topic, "a plain scan: engagements by relation type", round(scanned, 1), "ms", rows)
    for name, value in (
        ("all questions and sets of filters: median", statistics.median(every)),
        ("all questions and sets of filters: 95th percentile", every[int(len(every) * 0.95)]),
        ("all questions and sets of filters: slowest", every[-1]),
    ):
        yield Figure(topic, name, round(value, 1), "ms", rows, round(value / scanned, 2), "plain scan")
    yield Figure(topic, "size of the file", round(megabytes), "MB", rows)
    for name, sets in found.items():
        if name != SCAN:
            slowest = max(sets, key=lambda filtered: median(sets[filtered], 0))
            value = median(sets[slowest], 0)
            yield Figure(
                topic, f"`{name}`, {slowest}", round(value, 1), "ms", rows, round(value / scanned, 2), "plain scan"
            )


if __name__ == "__main__":
    main()
