"""Answers that have been given, for whoever asks the same again: as many as fit into so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Generic, TypeVar

import pandas as pd

T = TypeVar("T")


CELL_BYTES = 100
"""What a cell of a frame takes, about: to weigh each text would take longer than to draw the chart."""


def bytes_of(frame: pd.DataFrame) -> int:
    """What a frame takes in memory, about."""
    return frame.size * CELL_BYTES


class Kept(Generic[T]):
    """Safe to share between threads. What two ask for at once is made once; an error is told to both and not kept.

    Where the one who makes it is stopped, as Streamlit stops runs that nobody waits for any more, another one makes it.
    """

    def __init__(self, most: int, weigh: Callable[[T], int]) -> None:
        """`most`: bytes of all that is kept; `weigh`: how many one of them takes."""
        self.most, self.weigh = most, weigh
        self.bytes = 0
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._making: dict[Hashable, Future[T]] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under `key`, or what `make` makes."""
        while True:
            with self._lock:
                if key in self._made:
                    self._made.move_to_end(key)
                    return self._made[key][0]
                other = self._making.get(key)
                mine: Future[T] = other or self._making.setdefault(key, Future())
            if other is None:
                self._make(key, make, mine)
                return mine.result()
            with suppress(CancelledError):
                return other.result()

    def _make(self, key: Hashable, make: Callable[[], T], promise: Future[T]) -> None:
        try:
            made = make()
            weight = self.weigh(made)
        except BaseException as error:
            with self._lock:
                del self._making[key]
            if not isinstance(error, Exception):
                promise.cancel()
                raise
            promise.set_exception(error)
            return
        with self._lock:
            del self._making[key]
            self._made[key] = made, weight
            self.bytes += weight
            while self.bytes > self.most and len(self._made) > 1:
                self.bytes -= self._made.popitem(last=False)[1][1]
        promise.set_result(made)
