"""What is kept stays within its bytes, and is made once however many ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages._kept import Kept


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40)), max_size=60))
def test_it_never_holds_more_than_it_may_but_for_a_single_one(asked: list[tuple[int, int]]) -> None:
    kept: Kept[bytes] = Kept(50, len)
    for key, size in asked:
        before = dict(kept._made)
        given_back = kept.get((key, size), lambda size=size: bytes(size))
        assert len(given_back) == size
        assert kept.bytes == sum(weight for _value, weight in kept._made.values())
        assert kept.bytes <= 50
        assert next(reversed(kept._made)) == (key, size)
        if (key, size) in before:
            assert kept._made.keys() == before.keys()


def test_one_that_is_larger_than_all_is_kept_alone() -> None:
    kept: Kept[bytes] = Kept(50, len)
    kept.get("small", lambda: b"small")
    assert len(kept.get("large", lambda: bytes(80))) == 80
    assert list(kept._made) == ["large"]


def test_what_many_ask_for_at_once_is_made_once() -> None:
    kept: Kept[str] = Kept(50, len)
    made, all_there = [], threading.Barrier(8)

    def make() -> str:
        made.append(1)
        return "made"

    def ask(_number: int) -> str:
        all_there.wait()
        return kept.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"made"}
    assert made == [1]


def test_an_error_is_told_and_not_kept() -> None:
    kept: Kept[str] = Kept(50, len)

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("key", fail)
    assert kept.get("key", lambda: "yes") == "yes"


class Stopped(BaseException):
    """As Streamlit's exceptions that end a run are."""


def test_where_one_is_stopped_another_makes_it() -> None:
    kept: Kept[str] = Kept(50, len)
    is_made, goes_on = threading.Event(), threading.Event()

    def be_stopped() -> str:
        is_made.set()
        goes_on.wait(10)
        raise Stopped

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.get, "key", be_stopped)
        is_made.wait(10)
        second = pool.submit(kept.get, "key", lambda: "made")
        goes_on.set()
        with pytest.raises(Stopped):
            first.result(10)
        assert second.result(10) == "made"


def test_what_cannot_be_weighed_keeps_nobody_waiting() -> None:
    kept: Kept[str] = Kept(50, lambda _made: 1 // 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            kept.get("key", lambda: "made")
