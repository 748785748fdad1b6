"""The sectors that catalysts come from, now and from year to year."""

from __future__ import annotations

import pandas as pd

from analytics import i18n, theme, vocabulary
from analytics.chart import Chart, Choice, Choices
from analytics.charts import stacks
from analytics.charts.sectors_diversity import MEASURES, diversity_insight, diversity_title, draw_diversity
from analytics.filters import mark_id
from analytics.frame import records
from analytics.i18n import N_, _, ngettext
from analytics.sketch import Sketch
from analytics.view import View

LEVELS = {"sector_group": N_("Sector groups"), "sector": N_("Sectors")}
COUNTING = {"whole": N_("Once in each"), "split": N_("Split equally")}
COUNTED = {
    "whole": N_("A catalyst of several sectors counts once in each."),
    "split": N_("A catalyst of several sectors counts as one, split equally between them."),
}
BARS = 20
"""Bars drawn; the CSV has them all."""

LEVEL_CHOICE = Choice(N_("Detail"), LEVELS, "sector_group")
COUNTING_CHOICE = Choice(N_("A catalyst of several sectors counts"), COUNTING, "whole")


def label_of(code: str, given: object) -> str:
    return vocabulary.name("sector_group", code, given)


def mix_title(view: View, chosen: Choices) -> str:
    by = {"sector_group": _("Catalysts by sector group"), "sector": _("Catalysts by sector")}
    return by[chosen["level"]]


def draw_mix(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    rows = _drawn(frame).iloc[::-1]
    labels = [label_of(row.category, row.label) for row in records(rows)]
    figure = Sketch()
    figure.add_bar(
        x=rows["catalysts"].tolist(),
        y=rows["category"].tolist(),
        orientation="h",
        marker_color=[theme.colour("sector_group", group) for group in rows["sector_group"]],
        marker_pattern_shape=[theme.pattern(code) for code in rows["category"]],
        text=[i18n.number(value, 1) for value in rows["catalysts"]],
        textposition="outside",
        textfont={"size": 13, "color": theme.PAGE_TEXT},
        ids=[_clicked(chosen["level"], code, view) for code in rows["category"]],
        cliponaxis=False,
        customdata=[
            [theme.plain(label), i18n.percent(share)] for label, share in zip(labels, _shares(rows), strict=True)
        ],
        hovertemplate=i18n.labelled("%{customdata[0]}", "<b>%{text}</b> (%{customdata[1]})<extra></extra>"),
    )
    names = [theme.plain(label, 44) for label in labels]
    figure.update_yaxes(type="category", tickvals=rows["category"].tolist(), ticktext=names, showgrid=False)
    figure.update_xaxes(**theme.count_axis(_("Catalysts"), rows["catalysts"], theme.LABEL_ROOM))
    figure.update_layout(height=max(180, 70 + 30 * len(rows)), showlegend=False)
    return figure


def _clicked(level: str, code: str, view: View) -> str:
    """What a click on a bar filters by; nothing for catalysts without a sector where sectors are drawn."""
    return mark_id({level: code}) if code in view.labels[level] else ""


def _drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """The longest bars, with the catalysts that give no sector always among them: a gap must be seen."""
    return frame[(frame.index < BARS) | (frame["category"] == "none")]


def _shares(rows: pd.DataFrame) -> list[float]:
    return [float(share) for share in rows["catalysts"] / rows["total"]]


def mix_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    if not len(frame):
        return _("No catalyst in this view.")
    total = int(frame["total"].iloc[0])
    parts = [_leader(frame, total), _without_sector(frame), _sum_of_bars(frame, total, chosen)]
    if len(_drawn(frame)) < len(frame):
        parts.append(_("The {n} most frequent are drawn.").format(n=BARS))
    return i18n.sentences(parts)


def _leader(frame: pd.DataFrame, total: int) -> str:
    given = frame[frame["category"] != "none"]
    if not len(given):
        return ngettext("{n} catalyst.", "{n} catalysts.", total).format(n=i18n.number(total))
    top = given[given["catalysts"] == given["catalysts"].max()]
    names = [label_of(row.category, row.label) for row in records(top)]
    if total == 1:
        return _("The only catalyst: {names}.").format(names=i18n.listing(names, most=3))
    text = ngettext(
        "{names} comes first with {n} of {total} catalysts.",
        "{names} come first with {n} of {total} catalysts each.",
        len(top),
    )
    return text.format(
        names=i18n.listing(names, most=3), n=i18n.number(top["catalysts"].iloc[0], 1), total=i18n.number(total)
    )


def _without_sector(frame: pd.DataFrame) -> str:
    none = frame.loc[frame["category"] == "none", "catalysts"].sum()
    return ngettext("{n} gives no sector.", "{n} give no sector.", none).format(n=i18n.number(none)) if none else ""


def _sum_of_bars(frame: pd.DataFrame, total: int, chosen: Choices) -> str:
    """Counted whole, the bars exceed the catalysts; the page says by how much rather than leave it to be found out."""
    bars = frame["catalysts"].sum()
    if chosen["counting"] == "split" or round(bars) == total:
        return ""
    text = _(
        "Catalysts of several sectors count once in each: the bars add up to {bars}, for {total} distinct catalysts."
    )
    return text.format(bars=i18n.number(bars), total=i18n.number(total))


def years_title(view: View, chosen: Choices) -> str:
    return _("Catalysts active each year, by sector group")


def draw_years(frame: pd.DataFrame, view: View, chosen: Choices, pooled: pd.DataFrame | None = None) -> Sketch:
    """`pooled`: the rows of all charts that are compared, which have the same layers."""
    among, group = frame if pooled is None else pooled, "sector_group"
    figure = Sketch()
    for layer in stacks.layers(frame, group, among, place="year", value="catalysts", category=group):
        figure.add_bar(
            x=layer.places,
            y=layer.values,
            ids=[mark_id({"sector_group": layer.codes, "period": view.year(year)}) for year in layer.places],
            name=layer.name,
            marker_color=layer.colour,
            marker_pattern_shape=layer.pattern,
            customdata=[i18n.number(value, 1) for value in layer.values],
            hovertemplate=i18n.labelled("%{x}", "<b>%{customdata}</b><extra>%{fullData.name}</extra>"),
        )
    if len(frame):
        last = max(int(frame["year"].max()), view.known_until.year if view.known_until else 0)
        figure.update_xaxes(range=[int(frame["year"].min()) - 0.5, last + 0.5], tickformat="d", dtick=1)
    figure.update_yaxes(**theme.count_axis(_("Catalysts"), frame.groupby("year")["catalysts"].sum()))
    figure.update_layout(barmode="stack", height=380, showlegend=True)
    return figure


def years_insight(frame: pd.DataFrame, view: View, chosen: Choices) -> str:
    if not len(frame):
        return _("No engagement in this view is dated.")
    last = frame[frame["year"] == frame["year"].max()]
    top = records(last[last["catalysts"] == last["catalysts"].max()])
    groups = i18n.listing([label_of(row.sector_group, row.label) for row in top], most=3)
    text = ngettext(
        "In {year}, the last year with a date, most active: {groups} ({n} of {total}).",
        "In {year}, the last year with a date, most active: {groups} ({n} of {total} each).",
        len(top),
    )
    return text.format(
        year=int(top[0].year), groups=groups, n=i18n.number(top[0].catalysts, 1), total=i18n.number(top[0].total)
    )


CHARTS = (
    Chart(
        name="sectors_mix",
        question="sectors_mix",
        title=mix_title,
        draw=draw_mix,
        insight=mix_insight,
        counting=COUNTED,
        choices={"level": LEVEL_CHOICE, "counting": COUNTING_CHOICE},
        ranks=True,
    ),
    Chart(
        name="sectors_by_year",
        question="sectors_by_year",
        title=years_title,
        draw=draw_years,
        pools=True,
        insight=years_insight,
        counting=COUNTED,
        ranks=True,
        choices={"counting": COUNTING_CHOICE},
    ),
    Chart(
        name="sectors_diversity",
        question="sectors_diversity",
        title=diversity_title,
        draw=draw_diversity,
        insight=diversity_insight,
        counting=COUNTED,
        choices={
            "measure": Choice(N_("Measure"), MEASURES, "effective"),
            "level": LEVEL_CHOICE,
            "counting": COUNTING_CHOICE,
        },
        ranks=True,
    ),
)
