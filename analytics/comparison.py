"""Two to four organisations, or periods, side by side: the same chart under as many views, on common scales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from analytics import export, i18n, legend, scales, sheets, theme
from analytics.chart import Answer, Chart
from analytics.filters import Filters, Period
from analytics.legend import Entry
from analytics.view import Ask, View, load_names
from etl.errors import UsageError

WORD = "compare"
"""In an address: `compare=organisation:89998`, `compare=period:2024-01-01:2024-12-31`, once for each side."""
LEAST, MOST = 2, 4
SUBJECTS = ("period", "organisation")


@dataclass(frozen=True)
class Side:
    """One of the views that are compared: all of them have the same filters but for one."""

    subject: str
    code: str
    filters: Filters
    organisation: str = ""
    """Name of the organisation, where it is one."""

    @property
    def word(self) -> str:
        return f"{self.subject}:{self.code}"


def read_sides(words: Sequence[str], view: View, ask: Ask) -> tuple[list[Side], list[str]]:
    """The sides that words of an address name within `view`, and those words that mean nothing or are too many."""
    codes = [word.partition(":")[2] for word in words if word.startswith("organisation:")]
    names = load_names(ask, codes)["organisation"] if codes else {}
    sides: dict[str, Side] = {}
    ignored: list[str] = []
    for word in words:
        side = _read(word, view, names)
        if side is None or (side.word not in sides and len(sides) == MOST):
            ignored.append(f"{WORD}={word}")
        else:
            sides[side.word] = side
    return list(sides.values()), ignored


def _read(word: str, view: View, names: Mapping[str, str]) -> Side | None:
    subject, _colon, code = word.partition(":")
    if subject == "organisation" and code in names:
        return Side(subject, code, replace(view.filters, organisation=(code,)), names[code])
    if subject == "period":
        try:
            return Side(subject, code, replace(view.filters, period=Period.parse(code)))
        except UsageError:
            return None
    return None


def name(side: Side, view: View) -> str:
    """What stands above a side: the organisation's name, or its period."""
    if side.subject == "organisation":
        return side.organisation
    return _period_name(side.filters.period, view)


def _period_name(period: Period, view: View) -> str:
    words = period.sentence(view.last_capture)
    return words[:1].upper() + words[1:]


def periods(view: View, sides: Sequence[Side] = ()) -> dict[str, str]:
    """Periods worth comparing, with their names: the last twelve months, those before, each year, and the sides'."""
    found = [*_usual_periods(view), *(side.filters.period for side in sides if side.subject == "period")]
    return {period.word(): _period_name(period, view) for period in found}


def _usual_periods(view: View) -> Iterator[Period]:
    if view.last_capture is None:
        return
    latest = Period("last-12-months")
    yield latest
    start, _end = latest.resolve(view.last_capture)
    if start:
        end = start - dt.timedelta(days=1)
        yield Period(None, latest.resolve(end)[0], end)
    first = (view.facts.first_contact or view.last_capture).year
    for year in range(view.last_capture.year, first - 1, -1):
        yield Period(None, dt.date(year, 1, 1), dt.date(year, 12, 31))


@dataclass(frozen=True)
class Comparison:
    """One chart under several views; `names` stand above its sides."""

    answers: Sequence[Answer]
    names: Sequence[str]
    sides: Sequence[Side]

    @property
    def title(self) -> str:
        return self.answers[0].title

    @cached_property
    def figures(self) -> list[go.Figure]:
        """A figure for each side, on common scales, without its legend."""
        figures = [go.Figure(figure) for figure in self._drawn]
        drawn = [figure for figure, answer in zip(figures, self.answers, strict=True) if not answer.is_empty]
        scales.share(drawn, same_days=self.sides[0].subject != "period", columns=len(figures))
        height = max(figure.layout.height or 0 for figure in drawn or figures)
        for figure in figures:
            figure.update_layout(height=height or None, showlegend=False)
        return figures

    @cached_property
    def legend(self) -> list[Entry]:
        """What stands above all sides instead of a legend on each."""
        return legend.common(self._drawn)

    @cached_property
    def plots(self) -> list[str]:
        """The figures as the plotly JSON that a page draws."""
        return [theme.worn(figure) for figure in self.figures]

    @cached_property
    def _drawn(self) -> list[go.Figure]:
        """The figures, in the same layers and classes of colour, each with a legend of its own."""
        frames = [answer.frame for answer in self.answers if len(answer.frame)]
        pooled = pd.concat(frames, ignore_index=True) if frames else self.answers[0].frame
        return [answer.figure_among(pooled) for answer in self.answers]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of all sides under each other, each with its side."""
        named = zip(self.names, self.answers, strict=True)
        return pd.concat([answer.frame.assign(side=name) for name, answer in named], ignore_index=True)

    @property
    def insight(self) -> str:
        """The sentences of all sides, each after its name."""
        named = zip(self.names, self.answers, strict=True)
        return i18n.sentences([i18n.labelled(name, answer.insight) for name, answer in named])

    @property
    def png(self) -> export.PngSpec:
        """One image with all sides beside each other."""
        count = len(self.names)
        return {
            **self.answers[0].png,
            "legend": self.legend,
            "panels": [export.panel(*side, of=count) for side in self._sides_drawn],
            "subtitle": i18n.sentences([answer.view.sentence for answer in self.answers]),
            "insight": "",  # each side has its own
            "caution": self.caution,
            "caption": self.caption,
            "filename": self.file_name("png"),
            "metadata": self.metadata,
        }

    @property
    def _sides_drawn(self) -> Iterator[tuple[go.Figure, str, str]]:
        """Figure, name and sentence of each."""
        told = ("" if answer.is_empty else answer.finding for answer in self.answers)
        return zip(self.figures, self.names, told, strict=True)

    @property
    def metadata(self) -> dict[str, str]:
        """Text fields of the image: what is the same of all sides once, what is not one after the other."""
        sides = [answer.metadata for answer in self.answers]
        joined = {name: " | ".join(dict.fromkeys(side[name] for side in sides)) for name in sides[0]}
        return {**joined, "Filters": " | ".join(side["Filters"] for side in sides), "Insight": self.insight}

    @property
    def caution(self) -> str:
        """Why rankings and averages are not sure, of each side where it is not the same of all."""
        told = [answer.caution for answer in self.answers]
        if len(set(told)) == 1:
            return told[0]
        return i18n.sentences(i18n.labelled(*side) for side in zip(self.names, told, strict=True) if side[1])

    @property
    def caption(self) -> str:
        """What stands under the image: how complete each side is, where it comes from and of when."""
        views = [answer.view for answer in self.answers]
        coverage = [view.coverage for view in views]
        if len(set(coverage)) > 1:
            coverage = [i18n.labelled(*side) for side in zip(self.names, coverage, strict=True)]
        common = dict.fromkeys([*(view.capture for view in views), *(view.source for view in views)])
        return i18n.sentences([self.answers[0].counting, *dict.fromkeys(coverage), *common])

    def csv(self) -> bytes:
        """The rows of all sides under each other, each with its side and the view it was asked under."""
        rows = [
            answer.frame.assign(side=name, **answer.context)
            for name, answer in zip(self.names, self.answers, strict=True)
        ]
        return export.safe_csv(pd.concat(rows, ignore_index=True), {})

    def parquet(self) -> bytes:
        return sheets.parquet(self.rows, self.context)

    def workbook(self) -> bytes:
        return sheets.workbook(self.rows, {**self.context, "question": self.answers[0].chart.question})

    @property
    def context(self) -> Mapping[str, str]:
        """What the rows are of: of each side what its own view says, after its name."""
        each = [answer.context for answer in self.answers]
        return {
            name: "\n".join(i18n.labelled(*side) for side in zip(self.names, (own[name] for own in each), strict=True))
            if len({own[name] for own in each}) > 1
            else each[0][name]
            for name in each[0]
        }

    @property
    def sql(self) -> str:
        return "\n\n".join(
            f"-- {' '.join(name.split())}\n{answer.sql}" for name, answer in zip(self.names, self.answers, strict=True)
        )

    def file_name(self, suffix: str) -> str:
        sides = zip(self.names, self.sides, strict=True)
        told = [name if side.subject == "organisation" else side.code for name, side in sides]
        return export.file_name(self.answers[0].chart.name, ["compared", *told], suffix)


def compare(
    chart: Chart,
    sides: Sequence[Side],
    chosen: Mapping[str, str],
    load: Callable[[Filters], View],
    answer: Callable[[Filters, Mapping[str, str]], Answer],
) -> Comparison:
    """`chart` under each side. `load` gives the view under filters, `answer` the chart's answer under them."""
    views = [load(side.filters) for side in sides]
    settled = _settle(chart, views, chosen)
    answers = [answer(side.filters, settled) for side in sides]
    return Comparison(answers, [name(side, view) for side, view in zip(sides, views, strict=True)], sides)


def _settle(chart: Chart, views: Sequence[View], chosen: Mapping[str, str]) -> dict[str, str]:
    """The same choices for all sides; of what each view would choose for itself, the coarsest."""
    settled = {}
    for word, choice in chart.choices.items():
        found = [choice.settle(chosen.get(word), view) for view in views]
        settled[word] = max(found, key=list(choice.options).index)
    return settled
