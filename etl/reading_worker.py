"""The other side of `etl.reading_processes`: reads what it is asked for until nothing is any more."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib.abc import MetaPathFinder

from etl.collector import paused_collector
from etl.errors import SourceError
from etl.reading import Asked, Batch, read_batch
from etl.reading_frames import answer, asked
from etl.statements import Row


class _WithoutPandas(MetaPathFinder):
    """Spares half a second: pyarrow loads pandas, if there is any, only to see that it is given nothing of it."""

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def main() -> None:
    sys.meta_path.insert(0, _WithoutPandas())
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts a build ends this with it
    with os.fdopen(os.dup(0), "rb") as questions, os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints must not come between answers
        while True:
            try:
                files, now = asked(questions)
            except EOFError:
                os._exit(0)  # there is nothing to tidy up
            with paused_collector():
                answer(answers, _read(files, now))


def _read(files: Sequence[Asked], now: datetime) -> Batch[list[Row]] | str:
    try:
        return read_batch(files, now)
    except SourceError as error:
        return str(error)


if __name__ == "__main__":
    main()
