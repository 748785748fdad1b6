"""The look of every figure: one template for light and dark, and colours that mean the same on every page.

Every colour of a category has a contrast of at least 3:1 on both backgrounds (WCAG 2.2, success criterion 1.4.11); a
test holds this. No chart relies on colour alone: values are written beside marks, states also differ in pattern.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

from analytics import i18n
from analytics.sketch import Sketch, axes

PAGE_TEXT = "#000037"
"""Streamlit's placeholder for the page's text colour: its script puts in the colour of the mode, light or dark. On
paper it is what it says, almost black. Without it, axis labels are a grey that few can read; a browser test guards
it."""

ACCENT = "#1769C4"
NEUTRAL = "#7F8997"
REST = "#B9C0CA"
"""Colour of small categories put together; not one of the categories' own."""
FAINT = "rgba(127, 137, 151, 0.16)"
"""Fill of what holds nothing: readable under text on both backgrounds."""

KIND_COLOURS: Mapping[str, str] = {
    "regional_authority": ACCENT,
    "state": "#D1495B",
    "departement": "#2E95C5",
    "city_metropolis": "#159A74",
    "eu_international": "#9B5DE5",
    "public_agency": "#A0603C",
    "bank_fund": "#C77F0A",
    "foundation": "#B5489A",
    "university_research": "#6C63C7",
    "network_association": "#E0708C",
    "incubator_cluster": "#2A9D9A",
    "media": "#7F8C1E",
    "other": NEUTRAL,
}

RELATION_COLOURS: Mapping[str, str] = {
    "Partnership": "#159A74",
    "Funding": "#C77F0A",
    "Event": "#9B5DE5",
    "Award": "#D1495B",
    "Client": "#2E95C5",
    "Other": ACCENT,
    "Unstated": NEUTRAL,
}

CHANNEL_COLOURS: Mapping[str, str] = {
    "unstated": ACCENT,
    "tweet": "#2A9D9A",
    "article": "#C77F0A",
    "grant": "#B5489A",
}

GROUP_COLOURS: Mapping[str, str] = {
    "public": ACCENT,
    "international": "#9B5DE5",
    "finance": "#C77F0A",
    "research": "#6C63C7",
    "culture": "#E0708C",
    "civil": "#159A74",
    "health": "#D1495B",
    "digital": "#2E95C5",
    "energy": "#7F8C1E",
    "industry": "#A0603C",
    "construction": "#B08A5B",
    "transport": "#2A9D9A",
    "agrifood": "#4C9A2A",
    "tourism": "#B5489A",
    "business": "#6B7FA3",
    "unrecognised": "#8D7B8F",
    "none": NEUTRAL,
}

HEALTH_COLOURS: Mapping[str, str] = {
    "active": "#0F7B5C",
    "cooling": "#9A6100",
    "lapsed": "#C13B4E",
    "unknown": "#66707D",
}
ON_HEALTH = "#FFFFFF"
"""Text on each of them, with a contrast of at least 4.5:1."""

COLOURS: Mapping[str, Mapping[str, str]] = {
    "kind": KIND_COLOURS,
    "relation_type": RELATION_COLOURS,
    "channel": CHANNEL_COLOURS,
    "sector_group": GROUP_COLOURS,
    "health": HEALTH_COLOURS,
}

SEQUENCE = ("#A9CCF0", "#6BA6E0", "#2A77C6", "#0F4F9E")
"""From few to many."""
INK = ("#0B2239", "#0B2239", "#FFFFFF", "#FFFFFF")
"""Text on each of them."""


def shades(classes: int) -> range:
    """Which of the sequence's shades stand for `classes` classes: the middle ones, if they are few."""
    first = {1: 2, 2: 1, 3: 1}.get(classes, 0)
    return range(first, first + classes)


def colour(dimension: str, code: str) -> str:
    return COLOURS[dimension].get(code, NEUTRAL)


def dressed(figure: go.Figure) -> go.Figure:
    """The figure in our template. The axes' text has its colour on the axes: Streamlit overrules a template's."""
    figure.update_layout(template=template())
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(tickfont={"color": PAGE_TEXT}, title={"font": {"color": PAGE_TEXT}})
    return figure


def worn(figure: go.Figure | Sketch) -> str:
    """`dressed(figure)` as plotly JSON, without plotly's checks, which cost more than all else that is done to it."""
    drawing: dict[str, Any] = figure.to_plotly_json()
    layout = drawing["layout"]
    layout["template"] = _template_json(i18n.language())
    for name in [*axes(layout, "x"), *axes(layout, "y")]:
        axis = layout.setdefault(name, {})
        axis["tickfont"] = {**axis.get("tickfont", {}), "color": PAGE_TEXT}
        title = axis.get("title", {})
        axis["title"] = {**title, "font": {**title.get("font", {}), "color": PAGE_TEXT}}
    return str(to_json_plotly(drawing, engine="json"))


@functools.cache
def _template_json(language: str) -> dict[str, Any]:
    with i18n.use(language):
        return dict(template().to_plotly_json())


def pattern(code: str) -> str:
    """Fill of a category: what is missing is hatched, wherever it is drawn."""
    return "/" if code in ("none", "unknown") else ""


def template() -> go.layout.Template:
    """Structure only. The colours of text, grid and background are the page's, light or dark, or the paper's."""
    axis: dict[str, Any] = {
        "automargin": True,
        "fixedrange": True,
        "title": {"font": {"size": 13}},
        "tickfont": {"size": 13},
    }
    return go.layout.Template(
        layout={
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
            "legend": {
                "orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom",
                "font": {"size": 13}, "title": {"text": ""}, "traceorder": "normal",
            },
            "hoverlabel": {"font": {"size": 13}, "align": "left"},
            "bargap": 0.25,
            "dragmode": False,
            "separators": ", " if i18n.language() == "fr" else ".,",
        },
    )  # fmt: skip


def count_axis(title: str, bars: pd.Series, room: float = 0.12) -> dict[str, Any]:
    """An axis of whole numbers from zero, with room beyond the longest bar (as a share of it) for what stands there."""
    largest = max(float(bars.max()), 1) if len(bars) else 1
    ticks = {"dtick": 1} if largest <= 6 else {"nticks": 7}
    return {
        "title": {"text": title}, "range": [0, largest * (1 + room)], "tickformat": ",d", "showgrid": True, **ticks
    }  # fmt: skip


LABEL_ROOM = 0.35
"""Room for a number at the end of a horizontal bar, even on a phone."""
UPRIGHT = [0, 90]
"""Angles of axis labels: across where there is room, else upright; slanted ones are hard to read."""


_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that would make the words around a name run backwards."""


def plain(text: str, most: int = 0) -> str:
    """`text` so that Plotly shows it as it stands (it reads `<b>` and links), cut to `most` characters if given."""
    text = text.translate(_TURNING)
    if most and len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_TICK_STEPS = (1, 3, 6, 12, 24, 60, 120)
"""Months between two ticks of a time axis."""


def time_axis(first: dt.date, last: dt.date, most: int = 9) -> dict[str, Any]:
    """Range and ticks of a time axis that runs over whole days, labelled in the language of the view."""
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    steps = [step for step in _TICK_STEPS if step % 12 == 0 or span <= 24]  # bare years, as soon as they say enough
    step = next((step for step in steps if span / step <= most), _TICK_STEPS[-1])
    start = first.year * 12 + (first.month - 1) // min(step, 12) * min(step, 12)
    months = [divmod(month, 12) for month in range(start, last.year * 12 + last.month, step)]
    days = [dt.date(year, month + 1, 1) for year, month in months]
    days = [day for day in days if day >= first]
    pad = dt.timedelta(days=max((last - first).days // 60, 3))  # room for a mark that stands on either end
    return {
        "type": "date",
        "autotickangles": UPRIGHT,
        "range": [(first - pad).isoformat(), (last + pad).isoformat()],
        "tickvals": [day.isoformat() for day in days],
        "ticktext": [i18n.date(day, "year" if step >= 12 else "month") for day in days],
    }
