"""A chart is a question, a drawing and a sentence about what is seen; an answer is a chart under a view, ready for a
page or a file. Nothing here knows Streamlit, and a drawing knows no more than the frame it is given.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import pandas as pd
import plotly.graph_objects as go

from analytics import export, i18n, legend, sheets, theme
from analytics.i18n import _
from analytics.sketch import Sketch
from analytics.view import Ask, View, written
from analytics.warehouse import questions

Choices = Mapping[str, str]
"""What was chosen for each of a chart's choices: its name -> the code chosen."""


@dataclass(frozen=True)
class Choice:
    """Something a viewer may change about a chart: a parameter of its question, or of its drawing alone."""

    label: str
    options: Mapping[str, str]
    default: str | Callable[[View], str]
    """A code, or what finds the code that fits a view."""

    def settle(self, word: str | None, view: View) -> str:
        if word is not None and word in self.options:
            return word
        return self.default if isinstance(self.default, str) else self.default(view)


@dataclass(frozen=True)
class Chart:
    name: str
    question: str
    title: Callable[[View, Choices], str]
    draw: Callable[..., Sketch]
    """Of a frame, a view and choices; where it pools, of all rows too that it is compared with."""
    insight: Callable[[pd.DataFrame, View, Choices], str]
    counting: str | Mapping[str, str]
    """Message that says what counts once; or one for each of the options of its choice `counting`."""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    pools: bool = False
    """Whether its colours are of the largest categories, or of classes of numbers: compared ones share them."""
    behind: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Filters of the rows that it counts, where these are not all of its view: codes, or none for all there are."""
    ranks: bool = False
    """Whether it ranks or averages, so that what is not captured could turn it over: then it says so."""

    def answer(self, ask: Ask, view: View, chosen: Mapping[str, str] | None = None) -> Answer:
        """Ask under `view`. Words in `chosen` that this chart does not know are left alone."""
        settled = {name: choice.settle((chosen or {}).get(name), view) for name, choice in self.choices.items()}
        parameters = {**view.parameters, **settled}
        return Answer(self, view, settled, parameters, ask(self.question, parameters))


@dataclass(frozen=True)
class Answer:
    chart: Chart
    view: View
    chosen: Choices
    parameters: Mapping[str, object]
    frame: pd.DataFrame

    @cached_property
    def title(self) -> str:
        return self.chart.title(self.view, self.chosen)

    @cached_property
    def finding(self) -> str:
        """One sentence or two computed from the data shown."""
        return self.chart.insight(self.frame, self.view, self.chosen)

    @property
    def caution(self) -> str:
        """Why what it ranks or averages is not sure; else empty."""
        return self.view.caution if self.chart.ranks and len(self.frame) else ""

    @property
    def insight(self) -> str:
        """What is found, and how sure that is."""
        return i18n.sentences([self.finding, self.caution])

    @property
    def counting(self) -> str:
        """What counts once in its numbers."""
        counting = self.chart.counting
        message = counting if isinstance(counting, str) else counting[self.chosen["counting"]]
        return _(message)

    @property
    def completeness(self) -> str:
        """How it counts, of how much, captured when: it goes wherever the chart or its sentence goes."""
        return i18n.sentences([self.counting, self.view.completeness])

    @property
    def alt(self) -> str:
        """All that it says, for those who cannot see it."""
        return i18n.sentences([f"{self.title}.", self.insight, self.completeness])

    @property
    def address(self) -> str:
        """What reopens the view with this chart as it is."""
        return written(address_words(self.view, [self]))

    @property
    def settings(self) -> str:
        """What was chosen for it, in words."""
        named = {_(choice.label): _(choice.options[self.chosen[name]]) for name, choice in self.chart.choices.items()}
        return "; ".join(i18n.labelled(label, option) for label, option in named.items())

    @property
    def context(self) -> Mapping[str, str]:
        """What stands beside every row of its CSV, and in its other files."""
        return {**view_context(self.view, self.title), "choices": self.settings, "counting": self.counting}

    @cached_property
    def _drawn(self) -> Sketch:
        return self.chart.draw(self.frame, self.view, self.chosen)

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing to be drawn."""
        return not len(self.frame) or not any(len(trace.get("x", ())) for trace in self._drawn.data)

    def figure_among(self, pooled: pd.DataFrame) -> go.Figure:
        """The figure in the colours of `pooled`: the rows of all that it is compared with."""
        if self.is_empty or not self.chart.pools:
            return go.Figure(self.figure)
        return theme.dressed(self.chart.draw(self.frame, self.view, self.chosen, pooled).figure())

    @cached_property
    def figure(self) -> go.Figure:
        """The drawing; of nothing, the sentence: an empty chart would leave one guessing, above all as an image."""
        return theme.dressed(self._shown.figure())

    @property
    def _shown(self) -> Sketch:
        return _saying(self.insight) if self.is_empty else self._drawn

    @cached_property
    def plot(self) -> str:
        """`figure` as the plotly JSON that a page draws."""
        return theme.worn(self._shown)

    @property
    def is_clickable(self) -> bool:
        """Whether any mark says what a click on it would filter by."""
        return not self.is_empty and any(any(trace.get("ids", ())) for trace in self._drawn.data)

    @property
    def behind(self) -> Mapping[str, object]:
        """What to ask `view_rows` for the engagements that it counts."""
        narrowed = {name: _both(self.view.parameters[name], codes) for name, codes in self.chart.behind.items()}
        return {**self.view.parameters, **narrowed}

    @cached_property
    def sql(self) -> str:
        """The SQL that was run, parameters written out."""
        return questions()[self.chart.question].runnable(self.parameters)

    @cached_property
    def png(self) -> export.PngSpec:
        view = self.view
        return export.png_spec(
            self.figure,
            legend=legend.common([self.figure]),
            title=self.title,
            subtitle=view.sentence,
            insight="" if self.is_empty else self.finding,  # where nothing is drawn it stands there instead
            caution=self.caution,
            caption=i18n.sentences([self.counting, view.caption]),
            filename=self.file_name("png"),
            badge=view.badge,
            language=i18n.language(),
            metadata=self.metadata,
        )

    @property
    def metadata(self) -> Mapping[str, str]:
        """Text fields of its image, beside title, filters in words and source."""
        told = {"Filters": self.address, "Insight": self.insight, "Counting": self.counting, "Choices": self.settings}
        return {**told, "Coverage": self.view.coverage, "Capture": self.view.capture}

    def csv(self) -> bytes:
        return export.safe_csv(self.frame, self.context)

    def parquet(self) -> bytes:
        return sheets.parquet(self.frame, self.context)

    def workbook(self) -> bytes:
        return sheets.workbook(self.frame, {**self.context, "question": self.chart.question})

    def file_name(self, suffix: str) -> str:
        return export.file_name(self.chart.name, [*self.chosen.values(), *when(self.view)], suffix)


def _both(chosen: object, codes: Sequence[str]) -> list[str]:
    """The codes that are among those chosen; one that nothing has where there are none, since no codes are all."""
    if not chosen or not codes:
        return list(codes)
    return [code for code in codes if code in cast(list[str], chosen)] or ["-"]


def _saying(words: str) -> Sketch:
    """A drawing that holds nothing but a sentence."""
    sketch = Sketch().update_layout(height=180).update_xaxes(visible=False).update_yaxes(visible=False)
    return sketch.add_annotation(
        text="<br>".join(theme.plain(line) for line in textwrap.wrap(words, 44)),
        x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"size": 15, "color": theme.PAGE_TEXT},
    )  # fmt: skip


def address_words(view: View, answers: Iterable[Answer]) -> Mapping[str, Sequence[str]]:
    """The words of an address under which a dashboard shows these answers of one view, with the same choices.

    What fits the data is always said: it may be something else once there are more.
    """
    chosen = {
        name: [code]
        for answer in answers
        for name, code in answer.chosen.items()
        if code != answer.chart.choices[name].default
    }
    return {**view.words, **chosen}


def view_context(view: View, title: str) -> Mapping[str, str]:
    return {"title": title, **view.context}


def when(view: View) -> list[str]:
    """What a file name says of the view: the organisation if it is one, the period, the capture."""
    organisation = view.filters.organisation
    names = [view.labels["organisation"][organisation[0]]] if len(organisation) == 1 else []
    first, last = view.filters.period.resolve(view.last_capture)
    period = [day.isoformat() if day else "open" for day in (first, last)] if first or last else ["all-dates"]
    captured = [f"captured-{view.as_of.isoformat()}"] if view.as_of else []
    return [*names, *period, *captured]
