"""How complete the captures are."""

from __future__ import annotations

import pandas as pd

from analytics import i18n, theme
from analytics.chart import Chart, Choices
from analytics.i18n import N_, _, ngettext
from analytics.sketch import Sketch
from analytics.view import View


def coverage_title(view: View, chosen: Choices) -> str:
    return _("Catalysts announced by the pages, and captured")


def draw_coverage(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    captured, missing = int(frame["captured"].sum()), int((frame["declared"] - frame["captured"]).sum())
    figure = Sketch()
    for name, value, colour, pattern, ink in (
        (_("captured"), captured, theme.ACCENT, "", theme.ON_HEALTH),
        (_("not captured"), missing, theme.FAINT, "/", theme.PAGE_TEXT),
    ):
        figure.add_bar(
            x=[value], y=[""], orientation="h", width=0.45, name=name, marker_color=colour,
            marker_pattern={"shape": pattern, "fgcolor": theme.NEUTRAL, "size": 7},
            # A number could not be read on the hatching of what is missing: it stands behind it.
            text=[i18n.number(value) if value else ""], textposition="outside" if pattern else "inside",
            insidetextanchor="middle", cliponaxis=False, textfont={"size": 13, "color": ink},
            hovertemplate=i18n.labelled(name, "<b>%{text}</b><extra></extra>"),
        )  # fmt: skip
    title = _("Catalysts, summed over organisations")
    figure.update_xaxes(**theme.count_axis(title, pd.Series([captured + missing])), tick0=0)
    figure.update_yaxes(visible=False)
    figure.update_layout(barmode="stack", height=180, showlegend=True)
    return figure


def coverage_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    declared, captured = int(frame["declared"].sum()), int(frame["captured"].sum())
    if not declared:
        return _("No page in this view announces a number of catalysts.")
    text = _("{share} of the catalysts that the pages announce were captured: {captured} of {declared}.")
    parts = [
        text.format(
            share=i18n.percent(captured / declared), captured=i18n.number(captured), declared=i18n.number(declared)
        )
    ]
    partial = int(frame.loc[frame["status"] == "partial", "organisations"].sum())
    if partial and view.scope.organisations > 1:
        text = ngettext("{n} organisation is incomplete.", "{n} organisations are incomplete.", partial)
        parts.append(text.format(n=i18n.number(partial)))
    return i18n.sentences(parts)


CHARTS = (
    Chart(
        name="data_coverage",
        question="data_coverage",
        title=coverage_title,
        draw=draw_coverage,
        insight=coverage_insight,
        counting=N_("A catalyst counts once for each organisation."),
    ),
)
