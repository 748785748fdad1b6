"""What belongs to one run of a page: what comes last, and what has been found out already.

Charts come first: what is hidden until it is opened, and what stands below a chart, is sent after all of them, into the
place that was kept for it. Where the page stands already and only changes, all else is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

T = TypeVar("T")


@dataclass
class _Run:
    page: str
    stands: bool
    last: list[tuple[DeltaGenerator, Callable[[], None]]] = field(default_factory=list)
    is_ending: bool = False
    found: dict[object, object] = field(default_factory=dict)


_SHOWN = "page-shown"
_current: ContextVar[_Run | None] = ContextVar("run", default=None)


def begin(page: str) -> None:
    """`page`: its word in the address."""
    _current.set(_Run(page, stands=st.session_state.get(_SHOWN) == page))


def shown() -> None:
    """The visitor has the page that was run before them."""
    if run := _current.get():
        st.session_state[_SHOWN] = run.page


def is_other_page() -> bool:
    """Whether the visitor comes from another page of ours."""
    run = _current.get()
    return run is not None and not run.stands and _SHOWN in st.session_state


def page() -> str | None:
    """The page that is run; None where a part of it runs alone."""
    run = _current.get()
    return run.page if run else None


def end() -> None:
    """Show what was to come last. A part of the page that runs alone, later on, has no run of this kind."""
    run = _current.get()
    if run is None:
        return
    run.is_ending = True
    try:
        for place, show in run.last:
            with place:
                show()
    finally:
        _current.set(None)


class Ended(Exception):  # noqa: N818 - no error
    """A page that has nothing more to show."""


def stop() -> NoReturn:
    """End the page here, and the run as if the page were at its end.

    After `st.stop` Streamlit would let nothing through that was to come last; and it would keep what fields that are
    not there had chosen while the browser forgets it, so that they came back with what stands first in them.
    """
    raise Ended


def last(place: DeltaGenerator, show: Callable[[], None]) -> None:
    """Call `show` within `place` at the end of the run; at once where that has come, or a part of a page runs alone."""
    run = _current.get()
    if run and not run.is_ending:
        run.last.append((place, show))
    else:
        with place:
            show()


def later(place: DeltaGenerator, show: Callable[[], None]) -> None:
    """Call `show` within `place`: at the end of the run where the page stands already, so that its charts change first.

    Else at once, so that a page that opens does so from above.
    """
    run = _current.get()
    if run and run.stands:
        last(place, show)
    else:
        with place:
            show()


def once(key: object, find: Callable[[], T]) -> T:
    """What `find` gives, called once in a run for each key."""
    run = _current.get()
    if run is None:
        return find()
    if key not in run.found:
        run.found[key] = find()
    return cast(T, run.found[key])
