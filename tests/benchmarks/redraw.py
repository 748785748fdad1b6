"""How long from a change of a filter to the redrawn charts? `make bench`, or `python -m tests.benchmarks.redraw`.

Serves 2,000 synthetic organisations and, in turn with it, a bare Streamlit page of one small chart (`bare.py`), to both
of which the same Chromium makes the same kind of change. The time is taken in the page: from the pointer on an option
of a list to the last change within any chart. No view is asked for twice, so no answer comes from the dashboard's own
memory.

Written to stdout as a table: milliseconds, median and 95th percentile, and how many times the bare page's median.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Browser, Page

from analytics.vocabulary import KINDS
from etl.demo import FIRST_ID, generate
from etl.load import Summary, build
from pages._filters import PERIODS
from tests.browser.driver import PAGES, add_to_filter, browser, choose_period, expect_charts
from tests.browser.server import serving

BARE = "tests/benchmarks/bare.py"
ORGANISATIONS, CHANGES = 2000, 30
QUIET_MS = 400
"""A page that has not touched a chart for this long has drawn them all."""

PRESETS = ("all", "last-12-months", "last-3-years", "this-year")
START = ("regional_authority", "state")
"""Kinds that are always in the view, so that none is empty."""

WATCH = """() => {
    const watch = window.redraw = {};
    addEventListener('pointerdown', ({target}) => {
        if (target.closest('[role=option]')) window.redraw = {start: performance.now()};
    }, true);
    const chart = '.stPlotlyChart';
    const ofChart = ({target, addedNodes}) => target.closest?.(chart)
        || [...addedNodes].some(node => node.matches?.(chart) || node.querySelector?.(chart));
    const done = ({target, attributeName}) => attributeName === 'data-test-script-state'
        && target.dataset.testScriptState === 'notRunning';
    new MutationObserver(changes => {
        if (changes.some(ofChart)) window.redraw.drawn = performance.now();
        if (changes.some(done)) window.redraw.answered ??= performance.now();
    }).observe(document.documentElement, {childList: true, subtree: true, attributes: true});
}"""
REDRAWN = """quiet => {
    const {start, drawn, answered} = window.redraw;
    const busy = document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'notRunning';
    const last = Math.max(drawn ?? 0, answered ?? 0);  // a short run may come and go without being shown
    return start && last && !busy && performance.now() - last > quiet ? (drawn ?? answered) - start : false;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=CHANGES, help=f"for each page (default: {CHANGES})")
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS, help=f"default: {ORGANISATIONS}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        generate(data / "demo", options.organisations, 1)
        summary = build([data / "demo"], data / "demo.duckdb")
        bare = Path(folder) / "bare"
        bare.mkdir()
        with serving(data) as site, serving(bare, BARE) as yardstick, browser() as chrome:
            _say(heading(summary, chrome.version))
            for number, address in enumerate(PAGES):
                ours, least = measure(chrome, site, yardstick, address, number, options.changes)
                _say(row(address, ours, least))


def heading(summary: Summary, chromium: str) -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("streamlit", "plotly", "duckdb"))
    return (
        f"{summary.organisations:,} organisations, {summary.catalysts:,} catalysts, {summary.engagements:,} "
        f"engagements; Python {platform.python_version()}, {versions}, Chromium {chromium}; {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}\n\n"
        "| page | charts | changes | median ms | 95 % ms | bare median ms | bare 95 % ms | ratio of medians |\n"
        "|---|---|---|---|---|---|---|---|"
    )


def row(address: str, ours: Sequence[float], least: Sequence[float]) -> str:
    ratio = statistics.median(ours) / statistics.median(least)
    figures = [statistics.median(ours), _late(ours), statistics.median(least), _late(least)]
    cells = [address, len(PAGES[address]), len(ours), *(f"{figure:.0f}" for figure in figures), f"{ratio:.1f}"]
    return f"| {' | '.join(map(str, cells))} |"


def _late(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def measure(
    chrome: Browser, site: str, yardstick: str, address: str, number: int, changes: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of each change, on our page and on the bare one, made in turn."""
    context = chrome.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    words = "&".join(["profile=" + str(FIRST_ID), *(f"kind={kind}" for kind in START)])
    ours, least = context.new_page(), context.new_page()
    ours.goto(f"{site}{address}?{words}")
    expect_charts(ours, PAGES[address])
    least.goto(yardstick)
    expect_charts(least, ("bare",))
    for page in (ours, least):
        page.evaluate(WATCH)
    ours_next, least_next = our_changes(ours, number), bare_changes(least)
    times = [(timed(ours, ours_next), timed(least, least_next)) for _ in range(changes)]
    context.close()
    return [ours for ours, _least in times], [least for _ours, least in times]


def timed(page: Page, changes: Iterator[None]) -> float:
    page.bring_to_front()
    next(changes)
    return float(page.wait_for_function(REDRAWN, arg=QUIET_MS).json_value())


def our_changes(page: Page, number: int) -> Iterator[None]:
    """Add a kind, then try the other periods with it, then add the next; another order for every page."""
    others = [kind for kind in KINDS if kind not in START]
    periods = cycle(PRESETS[1:] + PRESETS[:1])
    for kind in [*others[number:], *others[:number]]:
        yield add_to_filter(page, "kind", KINDS[kind])
        page.keyboard.press("Escape")
        for period in islice(periods, len(PRESETS) - 1):
            yield choose_period(page, PERIODS[period])


def bare_changes(page: Page) -> Iterator[None]:
    for step in cycle("2341"):
        yield choose_period(page, step)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
