"""Who appears together: catalysts as marks, lines between those that engage with the same organisations.

Of all lines only the closest are drawn, two for each catalyst: with all of them nothing could be seen. The table has
them all. Names are written where there is room, the most engaged first; every mark says its own under the pointer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from analytics import theme, vocabulary
from analytics.chart import Choices
from analytics.charts.catalyst_names import EDGE, LAPTOP, PHONE, Node, Places, diameter, legible
from analytics.charts.stacks import LARGEST
from analytics.filters import mark_id
from analytics.frame import Row, records
from analytics.i18n import _
from analytics.sketch import Sketch
from analytics.view import View

HEIGHT = 620


def nodes(ties: Sequence[Row]) -> dict[str, Node]:
    """The catalysts of these ties, each with its partners; the most engaged first."""
    found: dict[str, Node] = {}
    for tie in ties:
        one = found.setdefault(tie.catalyst_id, Node(tie.catalyst_id, tie.catalyst, tie.kind, tie.organisations))
        two = found.setdefault(tie.other_id, Node(tie.other_id, tie.other, tie.other_kind, tie.other_organisations))
        one.partners.append((two.name, tie.shared))
        two.partners.append((one.name, tie.shared))
    return dict(sorted(found.items(), key=lambda item: (-item[1].organisations, item[0])))


def places(ties: Sequence[Row], codes: Sequence[str]) -> Places:
    """Where each catalyst stands, between -1 and 1: those that are close to each other near each other.

    Fruchterman and Reingold 1991, as networkx has it; the same for the same ties.
    """
    import networkx as nx  # a third of a second that only this chart needs

    graph = nx.Graph()
    graph.add_nodes_from(codes)
    graph.add_weighted_edges_from((tie.catalyst_id, tie.other_id, math.sqrt(tie.jaccard)) for tie in ties)
    spread = nx.spring_layout(graph, k=2.2 / math.sqrt(len(codes)), iterations=200, seed=1, method="force")
    along, up = (_filling([spread[code][axis] for code in codes]) for axis in (0, 1))
    return dict(zip(codes, zip(along, up, strict=True), strict=True))


def _filling(along: Sequence[float]) -> list[float]:
    """The same places along one axis, moved and stretched to run from -1 to 1."""
    least, most = min(along), max(along)
    return [2 * (float(place) - least) / (most - least) - 1 if most > least else 0.0 for place in along]


def draw_network(frame: pd.DataFrame, view: View, chosen: Choices) -> Sketch:
    ties = records(frame[frame["is_close"]])
    found = nodes(records(frame))
    drawn = {code: node for code, node in found.items() if any(code in (tie.catalyst_id, tie.other_id) for tie in ties)}
    figure = Sketch()
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


def _draw_ties(figure: Sketch, ties: Sequence[Row], placed: Places) -> None:
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


def _draw_nodes(figure: Sketch, drawn: Mapping[str, Node], placed: Places) -> None:
    most = max(node.organisations for node in drawn.values())
    for name, colour, alike in _kinds(list(drawn.values())):
        figure.add_scatter(
            x=[placed[node.code][0] for node in alike], y=[placed[node.code][1] for node in alike], mode="markers",
            marker={
                "color": colour, "size": [diameter(node, most) for node in alike], "opacity": 1,
                "line": {"width": 1, "color": "#FFFFFF"},
            },
            name=name, ids=[mark_id({"catalyst": node.code}) for node in alike],
            customdata=[node.hover for node in alike], hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip


def _kinds(drawn: Sequence[Node]) -> Iterator[tuple[str, str, list[Node]]]:
    """Name, colour and nodes of each kind; of many, those that engage the least are put together."""
    sizes: Counter[str] = Counter()
    for node in drawn:
        sizes[node.kind] += node.organisations
    own = [kind for kind, _size in sizes.most_common(len(sizes) if len(sizes) <= LARGEST + 1 else LARGEST)]
    for kind in vocabulary.ordered("kind", own):
        alike = [node for node in drawn if node.kind == kind]
        yield vocabulary.name("kind", kind), theme.colour("kind", kind), alike
    rest = [node for node in drawn if node.kind not in own]
    if rest:
        yield _("All others ({n})").format(n=len(sizes) - len(own)), theme.REST, rest


def _write_names(figure: Sketch, drawn: Mapping[str, Node], placed: Places, chosen: Sequence[str]) -> None:
    """Two layers of names: those that a phone has room for, and the others, which `pages/_style.css` hides there."""
    ordered = sorted(drawn.values(), key=lambda node: node.code not in chosen)
    most = max(node.organisations for node in ordered)
    few = legible(ordered, placed, most, PHONE)
    many = legible(ordered, placed, most, LAPTOP, few)
    for names in (list(few.values()), [name for code, name in many.items() if code not in few]):
        figure.add_scatter(
            x=[name.x for name in names], y=[name.y for name in names], text=[name.text for name in names],
            textposition=[f"middle {name.side}" for name in names], mode="text", hoverinfo="skip", showlegend=False,
            textfont={"size": 13, "color": theme.PAGE_TEXT}, cliponaxis=False,
        )  # fmt: skip
