"""The address is the only state of a view: filters, choices of charts, language and dataset are words in it, so that a
copied link reopens the same view, and the menu's links carry it from page to page.

A widget shows what the address says and writes back what was chosen; it keeps nothing of its own. (Streamlit's own
binding writes the labels of options, and the address has to hold codes that scripts use too.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Words = Mapping[str, list[str]]
"""Words of an address; one without values is not in it."""
_LATEST, _DRAWN = "words-latest", "words-drawn"


def words() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def word(name: str) -> str | None:
    given = st.query_params.get_all(name)
    return given[-1] if given else None


def put(name: str, values: Sequence[str]) -> None:
    """Write `values` under `name`; none of them takes the word out of the address."""
    if values:
        st.query_params[name] = list(values)
    elif name in st.query_params:
        del st.query_params[name]
    remember()


def put_all(changed: Mapping[str, Sequence[str]]) -> None:
    """`put` for several names in one step, which is one step back for the visitor too."""
    st.query_params.from_dict(with_words(changed))
    remember()


def remember(latest: Words | None = None) -> None:
    """`latest`, or else the words of now, are those of this visitor until others are chosen."""
    st.session_state[_LATEST] = words() if latest is None else latest


def links_drawn() -> None:
    """Links with the words of now go to the browser, which shows those before them a while longer."""
    st.session_state[_DRAWN] = [*[drawn for drawn in _drawn() if drawn != words()][-1:], words()]


def catch_up(*, is_other_page: bool) -> None:
    """Go on with the newest words where a link has led to another page that was drawn before they were chosen.

    The way back has older words too, and means them.
    """
    latest, run = st.session_state.get(_LATEST), get_script_run_ctx()
    is_link = is_other_page and run is not None and not run.is_history_navigation
    if is_link and latest is not None and words() != latest and words() in _drawn():
        st.query_params.from_dict(latest)
    remember()


def _drawn() -> Sequence[Words]:
    drawn: Sequence[Words] = st.session_state.get(_DRAWN, ())
    return drawn


def drop(names: Sequence[str]) -> None:
    for name in names:
        put(name, ())


def show(key: str, value: object) -> None:
    """Have the widget of that key show `value`, which is what the address says.

    Only where it shows something else: a browser takes a value that is set for the newest one, and where a slow page
    says again what was chosen before, it would take back what has been chosen since.

    The widget has to begin with it as well: two runs may follow each other so closely that a browser draws the second
    alone, which sets nothing, and it would send what a field begins with as if somebody had chosen that.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def chosen(write: Callable[[], None]) -> Callable[[], None]:
    """`write`, for a widget outside of parts that run alone, to call when it is changed by somebody.

    A browser says with every run what its widgets show. Where it has been told something newer and not drawn it yet,
    that would be a change back to what was there before: *Back* would be taken back by the next look after newer data.
    Somebody's choice always runs the whole page, and *Back* chooses nothing.
    """

    def heed() -> None:
        run = get_script_run_ctx()
        if run is None or not (run.fragment_ids_this_run or run.is_history_navigation):
            write()

    return heed


def with_words(changed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The words of the address with some of them changed, for a link."""
    merged = {**words(), **{name: list(values) for name, values in changed.items()}}
    return {name: values for name, values in merged.items() if values}
