"""The search box: words on one side, on the other the best that the warehouse has for them. No list ever holds all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from analytics import vocabulary
from analytics.frame import Row, records
from analytics.i18n import _
from pages import _asking
from pages._apart import apart

BEST = 20
"""Answers to a search; who looks for another says more."""

_answers = st.components.v2.component(
    "catalyst_atlas_answers",
    html="<ul></ul>",
    css=Path(__file__).with_name("_answers.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("_answers.js").read_text(encoding="utf-8"),
)
_PLACEHOLDERS = {
    "organisation": lambda: _("Name, SIREN, tag or place"),
    "catalyst": lambda: _("Name"),
}


@apart
def search_box(
    what: str,
    label: str,
    chosen: Mapping[str, str],
    put: Callable[[Sequence[str]], None],
    *,
    key: str = "",
    most: int | None = None,
) -> None:
    """Search organisations or catalysts, and choose among the best answers.

    `chosen`: code -> name of those that are chosen, which come first and can be taken back; `put`: called with the
    codes chosen from then on; `key`: of the box, where a page has two for the same; `most`: how many may be chosen,
    the first giving way to another.
    """
    key = key or what
    words = st.text_input(
        label, key=f"search-{key}", type="search", live=True, placeholder=_PLACEHOLDERS[what](), autocomplete="off"
    )
    found = records(_asking.ask_plainly("view_search", {"words": words, "what": what, "best": BEST}))
    offered = [_option(row) for row in found if row.id not in chosen]
    picked = _answers(
        key=f"answers-{key}",
        data={
            "chosen": [{"code": code, "name": name, "detail": ""} for code, name in chosen.items()],
            "offered": offered,
            "nothing": ""
            if found
            else _("Nothing found: every word has to begin a word of the name or the other facts."),
        },
        on_picked_change=lambda: None,
    ).picked
    if picked:
        put(_with(list(chosen), picked, most))
        st.rerun()


def _with(chosen: list[str], picked: str, most: int | None) -> list[str]:
    """`chosen` with `picked`, or without it if it was there."""
    if picked in chosen:
        return [code for code in chosen if code != picked]
    return [*chosen, picked][-most:] if most else [*chosen, picked]


def _option(row: Row) -> dict[str, Any]:
    facts = [row.city, row.siren, row.kind and vocabulary.name("kind", row.kind)]
    return {"code": row.id, "name": row.name, "detail": " · ".join(filter(None, facts))}
