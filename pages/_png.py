"""The visible button that saves a chart as PNG, or a report. The viewer's browser draws: the server needs none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from analytics.export import ARCHIVER, RENDERER, PngSpec
from analytics.report import DIGEST, PAGE, Report, image_place

HERE = Path(__file__).parent


def _source(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


# Registered once, at import. Streamlit does it again by itself where another runtime mounts it, as in AppTest.
_component = st.components.v2.component(
    "catalyst_atlas_png",
    html=_source(HERE / "_png_button.html"),
    css=_source(HERE / "_png_button.css"),
    js=_source(RENDERER, ARCHIVER, HERE / "_png_button.js"),
)


@cache
def plotly_address() -> str | None:
    """Where Streamlit serves plotly.js, relative to the page. The file's name changes with Streamlit's version."""
    scripts = Path(st.__file__).parent / "static" / "static" / "js"
    found = [path.name for path in scripts.glob("PlotlyChart.*.js")]
    return f"static/js/{found[0]}" if len(found) == 1 else None


def png_button(key: str, spec: Callable[[], PngSpec], labels: Mapping[str, str]) -> None:
    """A button that draws what `spec` gives and downloads it under the file name in it.

    Few charts of a page are taken away, so `spec` is called on a click: the button asks, the page (or the fragment it
    stands in) runs again, and the answer goes out with the button.

    `labels`: `label` and `tooltip` of the button; `busy`, `done` and `error` are said beside it, the latter followed by
    the browser's reason. Its `data-state` is idle, busy, done or error.
    """
    wanted = f"wanted-{key}"
    data: dict[str, object] = {"labels": dict(labels), "plotly": plotly_address()}
    if st.session_state.pop(wanted, False):
        data["spec"] = spec()
    _component(key=key, data=data, width="content", on_wanted_change=lambda: st.session_state.update({wanted: True}))


def report_button(key: str, report: Report, labels: Mapping[str, str]) -> None:
    """A button that draws every image of a report and downloads it as a zip archive; `labels` as of `png_button`."""
    bundle = {
        "specs": report.specs,
        "places": [image_place(answer.chart.name) for answer in report.answers],
        "page": report.page(),
        "digest": report.digest(),
        "names": {"page": PAGE, "digest": DIGEST},
        "filename": report.file_name,
    }
    data = {"report": bundle, "labels": dict(labels), "plotly": plotly_address()}
    _component(key=key, data=data, width="content")
