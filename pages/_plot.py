"""A chart on a page, drawn with the plotly.js that Streamlit serves.

Streamlit's own element takes a chart whose data have changed for another one, and draws it anew from nothing. This one
stays where it is: plotly changes what is different, and charts that nobody sees are not drawn before they are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages._png import plotly_address

HERE = Path(__file__).parent
SCRIPTS = ("_marks.js", "_legend.js", "_narrow.js", "_plot.js")

_component = st.components.v2.component(
    "catalyst_atlas_plot",
    html="<ul class='legend'></ul><div class='plot' role='figure'></div><span class='said' role='status'></span>",
    js="\n".join(HERE.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS),
    isolate_styles=False,
)


def plot(key: str, figure: str, alt: str, pick: Callable[[str], None] | None = None, *, is_side: bool = False) -> None:
    """Draw `figure`, which is plotly JSON; `alt` is for those who cannot see it.

    `pick`: called with the id of a clicked mark, before the page runs again; `is_side`: whether it stands beside
    others on common scales, so that its names are folded already and its height is theirs.
    """

    def picked() -> None:
        if pick and (mark := st.session_state[key].picked):
            pick(str(mark))

    _component(
        key=key,
        data={"figure": figure, "alt": alt, "side": is_side, "plotly": plotly_address()},
        on_picked_change=picked,
    )
