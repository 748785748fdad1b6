"""Builds in processes of their own, which tests kill, starve and let run beside readers."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, NamedTuple

from etl import load
from etl.errors import CatalystAtlasError
from etl.load import build

_SERVER = multiprocessing.get_context("forkserver")  # a fork of this process would inherit the threads of DuckDB
_SERVER.set_forkserver_preload(["tests.building"])


class Point(NamedTuple):
    """A place in the program: before or after a call of `module.function`, the `nth` one."""

    module: str
    function: str
    is_before: bool = True
    nth: int = 1


def started(
    pages: Path, warehouse: Path, *, killed_at: Point | None = None, goes_on: bool = False
) -> ForkServerProcess:
    """Start a build; with `killed_at` it kills itself there, with `goes_on` it ends with 1 where it starts anew."""
    return _start(_build, pages, warehouse, killed_at, goes_on)


def _start(work: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Start a process that knows this module as its main one.

    Streamlit's tests leave a page as the main module of the tests, which a new process would run before its work.
    """
    process = _SERVER.Process(target=work, args=arguments)
    main = sys.modules["__main__"]
    sys.modules["__main__"] = sys.modules[__name__]
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process


def _build(pages: Path, warehouse: Path, killed_at: Point | None, goes_on: bool) -> None:
    if goes_on:
        _refuse_to_start_from_nothing()
    if killed_at:
        _arm(killed_at)
    build([pages], warehouse)


def _refuse_to_start_from_nothing() -> None:
    def refused(con: Any) -> None:
        raise SystemExit(1)

    load.lay_out = refused


def _arm(point: Point) -> None:
    module = importlib.import_module(point.module)
    original: Callable[..., Any] = getattr(module, point.function)
    calls = 0

    def deadly(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if point.is_before and calls == point.nth:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*given, **named)
        if calls == point.nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, point.function, deadly)


def words_of_failure(pages: Path, warehouse: Path, *, largest_file: int | None = None, as_nobody: bool = False) -> str:
    """Return the message of a build that must fail for a reason that a user can act on; '' if it succeeds.

    `largest_file`: bytes to which any file may grow; `as_nobody`: without the rights of the administrator.
    """
    receiver, sender = _SERVER.Pipe(duplex=False)
    process = _start(_fail, sender, pages, warehouse, largest_file, as_nobody)
    words: str = receiver.recv() if receiver.poll(60) else "nothing was said"
    process.join()
    return words


def _fail(sender: Any, pages: Path, warehouse: Path, largest_file: int | None, as_nobody: bool) -> None:
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    if as_nobody:
        os.setegid(65534)
        os.seteuid(65534)
    try:
        build([pages], warehouse)
        sender.send("")
    except CatalystAtlasError as error:
        sender.send(str(error))


def rebuild_again_and_again(pages: Path, warehouse: Path, times: int) -> ForkServerProcess:
    """Start a process that changes one page and builds, so many times, each build going on from the last."""
    return _start(_rebuild, pages, warehouse, times)


def _rebuild(pages: Path, warehouse: Path, times: int) -> None:
    _refuse_to_start_from_nothing()
    page = min(pages.glob("*.txt"))
    text = page.read_text(encoding="utf-8")
    for number in range(times):
        page.write_text(f"{text}\n![]()  | Catalyst of build {number} | Event 3 Mar 2024 | | |\n", encoding="utf-8")
        build([pages], warehouse)
