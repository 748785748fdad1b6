"""A lane for each catalyst from its first to its last trace, in the order of the call list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from analytics import i18n, theme, vocabulary
from analytics.charts.timeline import extent, over_time, segments
from analytics.filters import mark_id
from analytics.frame import Row, records
from analytics.i18n import _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

LANES = 20
"""Lanes drawn; the table and the CSV have them all."""
SYMBOLS = {"active": "circle", "cooling": "diamond", "lapsed": "square", "unknown": "x"}
"""The state is told by the mark too, not by colour alone."""
LABEL_SHARE = 0.18
"""Room right of the capture for the length of the silence, as a share of the axis."""


def draw_lanes(frame: pd.DataFrame, view: View) -> Sketch:
    """A line from first to last trace, a mark for each of the two that is known to the day and a bar for one that is
    not, a dotted line for the silence, and its length in months."""
    rows = records(frame.head(LANES))
    figure = Sketch()
    silent = [(lane, row) for lane, row in enumerate(rows) if row.silent_months is not None]
    figure.add_scatter(
        **segments([(row.last_contact, row.known_until) for _lane, row in silent], [lane for lane, _row in silent]),
        mode="lines", line={"color": theme.NEUTRAL, "width": 1.5, "dash": "dot"}, name=_("No trace since"),
        hoverinfo="skip",
    )  # fmt: skip
    for health in vocabulary.ordered("health", {row.health for row in rows}):
        _draw_state(figure, health, [(lane, row) for lane, row in enumerate(rows) if row.health == health])
    first, last = extent(view)
    if first and last:
        over_time(figure, view, first, last)
        _write_months(figure, rows, first, last)
    names = [theme.plain(row.catalyst, 36) for row in rows]
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=names, range=[len(rows) - 0.4, -2.6], showgrid=False, zeroline=False
    )
    figure.update_layout(height=max(180, 100 + 24 * len(rows)), hovermode="closest", showlegend=True)
    return figure


def _draw_state(figure: Sketch, health: str, lanes: Sequence[tuple[int, Row]]) -> None:
    colour, name = theme.colour("health", health), vocabulary.name("health", health)
    dated = [(lane, row) for lane, row in lanes if row.last_contact is not None]
    together = {"legendgroup": health, "showlegend": False, "hoverinfo": "skip"}
    figure.add_scatter(
        **segments([(row.first_contact, row.last_contact) for _lane, row in dated], [lane for lane, _row in dated]),
        mode="lines", line={"color": colour, "width": 2}, opacity=0.55, **together,
    )  # fmt: skip
    spans = [
        (lane, side)
        for lane, row in dated
        for side in dict.fromkeys([(row.first_contact, row.first_until), (row.last_from, row.last_contact)])
        if side[0] != side[1]
    ]
    if spans:
        figure.add_scatter(
            **segments([side for _lane, side in spans], [lane for lane, _side in spans]),
            mode="lines", line={"color": colour, "width": 9}, opacity=0.4, **together,
        )  # fmt: skip
    marks = [(lane, day, row) for lane, row in dated for day in _days(row)]
    figure.add_scatter(
        x=[day.isoformat() for _lane, day, _row in marks], y=[lane for lane, _day, _row in marks], mode="markers",
        marker={"color": colour, "size": 9, "symbol": SYMBOLS[health]}, name=name, legendgroup=health,
        ids=[mark_id({"catalyst": row.catalyst_id}, day) for _lane, day, row in marks],
        customdata=[_hover(row) for _lane, _day, row in marks], hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _days(row: Row) -> list[dt.date]:
    """First and last trace, where they are known to the day."""
    sides = {(row.first_contact, row.first_precision), (row.last_contact, row.last_precision)}
    return sorted(day for day, precision in sides if precision == "day")


def _hover(row: Row) -> str:
    lines = [f"<b>{theme.plain(row.catalyst)}</b>", vocabulary.name("health", row.health)]
    lines.append(_("No trace {since}").format(since=i18n.since(row.last_contact, row.last_precision)))
    lines.append(ngettext("{n} trace", "{n} traces", row.engagements).format(n=i18n.number(row.engagements)))
    if row.known_until is not None:
        text = _("capture {day} at the earliest") if row.known_until_is_inferred else _("capture {day}")
        lines.append(text.format(day=i18n.date(row.known_until)))
    return "<br>".join(lines)


def _write_months(figure: Sketch, rows: Sequence[Row], first: dt.date, last: dt.date) -> None:
    """How long each silence is, right of the last capture."""
    room = (last - first) * LABEL_SHARE
    start, end = figure.layout["xaxis"]["range"]
    figure.update_xaxes(range=[start, max(end, (last + room).isoformat())])
    lengths = ["?" if row.silent_months is None else i18n.number(row.silent_months) for row in rows]
    figure.add_scatter(
        x=[figure.layout["xaxis"]["range"][1]] * (len(rows) + 1), y=list(range(-1, len(rows))), mode="text",
        text=[_("months"), *lengths], textposition="middle left", showlegend=False,
        textfont={"size": 12, "color": theme.PAGE_TEXT}, cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip
