"""Every question there is, for people: as two columns and as `docs/questions.md`, both from the SQL headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from analytics import i18n
from analytics.chart import Chart
from analytics.charts import CHARTS
from analytics.filters import DIMENSIONS
from analytics.i18n import _
from analytics.view import FILE_ROWS, ROW_LIMIT, View
from analytics.warehouse import Question, questions

FILTERS = ("date_from", "date_to", *DIMENSIONS)

STEMS: Mapping[str, str] = {
    "timeline": "Who engaged when",
    "relationships": "The health of relations",
    "sectors": "The sectors of catalysts",
    "regions": "Regional and other public authorities",
    "organisation": "One organisation",
    "catalyst": "Catalysts, and who appears together",
    "data": "Sources, coverage and checks",
    "view": "What every page needs to know of a view",
}

_HEAD = """# Questions

Everything the dashboard shows is the answer to one of these questions. Each is a file of `analytics/queries`, and the
first part of its name is the page it belongs to. `python -m analytics query NAME` writes an answer as CSV, under the
filters of the address; those that are charts are drawn by `python -m analytics render`.

This page is made from the headers of the SQL files. To renew it:

```sh
python -m analytics list --markdown > docs/questions.md
```
"""


_ROWS: Mapping[str, Callable[[View], int]] = {
    "view_rows": lambda view: view.facts.engagements,
    "organisation_list": lambda view: view.scope.organisations,
    "catalyst_list": lambda view: view.facts.catalysts,
}
"""Question whose rows on a page are limited -> how many there are in a view."""


def left_out(question: str, found: int, view: View, *, is_part: bool = False) -> str:
    """What a table of the first rows of an answer has to say of the others; nothing where they are all there.

    `found`: rows of the answer; `is_part`: whether more is filtered than the view does, whose facts then are no totals.
    """
    is_limited = "row_limit" in questions()[question].parameters
    if found < ROW_LIMIT or (found == ROW_LIMIT and not is_limited):
        return ""
    if is_limited and (is_part or question not in _ROWS):
        text = _("The first {shown} rows; the CSV has up to {most}.")
        return text.format(shown=i18n.number(found), most=i18n.number(FILE_ROWS))
    total = _ROWS[question](view) if is_limited else found
    if total <= ROW_LIMIT:
        return ""
    text = _("The first {shown} of {all} rows; the CSV has them all.")
    if is_limited and total > FILE_ROWS:
        text = _("The first {shown} of {all} rows; the CSV has {most}, and `python -m analytics query {question}` all.")
    numbers = {"shown": ROW_LIMIT, "all": total, "most": FILE_ROWS}
    return text.format(question=question, **{name: i18n.number(number) for name, number in numbers.items()})


def others() -> list[str]:
    """Questions that no chart draws."""
    drawn = {chart.question for chart in CHARTS.values()}
    return [name for name in questions() if name not in drawn]


def columns(names: Iterable[str]) -> str:
    """Name and question of each, a line each."""
    asked = {name: questions()[CHARTS[name].question if name in CHARTS else name] for name in names}
    width = max(map(len, questions()))
    return "".join(f"{name:{width}}  {question.asked}\n" for name, question in asked.items())


def markdown() -> str:
    return "\n".join([_HEAD, *_stems()])


def _stems() -> Iterator[str]:
    for stem, title in STEMS.items():
        yield f"## {title}\n"
        yield from (_section(question) for name, question in questions().items() if name.startswith(f"{stem}_"))


def _section(question: Question) -> str:
    meanings = [f"| `{name}` | {_cell(meaning)} |" for name, meaning in question.columns.items()]
    return "\n".join(
        [
            f"### {question.name}\n",
            f"{question.question}\n",
            f"{_uses(question)}\n",
            "| column | meaning |",
            "|---|---|",
            *meanings,
            "",
        ]
    )


def _uses(question: Question) -> str:
    """What it can be told, and whether it is drawn with what choices."""
    given = [name for name in question.parameters if name in FILTERS]
    filters = ["every filter"] if len(given) == len(FILTERS) else [f"`{name}`" for name in given]
    others = [f"`{name}`" for name in question.parameters if name not in FILTERS]
    told = f"Parameters: {', '.join(filters + others) or 'none'}."
    charts = [chart for chart in CHARTS.values() if chart.question == question.name]
    return " ".join([told, *(f"{_called(chart)}{_choices(chart)}." for chart in charts)])


def _called(chart: Chart) -> str:
    return "A chart" if chart.name == chart.question else f"Another chart: `{chart.name}`"


def _choices(chart: Chart) -> str:
    words = [f"`{name}` ({', '.join(choice.options)})" for name, choice in chart.choices.items()]
    return f"; `--set` chooses {' and '.join(words)}" if words else ""


def _cell(text: str) -> str:
    """Text of a table's cell; two `$` in a line would be taken for mathematics."""
    return re.sub(r"\$\w+", r"`\g<0>`", text).replace("|", r"\|")
