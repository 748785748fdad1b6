"""How long from a change of a filter to the redrawn charts? `python -m tests.benchmarks.redraw --help`

For each number of organisations it serves four applications side by side and has one Chromium change a filter of each
in turn, page by page of ours: the dashboard; (a) a bare Streamlit page of one small chart (`bare.py`); (b) the floor, a
page of as many small ready-made figures that asks nothing (`floor.py`); (c) the plain app (`plain.py`). Beside these
our page once more, going round views that have been seen before: it asks nothing either, and its figures are ready
made, so what it takes above the floor is its widgets, tables and words.

The time is taken in the page: from the pointer on an option of a list to the last change within any chart that is in
sight. But for that one page no view is asked for twice, so no answer comes from the dashboard's own memory. Bytes are
those that come through the websocket for one change.

Written to stdout as Markdown, in milliseconds: median and 95th percentile.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from analytics.vocabulary import KINDS
from etl.demo import FIRST_ID
from etl.demo_tables import fill_warehouse
from pages._filters import PERIODS
from tests.benchmarks.figures import Figure, write
from tests.benchmarks.machine import versions
from tests.browser.driver import PAGES, PATIENCE, browser
from tests.browser.filters import add_to_filter, choose_period
from tests.browser.server import serving

SCRIPTS = {
    "ours": "dashboard.py",
    "bare": "tests/benchmarks/bare.py",
    "floor": "tests/benchmarks/floor.py",
    "plain": "tests/benchmarks/plain.py",
}
COMPARED = ("ours", "seen", "floor", "bare")
TOPIC = "From a change of a filter to redrawn charts"
SIZES, CHANGES = (2_000, 65_000, 250_000), 20
QUIET_MS = 400
"""A page that has not touched a chart for this long has drawn them all."""

PRESETS = ("all", "last-12-months", "last-3-years", "this-year")
START = ("regional_authority", "state")
"""Kinds that are always in the view, so that none is empty."""

WATCH = """() => {
    window.redraw = {charts: new Map()};
    addEventListener('pointerdown', ({target}) => {
        if (target.closest('[role=option]')) window.redraw = {start: performance.now(), charts: new Map()};
    }, true);
    const chart = '.js-plotly-plot';
    const ofChart = ({target, addedNodes}) => target.closest?.(chart)
        ?? [...addedNodes].map(node => node.closest?.(chart) ?? node.querySelector?.(chart)).find(Boolean);
    const done = ({target, attributeName}) => attributeName === 'data-test-script-state'
        && target.dataset.testScriptState === 'notRunning';
    new MutationObserver(changes => {
        for (const found of changes.map(ofChart)) if (found) window.redraw.charts.set(found, performance.now());
        if (changes.some(done)) window.redraw.answered ??= performance.now();
    }).observe(document.documentElement, {childList: true, subtree: true, attributes: true});
}"""
REDRAWN = """quiet => {
    const {start, charts, answered} = window.redraw;
    const busy = document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'notRunning';
    const drawn = Math.max(0, ...charts.values());
    const last = Math.max(drawn, answered ?? 0);  // a short run may come and go without being shown
    if (!start || !last || busy || performance.now() - last < quiet) return false;
    const first = charts.get(document.querySelector('.js-plotly-plot'));
    return {all: (drawn || answered) - start, first: (first ?? (drawn || answered)) - start};
}"""
FIRST_CHART = "() => document.querySelector('.js-plotly-plot .main-svg') && performance.now()"

Times = Mapping[str, Sequence[float]]
"""What was measured (`all`, `first`, `bytes`) -> of each change."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=CHANGES, help=f"for each page (default: {CHANGES})")
    parser.add_argument("--organisations", type=int, nargs="+", default=SIZES, help="default: 2000 65000 250000")
    parser.add_argument("--pages", nargs="+", choices=list(PAGES), default=list(PAGES), help="default: all")
    parser.add_argument("--data", type=Path, help="a folder where warehouses are kept from run to run")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, browser() as chrome:
        machine = f"{versions('streamlit', 'plotly', 'duckdb')}, Chromium {chrome.version}"
        _say(machine)
        for organisations in options.organisations:
            data = warehouse(options.data or Path(folder), organisations)
            found.append(measured(chrome, data, organisations, options.pages, options.changes))
            report(found[-1])
    if options.json:
        write(options.json, machine, [figure for size in found for figure in figures(size)])


def warehouse(folder: Path, organisations: int) -> Path:
    """Return a data folder of that many synthetic organisations, made if it is not there."""
    data = folder / f"data-{organisations}"
    if not (data / "demo.duckdb").exists():
        data.mkdir(parents=True, exist_ok=True)
        fill_warehouse(data / "demo.duckdb", organisations)
    return data


def measured(chrome: Browser, data: Path, organisations: int, pages: Sequence[str], changes: int) -> dict[str, Any]:
    """Everything at one size."""
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serving(data, script)) for name, script in SCRIPTS.items()}
        cold = {name: [first_chart(chrome, site) for _ in range(3)] for name, site in sites.items()}
        rows = {address: on_page(chrome, sites, address, number, changes) for number, address in enumerate(pages)}
        plain = in_turn(chrome, {"plain": (sites["plain"], round_periods), "bare": (sites["bare"], steps)}, changes)
    return {"organisations": organisations, "cold": cold, "pages": rows, "plain": plain}


def first_chart(chrome: Browser, site: str) -> float:
    """Milliseconds until a browser that has never been there shows the first chart."""
    context = new_context(chrome)
    page = context.new_page()
    page.goto(site)
    shown = float(page.wait_for_function(FIRST_CHART).json_value())
    context.close()
    return shown


def new_context(chrome: Browser) -> Any:
    context = chrome.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(4 * PATIENCE)
    return context


def on_page(chrome: Browser, sites: Mapping[str, str], address: str, number: int, changes: int) -> dict[str, Times]:
    """Our page, the same with views that have been seen before, its floor and the bare page."""
    words = "&".join([f"profile={FIRST_ID}", *(f"kind={kind}" for kind in START)])
    ours = f"{sites['ours']}{address}?{words}"
    compared = {
        "ours": (ours, lambda page: our_changes(page, number)),
        "seen": (ours, round_periods),
        "floor": (f"{sites['floor']}?charts={len(PAGES[address])}", steps),
        "bare": (sites["bare"], steps),
    }
    return in_turn(chrome, compared, changes)


def in_turn(
    chrome: Browser, compared: Mapping[str, tuple[str, Callable[[Page], Iterator[None]]]], changes: int
) -> dict[str, Times]:
    """Change after change on each of some pages, in turn."""
    context = new_context(chrome)
    opened = {name: opened_at(context, address) for name, (address, _next) in compared.items()}
    received = {name: received_by(page) for name, page in opened.items()}
    nexts = {name: compared[name][1](page) for name, page in opened.items()}
    times: dict[str, dict[str, list[float]]] = {name: {"all": [], "first": [], "bytes": []} for name in compared}
    for page in opened.values():
        page.reload()  # so that its websocket is one that is listened to
        page.wait_for_function(FIRST_CHART)
        page.evaluate(WATCH)
    for _ in PRESETS if "seen" in opened else ():
        timed(opened["seen"], nexts["seen"])
    for _ in range(changes):
        for name, page in opened.items():
            before = sum(received[name])
            for what, value in timed(page, nexts[name]).items():
                times[name][what].append(value)
            times[name]["bytes"].append(sum(received[name]) - before)
    context.close()
    return dict(times)


def opened_at(context: Any, address: str) -> Page:
    page: Page = context.new_page()
    page.goto(address)
    page.wait_for_function(FIRST_CHART)
    return page


def received_by(page: Page) -> list[int]:
    """Return a list that takes the size of each message that comes through the page's next websocket."""
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    return sizes


def timed(page: Page, changes: Iterator[None]) -> dict[str, float]:
    page.bring_to_front()
    next(changes)
    return dict(page.wait_for_function(REDRAWN, arg=QUIET_MS).json_value())


def our_changes(page: Page, number: int) -> Iterator[None]:
    """Add a kind, then try the other periods with it, then add the next; another order for every page."""
    others = [kind for kind in KINDS if kind not in START]
    periods = cycle(PRESETS[1:] + PRESETS[:1])
    for kind in [*others[number:], *others[:number]]:
        yield add_to_filter(page, "kind", KINDS[kind])
        page.keyboard.press("Escape")
        for period in islice(periods, len(PRESETS) - 1):
            yield choose_period(page, PERIODS[period])


def round_periods(page: Page) -> Iterator[None]:
    for period in cycle(PRESETS[1:] + PRESETS[:1]):
        yield choose_period(page, PERIODS[period])


def steps(page: Page) -> Iterator[None]:
    for step in cycle("2341"):
        yield choose_period(page, step)


def report(found: Mapping[str, Any]) -> None:
    _say(f"\n{found['organisations']:,} organisations\n")
    _say(
        "| page | charts | all: median, 95 % | seen before | floor (b) | bare (a) | all / floor | seen / floor "
        "| first / bare | kB | floor's kB |"
    )
    _say(f"|---{'|---:' * 10}|")
    for address, times in found["pages"].items():
        ours, seen, floor, bare = (times[name] for name in COMPARED)
        ratios = [statistics.median(each["all"]) / statistics.median(floor["all"]) for each in (ours, seen)]
        first = statistics.median(ours["first"]) / statistics.median(bare["all"])
        size = [statistics.median(each["bytes"]) / 1000 for each in (ours, floor)]
        cells = [address, len(PAGES[address]), *(_spread(each["all"]) for each in (ours, seen, floor, bare))]
        cells += [*(f"{ratio:.2f}" for ratio in (*ratios, first)), *(f"{each:.0f}" for each in size)]
        _say(f"| {' | '.join(map(str, cells))} |")
    plain, bare = found["plain"]["plain"], found["plain"]["bare"]
    size = statistics.median(plain["bytes"]) / 1000
    _say(f"| the plain app (c) | 3 | {_spread(plain['all'])} | | | {_spread(bare['all'])} | | | | {size:.0f} | |\n")
    for name, times in found["cold"].items():
        first, *later = times
        _say(f"First chart of {name}: {first:.0f} ms on a server just started, then {statistics.median(later):.0f} ms.")


def figures(found: Mapping[str, Any]) -> Iterator[Figure]:
    """What was measured at one size, in the form of all benchmarks."""
    rows = f"{found['organisations']:,} organisations"
    for address, times in found["pages"].items():
        charts, ours, seen, floor, bare = f"{address}, {len(PAGES[address])} charts", *(times[x] for x in COMPARED)
        for name, of in {"median": statistics.median, "95 %": late}.items():
            value, least = of(ours["all"]), of(floor["all"])
            yield Figure(TOPIC, f"{charts}: redrawn, {name}", value, "ms", rows, value / least, "floor")
        value, least = statistics.median(seen["all"]), statistics.median(floor["all"])
        yield Figure(TOPIC, f"{charts}: a view seen before, median", value, "ms", rows, value / least, "floor")
        first, least = statistics.median(ours["first"]), statistics.median(bare["all"])
        yield Figure(TOPIC, f"{charts}: the first chart", first, "ms", rows, first / least, "bare page")
        size, least = statistics.median(ours["bytes"]), statistics.median(floor["bytes"])
        yield Figure(TOPIC, f"{charts}: received", size / 1000, "kB", rows, size / least, "floor")
    plain, bare = (found["plain"][name] for name in ("plain", "bare"))
    for name, of in {"median": statistics.median, "95 %": late}.items():
        value, least = of(plain["all"]), of(bare["all"])
        yield Figure(TOPIC, f"plain app, 3 charts: redrawn, {name}", value, "ms", rows, value / least, "bare page")
    for name, (first, *later) in found["cold"].items():
        yield Figure(TOPIC, f"first chart of {name}, on a server just started", first, "ms", rows)
        yield Figure(TOPIC, f"first chart of {name}, later", statistics.median(later), "ms", rows)


def late(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def _spread(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.0f}, {late(times):.0f}"


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
