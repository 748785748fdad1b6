"""Charts as a browser shows them: drawn, with their data, and their marks clicked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TimedOut

from tests.browser.driver import settle


def plot(page: Page, chart: str) -> Locator:
    return page.locator(f".st-key-chart-{chart} .plot")


# What is out of sight is not drawn before it is in sight, and that of the page before may still be there.
_DRAWN = """chart => {
    const plots = document.querySelectorAll(`.st-key-chart-${chart} .plot`);
    if (plots.length !== 1) return false;
    plots[0].scrollIntoView({block: 'nearest'});
    return plots[0].querySelector('.main-svg')?.getBoundingClientRect().width > 0;
}"""


def expect_charts(page: Page, charts: Sequence[str]) -> None:
    """These charts, each drawn once it is in sight, and no other."""
    for chart in charts:
        try:
            page.wait_for_function(_DRAWN, arg=chart)
        except TimedOut as error:
            raise AssertionError(f"{chart}: not drawn, {plot(page, chart).count()} times on {page.url}") from error
    expect(page.locator(".plot")).to_have_count(len(charts))


_DATA = """([chart, wanted, given]) => {
    const plots = document.querySelectorAll(`.st-key-chart-${chart} .plot`);
    if (plots.length !== 1) return false;
    plots[0].scrollIntoView({block: 'nearest'});
    const data = plots[0].dataset.drawn === 'true' && JSON.stringify(plots[0].data);
    return data && (wanted === 'any' || (data === given) === (wanted === 'same')) && data;
}"""


def chart_data(page: Page, chart: str) -> str:
    """What plotly was given to draw, as JSON."""
    return _data(page, chart, "any")


def expect_data(page: Page, chart: str, expected: str) -> None:
    _data(page, chart, "same", expected)


def expect_other_data(page: Page, chart: str, before: str) -> str:
    return _data(page, chart, "other", before)


def _data(page: Page, chart: str, wanted: Literal["any", "same", "other"], given: str = "") -> str:
    try:
        return str(page.wait_for_function(_DATA, arg=[chart, wanted, given]).json_value())
    except TimedOut as error:
        found = plot(page, chart).evaluate_all("plots => plots.map(plot => JSON.stringify(plot.data))")
        same = [data == given for data in found]
        raise AssertionError(f"{chart}: not the {wanted} data; drawn {len(found)} times, as before: {same}") from error


def coverage(page: Page) -> tuple[int, int]:
    """Captured and missing catalysts, as the coverage chart draws them."""
    captured, missing = (trace["x"][0] for trace in json.loads(chart_data(page, "data_coverage")))
    return captured, missing


_PLACE = """(plot, word) => {
    plot.scrollIntoView({block: 'center'});
    const {left, top} = plot.getBoundingClientRect();
    for (const trace of plot._fullData) {
        const mark = (trace.ids || []).findIndex(id => id.split('#')[0] === word);
        if (mark < 0) continue;
        const [x, y] = [trace.xaxis, trace.yaxis].map(id => plot._fullLayout[id[0] + 'axis' + id.slice(1)]);
        const along = trace.orientation === 'h' ? trace.x[mark] / 2 : trace.x[mark];
        const up = trace.type === 'bar' && trace.orientation !== 'h' ? trace.y[mark] / 2 : trace.y[mark];
        return [left + x._offset + x.c2p(x.d2c(along)), top + y._offset + y.c2p(y.d2c(up))];
    }
}"""


def place_of(page: Page, chart: str, word: str) -> tuple[float, float]:
    """Where the chart's first mark is that filters by `word`, such as `region=53`."""
    settle(page)
    x, y = plot(page, chart).evaluate(_PLACE, word)
    return x, y


def click_mark(page: Page, chart: str, word: str) -> None:
    place, before = place_of(page, chart, word), None
    for _ in range(50):  # a chart that is yet to be drawn anew would have the mark elsewhere
        page.mouse.move(*place)
        page.wait_for_timeout(200)  # plotly looks what is under the pointer only now and then
        before, place = place, place_of(page, chart, word)
        if place == before:
            break
    assert place == before, f"{chart}: does not stand still"
    page.mouse.click(*place)
