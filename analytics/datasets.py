"""The warehouses a dashboard can show: the real one, and the demo once it has been built."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from etl.config import DEMO_WAREHOUSE, WAREHOUSE


def datasets() -> Mapping[str, Path]:
    """Word in the address -> file. The first is the default, whether it exists or not."""
    demo = {"demo": DEMO_WAREHOUSE} if DEMO_WAREHOUSE.exists() else {}
    if demo and not WAREHOUSE.exists():
        return demo
    return {"real": WAREHOUSE, **demo}


def word_of(path: str | Path) -> str:
    """The word of an address for the warehouse that is served from this file; empty where none is."""
    target = os.path.realpath(path)
    return next((word for word, known in datasets().items() if os.path.realpath(known) == target), "")
