"""The regional authorities of the organisations that were chosen, beside those of the whole portfolio.

Of an incomplete capture nothing can be said where no trace was found, so a share is known to lie between two numbers:
the bar is what is certain, its hatched end what is not knowable.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics import i18n, theme, vocabulary
from analytics.chart import Choices
from analytics.charts.regions_map import STATE_MARKS, marked, point_id
from analytics.frame import Row, records
from analytics.i18n import _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

MARKS = {**STATE_MARKS, "traced": "●"}
MARK_PLACE = -0.04
SHARES = (0, 0.25, 0.5, 0.75, 1)


def portfolio_title(view: View, chosen: Choices) -> str:
    return _("Share of the portfolio’s organisations with a trace of each regional authority")


def draw_portfolio(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    figure = Sketch()
    if len(frame) and frame["organisations"].max() == 1:
        return figure  # full bars of one organisation would say nothing
    rows = records(frame)
    regions = [row.region for row in rows]
    for name, shares, pattern, colour in (
        (vocabulary.name("state", "traced"), frame["share_least"], "", theme.ACCENT),
        (vocabulary.name("state", "not_knowable"), frame["share_most"] - frame["share_least"], "/", theme.FAINT),
    ):
        figure.add_bar(
            x=shares.tolist(), y=regions, orientation="h", name=name, marker_color=colour,
            marker_pattern={"shape": pattern, "fgcolor": theme.NEUTRAL, "size": 7},
            customdata=[_range(row) for row in rows], ids=[point_id(row) for row in rows],
            hovertemplate=i18n.labelled("%{y}", "<b>%{customdata}</b><extra></extra>"),
        )  # fmt: skip
    _mark_chosen(figure, [row for row in rows if row.state is not None])
    figure.update_xaxes(
        range=[MARK_PLACE * 2, 1.03], tickvals=SHARES, ticktext=[i18n.percent(share) for share in SHARES],
        title={"text": _portfolio_size(frame)}, showgrid=True, zeroline=False,
    )  # fmt: skip
    figure.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=regions, tickvals=regions,
        ticktext=[marked(row) for row in rows], showgrid=False,
    )  # fmt: skip
    figure.update_layout(height=130 + 26 * len(rows), barmode="stack", showlegend=True)
    return figure


def _portfolio_size(frame: pd.DataFrame) -> str:
    """The portfolio is all organisations, whichever are chosen: how complete it is stands at its axis."""
    size, complete = (int(frame[column].max()) if len(frame) else 0 for column in ("organisations", "complete"))
    of_all = ngettext("Of {n} organisation", "Of all {n} organisations", size)
    whole = _("({n} captured completely)").format(n=i18n.number(complete))
    return f"{of_all.format(n=i18n.number(size))}<br>{whole}"  # two lines, for a phone


def _mark_chosen(figure: Sketch, rows: Sequence[Row]) -> None:
    """What is known of the organisations that were chosen, left of the bars."""
    if rows:
        figure.add_scatter(
            x=[MARK_PLACE] * len(rows), y=[row.region for row in rows], mode="text",
            text=[f"<b>{MARKS[row.state]}</b>" for row in rows], hoverinfo="skip", showlegend=False,
            textfont={"size": 14, "color": theme.PAGE_TEXT},
        )  # fmt: skip


def _range(row: Row) -> str:
    """`12 %`, or `12 % to 30 %` where it is not known for certain."""
    least, most = i18n.percent(row.share_least), i18n.percent(row.share_most)
    return least if least == most else _("{least} to {most}").format(least=least, most=most)


def portfolio_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    if not len(frame) or not frame["organisations"].max():
        return _("No regional authority in this view.")
    rows, size = records(frame), int(frame["organisations"].max())
    if size == 1:
        return _("The portfolio is one organisation: there is nothing yet to compare it with.")
    top = [row for row in rows if row.share_least == rows[0].share_least]
    text = _("Of {n} organisations in the portfolio, most have a trace of {regions}: {range}.")
    first = text.format(
        n=i18n.number(size), regions=i18n.listing([row.region for row in top], most=3), range=_range(top[0])
    )
    return i18n.sentences([first, *_of_chosen(rows)])


def _of_chosen(rows: Sequence[Row]) -> list[str]:
    """What those chosen have and have not, where it is knowable; the regions that are common elsewhere first."""
    traced = [row.region for row in rows if row.state == "traced"]
    silent = [row.region for row in rows if row.state == "no_trace" and row.with_trace]
    unknown = [row for row in rows if row.state == "not_knowable"]
    parts = []
    if traced:
        parts.append(_("Chosen (●): {regions}.").format(regions=i18n.listing(traced)))
    if silent:
        text = _("No trace among those chosen, though others have one (–): {regions}.")
        parts.append(text.format(regions=i18n.listing(silent)))
    if unknown:
        text = _("Of {n} nothing can be said, because the capture is incomplete.")
        parts.append(text.format(n=len(unknown)))
    return parts
