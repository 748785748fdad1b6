"""A view to take to a meeting: one self-contained page of HTML, a folder of images, a digest in Markdown.

The images are drawn by whoever asks for the report: the viewer's browser, or the command line's. Until then their place
in the page is held by `image_place`.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2
import pandas as pd

from analytics import columns, export, i18n
from analytics.chart import Answer, address_words, when
from analytics.charts import CHARTS
from analytics.frame import plain
from analytics.i18n import _, ngettext
from analytics.summary import overview_sentence
from analytics.view import Ask, View, written

PAGE, DIGEST = "report.html", "digest.md"
TEMPLATES = Path(__file__).parent / "assets"
MOST_ROWS = 200
"""Rows of each table in the page; the CSV of a chart has them all."""
ROWS = (
    "engaged_on", "organisation", "catalyst", "relation_type", "channel", "mentions", "corrected", "file", "line",
    "raw_text",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A chart, or the rows behind all of them, as the page shows it."""

    name: str
    title: str
    rows: pd.DataFrame
    insight: str = ""
    completeness: str = ""
    alt: str = ""
    question: str = ""
    image: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Report:
    """`answers`: the charts, in order; `behind`: rows of the question `view_rows`; `built`: when the data was."""

    view: View
    answers: Sequence[Answer]
    behind: pd.DataFrame
    built: dt.datetime

    @classmethod
    def of(cls, ask: Ask, view: View, chosen: Mapping[str, str] | None = None) -> Report:
        """Every chart there is, under `view`."""
        answers = [chart.answer(ask, view, chosen) for chart in CHARTS.values()]
        behind = ask("view_rows", {**view.parameters, "row_limit": MOST_ROWS})
        return cls(view, answers, behind, plain(ask("data_summary", view.parameters)["built_at"].iloc[0]))

    @property
    def title(self) -> str:
        if len(self.view.organisations) == 1:
            return self.view.labels["organisation"][self.view.organisations[0]]
        return _("Who engages with our organisations")

    @cached_property
    def specs(self) -> list[export.PngSpec]:
        return [answer.png for answer in self.answers]

    @property
    def address(self) -> str:
        """What reopens the view with every chart as it is here."""
        return written(address_words(self.view, self.answers))

    @property
    def file_name(self) -> str:
        return export.file_name("report", when(self.view), "zip")

    def page(self) -> str:
        """The page; where an image belongs stands its `image_place`."""
        template = _environment().get_template(PAGE)
        return template.render(
            language=i18n.language(),
            title=self.title,
            badge=self.view.badge,
            sentence=overview_sentence(self.view),
            view=self.view,
            address=self.address,
            facts={**self.view.context, "address": self.address},
            parts=[_part(answer) for answer in self.answers],
            rows=self._rows_behind,
            words={
                "contents": _("Contents"),
                "table": _("Table"),
                "question": _("Question:"),
                "built": _("The data was built on {when} UTC.").format(when=i18n.moment(self.built)),
                "address": _("Address of this view:"),
            },
        )

    @property
    def _rows_behind(self) -> Part:
        told = [column for column in ROWS if column != "corrected" or self.behind[column].notna().any()]
        shown = columns.for_people(self.behind, told).rename(columns=columns.heading)
        left_out = _left_out(self.view.facts.engagements - len(shown))
        return Part("rows", _("The engagements behind it, each with its file and line"), shown, left_out=left_out)

    def digest(self) -> str:
        """Title, filters, and every chart's sentence above a link to its image, in Markdown."""
        lines = [f"# {_escaped(self.title)}", "", _escaped(self.view.sentence), ""]
        lines += [_escaped(text) for text in (self.view.badge, self.view.caption, self.view.caution) if text]
        for answer in self.answers:
            title = _escaped(answer.title)
            lines += ["", f"## {title}", "", _escaped(answer.insight), "", _escaped(answer.completeness), ""]
            lines += [f"![{title}]({answer.png['filename']})"]
        told = _("Address of this view:")
        lines += ["", f"{told} `?{self.address}`"]
        return "\n".join([*lines, ""])


def image_place(name: str) -> str:
    """What stands in the page where the image of the chart `name` belongs."""
    return f"image:{name}"


def with_images(page: str, images: Mapping[str, bytes]) -> str:
    """The page with its images (chart -> PNG) in it."""
    for name, png in images.items():
        source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
        page = page.replace(f'src="{image_place(name)}"', f'src="{source}"')
    return page


def _part(answer: Answer) -> Part:
    name = answer.chart.name
    shown = columns.twin(answer.frame.head(MOST_ROWS), answer.chosen)
    left_out = _left_out(len(answer.frame) - len(shown))
    return Part(
        name,
        answer.title,
        shown,
        answer.insight,
        answer.completeness,
        answer.alt,
        answer.chart.question,
        image_place(name),
        left_out,
    )


def _left_out(rows: int) -> str:
    if rows <= 0:
        return ""
    text = ngettext("{n} more row is not shown here.", "{n} more rows are not shown here.", rows)
    return text.format(n=i18n.number(rows))


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["cell"] = columns.cell
    return environment


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~=&$])")


def _escaped(text: str) -> str:
    """Text on one line that Markdown shows as it stands."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
