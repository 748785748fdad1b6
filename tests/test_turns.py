"""So many pages run at once, the first to ask first, and nobody keeps a turn who is no longer there."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from etl.config import PROFILES, WAREHOUSE
from etl.load import build
from pages import _turns
from pages._turns import MOST_AT_ONCE, Turns
from tests.benchmarks.viewer import Viewer
from tests.browser.server import Server, running


class LeftError(Exception):
    """Somebody who waited does so no longer."""


@contextmanager
def waiting(turns: Turns, have: Callable[[], object]) -> Iterator[None]:
    """Somebody who waits for a turn meanwhile, and calls `have` in it."""

    def take() -> None:
        with turns.taken():
            have()

    before = len(turns._waiting)
    thread = threading.Thread(target=take)
    thread.start()
    while len(turns._waiting) == before and thread.is_alive():
        time.sleep(0.001)
    yield
    thread.join()


def test_as_many_as_there_are_turns_run_at_once() -> None:
    turns, lock, running, most = Turns(2), threading.Lock(), 0, 0

    def run() -> None:
        nonlocal running, most
        with turns.taken():
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with lock:
                running -= 1

    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_who_asked_first_comes_first() -> None:
    turns, came = Turns(1), list[int]()
    with ExitStack() as others, turns.taken():
        for number in range(3):
            others.enter_context(waiting(turns, partial(came.append, number)))
    assert came == [0, 1, 2]


def test_who_leaves_before_their_turn_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_turns, "LOOK_S", 0.001)
    turns, came = Turns(1), list[str]()

    def leave() -> None:
        raise LeftError

    with turns.taken(), pytest.raises(LeftError), turns.taken(leave):
        came.append("who left")
    with turns.taken():
        came.append("another")
    assert came == ["another"]


def test_beside_one_who_takes_long_another_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_turns, "LONG_S", 0.02)
    monkeypatch.setattr(_turns, "LOOK_S", 0.001)
    turns, came, began = Turns(1), list[str](), time.monotonic()
    with turns.taken():
        with ExitStack() as others, turns.taken():
            assert time.monotonic() - began >= 0.02
            time.sleep(0.04)
            others.enter_context(waiting(turns, partial(came.append, "third")))
            time.sleep(0.04)
            assert came == []  # twice as many and no more, however long they take
        assert came == ["third"]


def test_a_turn_that_ends_in_an_error_is_over() -> None:
    turns = Turns(1)
    with pytest.raises(LeftError), turns.taken():
        raise LeftError
    with turns.taken():
        pass


@pytest.mark.slow
@pytest.mark.trust("Many who ask at once")
def test_whoever_waits_for_a_server_gets_their_page(tmp_path: Path) -> None:
    build([PROFILES], tmp_path / WAREHOUSE.name)
    errors: list[str] = []

    async def visit(port: int, number: int) -> None:
        async with Viewer(port) as viewer:
            await viewer.see("regions", f"period=2000-01-01..20{number:02}-01-01")
        errors.extend(viewer.errors)

    async def visits(port: int) -> None:
        await asyncio.gather(*(visit(port, number) for number in range(10, 22)))

    with running(Server(tmp_path, environment={"CATALYST_ATLAS_LOG": "1"})) as server:
        asyncio.run(visits(urlsplit(server.address).port or 0))
        events = [json.loads(line) for line in server.said().splitlines() if line.startswith("{")]
    assert errors == []
    pages = [event for event in events if event["event"] == "page"]
    assert len(pages) == 12
    assert max(page["waited_ms"] for page in pages) > 0
    assert most_at_once(pages) <= 2 * min(os.cpu_count() or 1, MOST_AT_ONCE)


def most_at_once(pages: list[dict[str, str]]) -> int:
    """How many pages were run at one time, by their lines in the log, which are written to the millisecond."""
    changes = []
    for page in pages:
        ended = dt.datetime.fromisoformat(page["at"])
        changes += [(ended - dt.timedelta(milliseconds=float(page["ms"]) - 2), 1), (ended, -1)]
    running_now = most = 0
    for _moment, change in sorted(changes):
        running_now += change
        most = max(most, running_now)
    return most
