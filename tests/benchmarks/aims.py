"""What is aimed at, on two cores, and which of the figures show whether it is reached."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tests.benchmarks.figures import Figure, shown

REDRAWN, ASKED = "From a change of a filter to redrawn charts", "all questions and sets of filters"
HEADINGS = ("aimed at, on two cores", "measured", "reached")


class Aim(NamedTuple):
    """`figures` is a pattern of their topic, name, rows and what they are beside, one behind the other."""

    words: str
    figures: str
    at_most: float
    is_ratio: bool = False


AIMS = (
    Aim("250,000 pages are built within a minute", r"Building full build 2[45]\d,\d+ pages .* `loop`", 60),
    Aim(
        "20,000 copies of the real page: no more than twice the plain loop",
        r"Building full build 20,000 pages .* `loop`",
        2,
        is_ratio=True,
    ),
    Aim("4 million engagements: questions take 20 ms in the median", rf"Asking 4,.* {ASKED}: median .*", 20),
    Aim("4 million engagements: 50 ms in the 95th percentile", rf"Asking 4,.* {ASKED}: 95th percentile .*", 50),
    Aim("40 million engagements: no question takes more than 150 ms", rf"Asking (39|40),.* {ASKED}: slowest .*", 150),
    Aim(
        "a change of a filter: no more than 1.2 times the floor",
        rf"{REDRAWN} /.* redrawn, median .*",
        1.2,
        is_ratio=True,
    ),
    Aim(
        "the first chart of a page: no more than 1.5 times a bare page's",
        rf"{REDRAWN} /.* the first chart .*",
        1.5,
        is_ratio=True,
    ),
    Aim("50 viewers at once: no errors", r"Many people ours: errors 50 viewers.*", 0),
    Aim("an hour of viewers and rebuilds: no errors", r"Staying up errors .* 60 minutes ", 0),
)


def table(found: Iterable[Figure]) -> str:
    """Write what is aimed at, what the figures say of it, and how many of them are within it, as a Markdown table.

    What no figure says anything of is left out: at smaller sizes that is most.
    """
    figures = list(found)
    rows = [HEADINGS, ("---", "---:", "---:"), *(row for aim in AIMS for row in _rows(aim, figures))]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _rows(aim: Aim, figures: Sequence[Figure]) -> Iterator[Sequence[str]]:
    meant = [one for one in figures if re.fullmatch(aim.figures, f"{one.topic} {one.name} {one.rows} {one.beside}")]
    values = sorted(value for one in meant if (value := one.ratio if aim.is_ratio else one.value) is not None)
    if values:
        unit = "×" if aim.is_ratio else meant[0].unit
        reached = sum(value <= aim.at_most for value in values)
        yield aim.words, f"{_span(values)} {unit}".strip(), _how_many(reached, len(values))


def _span(values: Sequence[float]) -> str:
    if len(values) == 1:
        return shown(values[0])
    least, most = shown(values[0]), shown(values[-1])
    return f"{least} to {most}, median {shown(statistics.median(values))}"


def _how_many(reached: int, of: int) -> str:
    if of > 1:
        return f"{reached} of {of}"
    return "yes" if reached else "no"
