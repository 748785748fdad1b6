"""How many pages run at once: as many as there are processors. The others wait for their turn, the first to ask first.

Threads of Python share one interpreter. Were fifty pages to run at once, each would be done when all of them are, and
what carries messages to browsers, a thread like any other, would wait for fifty others before each of them. But whoever
asks for what takes long does not keep the others waiting for it: beside each of those, another one runs.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

MOST_AT_ONCE = 4
"""Beyond so many, however many processors there are, one interpreter is what pages wait for."""
LOOK_S = 0.1
"""How often those who wait look whether anybody still waits for them."""
LONG_S = 1.0
"""From then on a page is one that takes long: most take a tenth of it."""


class Turns:
    """Safe to share between threads. At the most twice as many as `at_once` have one, if half of them take long."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._having: dict[threading.Event, float] = {}

    @contextmanager
    def taken(self, look: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Wait for a turn and have it. What `look` raises meanwhile ends the waiting."""
        called = threading.Event()
        with self._lock:
            self._waiting.append(called)
            self._call()
        try:
            while not called.wait(LOOK_S):
                look()
                with self._lock:
                    self._call()
            yield
        finally:
            with self._lock:
                if self._having.pop(called, None) is None:
                    self._waiting.remove(called)
                self._call()

    def _call(self) -> None:
        """Give turns to those who wait, as far as there are any."""
        now = time.monotonic()
        long = sum(now - since > LONG_S for since in self._having.values())
        while self._waiting and len(self._having) < self._at_once + min(long, self._at_once):
            called = self._waiting.popleft()
            self._having[called] = now
            called.set()


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
