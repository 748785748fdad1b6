"""Who engaged when: bars over time, and a lane for each catalyst."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics import i18n, metrics, theme, vocabulary
from analytics.chart import Chart, Choice, Choices
from analytics.charts import stacks
from analytics.filters import mark_id
from analytics.frame import Row, records
from analytics.i18n import N_, _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

COLOUR_BY = {"kind": N_("Kind of catalyst"), "relation_type": N_("Relation type"), "channel": N_("Channel")}
BAR_SHARE = 0.8
"""Width of a bar in its period."""
LANES = 20
"""Lanes drawn; the CSV has them all."""


def fitting_grain(view: View) -> str:
    """The finest grain that leaves bars wide enough to be seen: at most four dozen."""
    first, last = extent(view)
    return metrics.fit_grain(first, last) if first and last else "year"


def extent(view: View) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a time axis: silence up to the capture, or up to the end of the period, is drawn too."""
    start, end = view.filters.period.resolve(view.last_capture)
    ends = [day for day in (view.facts.last_contact, view.as_of) if day]
    return start or view.facts.first_contact, end or max(ends, default=None)


def engagements_title(view: View, chosen: Choices) -> str:
    titles = {
        "month": _("Engagements per month, by {colour}"),
        "quarter": _("Engagements per quarter, by {colour}"),
        "year": _("Engagements per year, by {colour}"),
    }
    dimension = chosen["colour"]
    colour = _(COLOUR_BY[dimension])
    return titles[chosen["grain"]].format(colour=colour[0].lower() + colour[1:])


def draw_engagements(frame: pd.DataFrame, view: View, chosen: Choices, pooled: pd.DataFrame | None = None) -> Sketch:
    """`pooled`: the rows of all charts that are compared, which have the same layers."""
    grain, dimension = chosen["grain"], chosen["colour"]
    placed = frame.dropna(subset=["period_start"])
    figure = Sketch()
    among = placed if pooled is None else pooled.dropna(subset=["period_start"])
    for layer in stacks.layers(placed, dimension, among, place="period_start", value="engagements"):
        starts: list[dt.date] = layer.places
        ends = [metrics.period_end(start, grain) for start in starts]
        lengths = [end - start + dt.timedelta(days=1) for start, end in zip(starts, ends, strict=True)]
        figure.add_bar(
            x=[(start + length / 2).isoformat() for start, length in zip(starts, lengths, strict=True)],
            y=layer.values,
            width=[BAR_SHARE * length / dt.timedelta(milliseconds=1) for length in lengths],
            customdata=[i18n.date(start, grain) for start in starts],
            ids=[
                mark_id({dimension: layer.codes, "period": view.days(start, end)})
                for start, end in zip(starts, ends, strict=True)
            ],
            name=layer.name,
            marker_color=layer.colour,
            hovertemplate=i18n.labelled("%{customdata}", "<b>%{y}</b><extra>%{fullData.name}</extra>"),
        )
    figure.update_layout(barmode="stack", height=380, showlegend=True)
    totals = placed.groupby("period_start")["engagements"].sum()
    figure.update_yaxes(**theme.count_axis(_("Dated engagements"), totals))
    first, last = extent(view)
    if first is None or last is None:
        return figure
    over_time(figure, view, metrics.period_start(first, grain), metrics.period_end(last, grain))
    return figure.update_xaxes(tickvals=_under_bars(figure.layout["xaxis"]["tickvals"], grain))


def _under_bars(days: Sequence[str], grain: str) -> list[str]:
    """Ticks at the middle of the bar that begins there, which is what they name."""
    starts = [dt.date.fromisoformat(day) for day in days]
    return [(start + (metrics.period_end(start, grain) - start) / 2).isoformat() for start in starts]


def over_time(figure: Sketch, view: View, first: dt.date, last: dt.date) -> Sketch:
    """A time axis that runs to the capture, with the capture marked: what is right of the last mark is silence."""
    figure.update_xaxes(**theme.time_axis(first, last))
    if view.as_of and first <= view.as_of <= last:
        figure.add_vline(x=view.as_of.isoformat(), line={"color": theme.NEUTRAL, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=view.as_of.isoformat(), y=1, yref="paper", xanchor="right", yanchor="top", xshift=-4, showarrow=False,
            text=_("last capture {day}").format(day=i18n.date(view.as_of)),
            font={"size": 12, "color": theme.PAGE_TEXT},
        )  # fmt: skip
    return figure


def engagements_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    placed, unplaced = int(frame["engagements"].sum() - frame["unplaced"].sum()), int(frame["unplaced"].sum())
    if not placed:
        return i18n.sentences([_("No engagement in this view is dated."), _unplaced_sentence(unplaced, chosen)])
    by_period = frame.groupby("period_start")["engagements"].sum()
    busiest = [i18n.date(day.date(), chosen["grain"]) for day in by_period.index[by_period == by_period.max()]]
    total = ngettext("{n} dated engagement", "{n} dated engagements", placed).format(n=i18n.number(placed))
    most = ngettext("most in {periods}, with {n}.", "most in {periods}, with {n} each.", len(busiest))
    most = most.format(periods=i18n.listing(busiest, most=3), n=i18n.number(by_period.max()))
    return i18n.sentences([i18n.labelled(total, most), _unplaced_sentence(unplaced, chosen)])


def _unplaced_sentence(unplaced: int, chosen: Choices) -> str:
    if not unplaced:
        return ""
    text = ngettext(
        "{n} more is not drawn: its date is not given, or known less finely than by {grain}.",
        "{n} more are not drawn: their date is not given, or known less finely than by {grain}.",
        unplaced,
    )
    grain = chosen["grain"]
    return text.format(n=i18n.number(unplaced), grain=_(vocabulary.GRAINS[grain]).lower())


def lanes_title(view: View, chosen: Choices) -> str:
    return _("First to last known contact of each catalyst")


def draw_lanes(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    """One lane each, newest contact first: a line from first to last contact, a dot for each day known, a bar for what
    is known only to the month or year, and a dotted line for the silence as far as it is known."""
    dated = records(frame.dropna(subset=["last_contact"]).head(LANES))
    lanes = list(range(len(dated)))
    figure = Sketch()
    if view.known_until:
        silence = [(row.last_contact, max(row.last_contact, view.known_until)) for row in dated]
        figure.add_scatter(
            **segments(silence), mode="lines", line={"color": theme.NEUTRAL, "width": 1.5, "dash": "dot"},
            name=_("No trace since"), hoverinfo="skip",
        )  # fmt: skip
    for kind in vocabulary.ordered("kind", {row.kind for row in dated}):
        _draw_kind(figure, dated, kind)
    names = [theme.plain(row.catalyst, 36) for row in dated]
    figure.update_yaxes(tickvals=lanes, ticktext=names, range=[len(lanes) - 0.4, -1.8], showgrid=False, zeroline=False)
    figure.update_layout(height=max(160, 70 + 26 * len(lanes)), hovermode="closest", showlegend=True)
    first, last = extent(view)
    return over_time(figure, view, first, last) if first and last else figure


def _draw_kind(figure: Sketch, dated: Sequence[Row], kind: str) -> None:
    colour, label = theme.colour("kind", kind), vocabulary.name("kind", kind)
    rows = [(lane, row) for lane, row in enumerate(dated) if row.kind == kind]
    known = [(row.first_contact, row.last_contact) for _lane, row in rows]
    lanes = [lane for lane, _row in rows]
    figure.add_scatter(
        **segments(known, lanes), mode="lines", line={"color": colour, "width": 2}, opacity=0.55,
        legendgroup=kind, showlegend=False, hoverinfo="skip",
    )  # fmt: skip
    spans = [(lane, *span.split("/")) for lane, row in rows for span in row.spans or []]
    if spans:
        figure.add_scatter(
            **segments([(start, end) for _lane, start, end in spans], [lane for lane, _s, _e in spans]),
            mode="lines", line={"color": colour, "width": 9}, opacity=0.3, legendgroup=kind, showlegend=False,
            name=label, hoverinfo="skip",
        )  # fmt: skip
    days = [(lane, day, row) for lane, row in rows for day in row.days or []]
    figure.add_scatter(
        x=[day for _lane, day, _row in days], y=[lane for lane, _day, _row in days], mode="markers",
        marker={"color": colour, "size": 9}, name=label, legendgroup=kind,
        ids=[mark_id({"catalyst": row.catalyst_id}, day) for _lane, day, row in days],
        customdata=[[theme.plain(row.catalyst), i18n.date(dt.date.fromisoformat(day))] for _lane, day, row in days],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    )  # fmt: skip


def segments(pairs: Sequence[tuple[object, object]], lanes: Sequence[int] = ()) -> dict[str, Any]:
    """Coordinates of separate horizontal lines, one for each pair, in one trace."""
    xs = [point for start, end in pairs for point in (str(start), str(end), None)]
    ys = [point for lane in lanes or range(len(pairs)) for point in (lane, lane, None)]
    return {"x": xs, "y": ys}


QUIET_DAYS = 365
"""Silence of a year is worth a mention. Never 'ended': a page gives the last known contact, not its end."""


def _most_recent(dated: Sequence[Row]) -> str:
    """The catalyst of the newest contact, or all whose contact is as new."""
    first = dated[0]
    level = [row.catalyst for row in dated]
    day = i18n.date(first.last_contact, first.last_precision)
    return _("Most recent: {catalyst}, {day}.").format(catalyst=i18n.listing(level, most=3), day=day)


def lanes_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    if not len(frame) or view.known_until is None:
        return _("No catalyst in this view.")
    dated = frame.dropna(subset=["last_contact"])
    quiet = int((dated["silent_days"] > QUIET_DAYS).sum())
    text = _("Catalysts without a trace for over a year before {day}: {n} of {all}.")
    parts = [text.format(all=i18n.number(len(frame)), n=i18n.number(quiet), day=i18n.date(view.known_until))]
    if len(dated):
        parts.append(_most_recent(records(dated[dated["last_contact"] == dated["last_contact"].iloc[0]])))
    if len(dated) > LANES:
        parts.append(_("The {n} most recent are drawn.").format(n=LANES))
    if len(frame) > len(dated):
        undated = len(frame) - len(dated)
        text = ngettext("{n} has no date and no lane.", "{n} have no date and no lane.", undated)
        parts.append(text.format(n=i18n.number(undated)))
    return i18n.sentences([*parts, view.other_traces])


CHARTS = (
    Chart(
        name="timeline_engagements",
        question="timeline_engagements",
        title=engagements_title,
        draw=draw_engagements,
        pools=True,
        insight=engagements_insight,
        counting=N_("Each dated trace counts once."),
        ranks=True,
        choices={
            "grain": Choice(N_("Bars per"), vocabulary.GRAINS, fitting_grain),
            "colour": Choice(N_("Colour"), COLOUR_BY, "kind"),
        },
    ),
    Chart(
        name="timeline_lanes",
        question="timeline_lanes",
        title=lanes_title,
        draw=draw_lanes,
        insight=lanes_insight,
        counting=N_("Each catalyst counts once."),
        ranks=True,
    ),
)
