"""How many pages run at once: as many as there are processors. The others wait for their turn, the first to ask first.

Threads of Python share one interpreter. Were fifty pages to run at once, each would be done when all of them are, and
what carries messages to browsers, a thread like any other, would wait for fifty others before each of them.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

MOST_AT_ONCE = 4
"""Beyond so many, however many processors there are, one interpreter is what pages wait for."""
LOOK_S = 0.1
"""How often those who wait look whether anybody still waits for them."""


class Turns:
    """Safe to share between threads."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def taken(self, look: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Wait for a turn and have it. What `look` raises meanwhile ends the waiting."""
        called = self._join()
        try:
            while not called.wait(LOOK_S):
                look()
            yield
        finally:
            self._leave(called)

    def _join(self) -> threading.Event:
        called = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                called.set()
            else:
                self._waiting.append(called)
        return called

    def _leave(self, called: threading.Event) -> None:
        with self._lock:
            if not called.is_set():
                self._waiting.remove(called)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


@st.cache_resource(show_spinner=False)
def _turns() -> Turns:
    return Turns(min(os.cpu_count() or 1, MOST_AT_ONCE))


@st.cache_resource(show_spinner=False)
def for_files() -> Turns:
    """For who makes a file, one at a time, whoever asks: the largest take as much of the processor as a page of all."""
    return Turns(1)


@contextmanager
def taken() -> Iterator[None]:
    """A turn for the page that is run, which ends here if meanwhile its viewer has left or asked for something else."""
    with _turns().taken(lambda: "turn" in st.session_state):  # whoever asks for it lets Streamlit look for that
        yield
