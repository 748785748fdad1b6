"""Who appears together: catalysts as marks, lines between those that engage with the same organisations.

Of all lines only the closest are drawn, two for each catalyst: with all of them nothing could be seen. The table has
them all. Names are written where there is room, the most engaged first; every mark says its own under the pointer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from analytics import i18n, theme, vocabulary
from analytics.chart import Choices
from analytics.charts.stacks import LARGEST
from analytics.filters import mark_id
from analytics.frame import Row, records
from analytics.i18n import _, ngettext
from analytics.view import View

HEIGHT = 620
WIDTH, DRAWN = 720, 420
"""Pixels that names are placed for, legend and margins taken off: the least of a page on a laptop, and of an image."""
EDGE = 1.12
"""Where the axes end; places lie between -1 and 1."""
PIXEL_ALONG, PIXEL_UP = 2 * EDGE / WIDTH, 2 * EDGE / DRAWN
NAME = 26
"""Letters of a name that are written."""
CHARACTER, LINE = 7.2, 17
"""Pixels that a letter and a line take at the size of the names."""
DIAMETERS = (7, 30)
"""Smallest and largest diameter of the marks, in pixels; the area stands for the number of organisations."""
PARTNERS = 3
"""Closest catalysts that a mark names."""


@dataclass
class Node:
    code: str
    name: str
    kind: str
    organisations: int
    partners: list[tuple[str, int]] = field(default_factory=list)
    """Names of those it shares organisations with, and how many, the most first."""

    @property
    def hover(self) -> str:
        engaged = ngettext("{n} organisation", "{n} organisations", self.organisations)
        lines = [f"<b>{theme.plain(self.name)}</b>", vocabulary.name("kind", self.kind)]
        lines.append(engaged.format(n=i18n.number(self.organisations)))
        for name, shared in self.partners[:PARTNERS]:
            text = ngettext("{n} shared with {name}", "{n} shared with {name}", shared)
            lines.append(text.format(n=i18n.number(shared), name=theme.plain(name)))
        return "<br>".join(lines)


def nodes(ties: Sequence[Row]) -> dict[str, Node]:
    """The catalysts of these ties, each with its partners; the most engaged first."""
    found: dict[str, Node] = {}
    for tie in ties:
        one = found.setdefault(tie.catalyst_id, Node(tie.catalyst_id, tie.catalyst, tie.kind, tie.organisations))
        two = found.setdefault(tie.other_id, Node(tie.other_id, tie.other, tie.other_kind, tie.other_organisations))
        one.partners.append((two.name, tie.shared))
        two.partners.append((one.name, tie.shared))
    return dict(sorted(found.items(), key=lambda item: (-item[1].organisations, item[0])))


Places = Mapping[str, tuple[float, float]]


def places(ties: Sequence[Row], codes: Sequence[str]) -> Places:
    """Where each catalyst stands, between -1 and 1: those that are close to each other near each other.

    Fruchterman and Reingold 1991, as networkx has it; the same for the same ties.
    """
    import networkx as nx  # a third of a second that only this chart needs

    graph = nx.Graph()
    graph.add_nodes_from(codes)
    graph.add_weighted_edges_from((tie.catalyst_id, tie.other_id, math.sqrt(tie.jaccard)) for tie in ties)
    spread = nx.spring_layout(graph, k=2.2 / math.sqrt(len(codes)), iterations=200, seed=1, method="force")
    return dict(
        zip(codes, zip(*map(_filling, zip(*(spread[code] for code in codes), strict=True)), strict=True), strict=True)
    )


def _filling(along: Sequence[float]) -> list[float]:
    """The same places along one axis, moved and stretched to run from -1 to 1."""
    least, most = min(along), max(along)
    return [2 * (float(place) - least) / (most - least) - 1 if most > least else 0.0 for place in along]


def draw_network(frame: pd.DataFrame, view: View, chosen: Choices) -> go.Figure:
    ties = records(frame[frame["is_close"]])
    found = nodes(records(frame))
    drawn = {code: node for code, node in found.items() if any(code in (tie.catalyst_id, tie.other_id) for tie in ties)}
    figure = go.Figure()
    if drawn:
        placed = places(ties, list(drawn))
        _draw_ties(figure, ties, placed)
        _draw_nodes(figure, drawn, placed)
        _write_names(figure, drawn, placed, view.filters.catalyst)
    hidden = {"visible": False, "range": [-EDGE, EDGE]}
    figure.update_layout(
        height=HEIGHT, showlegend=True, hovermode="closest", xaxis=hidden, yaxis=hidden,
        legend={"itemsizing": "constant"},
    )  # fmt: skip
    return figure


def _draw_ties(figure: go.Figure, ties: Sequence[Row], placed: Places) -> None:
    """Lines in three widths, the strongest third of the ties in the widest."""
    strongest = sorted(tie.shared for tie in ties)
    bounds = [strongest[len(strongest) // 3], strongest[2 * len(strongest) // 3], strongest[-1] + 1]
    for width, (least, below) in enumerate(zip([0, *bounds[:-1]], bounds, strict=True), 1):
        lines = [tie for tie in ties if least <= tie.shared < below]
        figure.add_scatter(
            x=[x for tie in lines for x in (placed[tie.catalyst_id][0], placed[tie.other_id][0], None)],
            y=[y for tie in lines for y in (placed[tie.catalyst_id][1], placed[tie.other_id][1], None)],
            mode="lines", line={"color": theme.NEUTRAL, "width": 0.7 * width}, opacity=0.55, hoverinfo="skip",
            showlegend=False,
        )  # fmt: skip


def _diameter(node: Node, most: int) -> float:
    return max(DIAMETERS[0], DIAMETERS[1] * math.sqrt(node.organisations / most))


def _draw_nodes(figure: go.Figure, drawn: Mapping[str, Node], placed: Places) -> None:
    most = max(node.organisations for node in drawn.values())
    for name, colour, alike in _kinds(list(drawn.values())):
        figure.add_scatter(
            x=[placed[node.code][0] for node in alike], y=[placed[node.code][1] for node in alike], mode="markers",
            marker={
                "color": colour, "size": [_diameter(node, most) for node in alike], "opacity": 1,
                "line": {"width": 1, "color": "#FFFFFF"},
            },
            name=name, ids=[mark_id("catalyst", node.code) for node in alike],
            customdata=[node.hover for node in alike], hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip


def _kinds(drawn: Sequence[Node]) -> Iterator[tuple[str, str, list[Node]]]:
    """Name, colour and nodes of each kind; of many, the rarest are put together."""
    sizes = Counter(node.kind for node in drawn)
    own = [kind for kind, _size in sizes.most_common(len(sizes) if len(sizes) <= LARGEST + 1 else LARGEST)]
    for kind in vocabulary.ordered("kind", own):
        alike = [node for node in drawn if node.kind == kind]
        yield vocabulary.name("kind", kind), theme.colour("kind", kind), alike
    rest = [node for node in drawn if node.kind not in own]
    if rest:
        yield _("All others ({n})").format(n=len(sizes) - len(own)), theme.REST, rest


def _write_names(figure: go.Figure, drawn: Mapping[str, Node], placed: Places, chosen: Sequence[str]) -> None:
    ordered = sorted(drawn.values(), key=lambda node: node.code not in chosen)
    written = list(_legible(ordered, placed, max(node.organisations for node in drawn.values())))
    figure.add_scatter(
        x=[name.x for name in written], y=[name.y for name in written], text=[name.text for name in written],
        textposition=[f"middle {name.side}" for name in written], mode="text", hoverinfo="skip", showlegend=False,
        textfont={"size": 13, "color": theme.PAGE_TEXT}, cliponaxis=False,
    )  # fmt: skip


Box = tuple[float, float, float, float]


_SIDES = (
    # Where a name stands beside its mark (across, up), and to which side of there it runs.
    (0, 1, "center"),
    (0, -1, "center"),
    (1, 0, "right"),
    (-1, 0, "left"),
)


@dataclass(frozen=True)
class Name:
    text: str
    x: float
    y: float
    side: str


def _legible(ordered: Sequence[Node], placed: Places, most: int) -> Iterator[Name]:
    """The names that fit beside their marks, on no other name and no larger mark."""
    taken: list[Box] = []
    for node in ordered:
        (x, y), radius = placed[node.code], _diameter(node, most) / 2
        half, lift = min(len(node.name), NAME) * CHARACTER / 2, radius + LINE / 2
        for across, up, side in _SIDES:
            height = y + up * lift * PIXEL_UP
            box = _box(x + across * (half + radius) * PIXEL_ALONG, height, half, LINE / 2)
            if box[0] >= -EDGE and box[1] <= EDGE and not any(_touch(box, other) for other in taken):
                taken.append(box)
                yield Name(theme.plain(node.name, NAME), x + across * radius * PIXEL_ALONG, height, side)
                break
        taken.append(_box(x, y, radius, radius))


def _box(x: float, y: float, half_width: float, half_height: float) -> Box:
    """Left, right, bottom and top of a box around a place; its sizes in pixels."""
    along, up = half_width * PIXEL_ALONG, half_height * PIXEL_UP
    return x - along, x + along, y - up, y + up


def _touch(one: Box, two: Box) -> bool:
    return one[0] < two[1] and two[0] < one[1] and one[2] < two[3] and two[2] < one[3]
