"""Reads batches of files in processes of their own, and gives them in their order.

Each process is this Python with `etl.reading_worker`, asked and answering through pipes (`etl.reading_frames`): it
knows nothing of the program that started it, forks nothing, and ends when that program does. Few batches are under way
at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from queue import SimpleQueue
from typing import IO

import pyarrow as pa

from etl.config import PROJECT
from etl.errors import BuildError, SourceError
from etl.reading import Asked, Batch
from etl.reading_frames import ask, receive

Work = Sequence[Asked]

MOST_PROCESSES = 16
_AHEAD = 2
"""Batches under way for each process."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_batches(batches: Iterable[Work], now: datetime, processes: int) -> Generator[Batch[pa.Table]]:
    """Yield what each batch gives, in their order. `now` (UTC) is when they are read.

    Raises SourceError where a file cannot be opened, BuildError where a process ends.
    """
    with _workers(processes) as workers, ThreadPoolExecutor(processes) as threads:
        under_way: deque[Future[Batch[pa.Table]]] = deque()
        remaining = iter(batches)
        try:
            while True:
                for batch in islice(remaining, _AHEAD * processes - len(under_way)):
                    under_way.append(threads.submit(_read_elsewhere, batch, now, workers))
                if not under_way:
                    return
                yield under_way.popleft().result()
        finally:
            for waiting in under_way:
                waiting.cancel()


def _read_elsewhere(batch: Work, now: datetime, workers: SimpleQueue[subprocess.Popen[bytes]]) -> Batch[pa.Table]:
    """Have a process that is free read a batch; there are as many threads as processes, so one is."""
    worker = workers.get()
    try:
        ask(_pipe(worker.stdin), batch, now)
        answer = receive(_pipe(worker.stdout))
    except (OSError, EOFError) as error:
        first, number = batch[0].shown, len(batch)
        raise BuildError(
            f"{first}: a process ended while it read this file or one of the {number} that begin with it; build again, "
            "with more memory if it is short"
        ) from error
    finally:
        workers.put(worker)
    if isinstance(answer, str):
        raise SourceError(answer)
    return answer


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe
    return pipe


@contextmanager
def _workers(number: int) -> Iterator[SimpleQueue[subprocess.Popen[bytes]]]:
    started = [_start() for _ in range(number)]
    free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
    for worker in started:
        free.put(worker)
    try:
        yield free
    finally:
        for worker in started:
            _end(worker)


def _start() -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "etl.reading_worker"]
    return subprocess.Popen(  # noqa: S603 - this Python with a module of ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )


def _end(worker: subprocess.Popen[bytes]) -> None:
    """End a process: it has nothing to lose."""
    worker.kill()
    for pipe in (worker.stdin, worker.stdout):
        with suppress(OSError):  # what was still to be written cannot be any more
            _pipe(pipe).close()
    worker.wait()
