"""Builds `FOLDER/pages` into `FOLDER/warehouse.duckdb` and prints as JSON how long each phase took."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl import load, store

SECONDS: defaultdict[str, float] = defaultdict(float)


def timed(owner: Any, function: str, phase: str) -> None:
    """Count the time that calls of `owner.function` take under `phase`."""
    original: Callable[..., Any] = getattr(owner, function)

    def counted(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return original(*given, **named)
        finally:
            SECONDS[phase] += time.perf_counter() - started

    setattr(owner, function, counted)


def main(folder: Path) -> None:
    timed(store, "_keep", "loading")
    timed(load, "refresh", "refreshing")
    for step in ("__init__", "share", "remove_outdated", "fill"):
        timed(load.Derivation, step, "transforming")
    timed(load, "build", "total")
    summary = load.build([folder / "pages"], folder / "warehouse.duckdb")
    SECONDS["reading"] = SECONDS["refreshing"] - SECONDS["loading"]
    SECONDS["rest"] = SECONDS["total"] - SECONDS["refreshing"] - SECONDS["transforming"]
    counts = {"pages": summary.pages, "engagements": summary.engagements, "read": summary.changes.read}
    sys.stdout.write(json.dumps(SECONDS | counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
