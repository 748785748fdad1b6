"""Facts about the world that pages are looked up in: `data/reference`, with its sources in the README there."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from etl.config import REFERENCE


@cache
def load(name: str) -> Any:
    """Read `data/reference/<name>.json`, once."""
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
