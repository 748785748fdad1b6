"""Facts about the world that pages are looked up in: `data/reference`, with its sources in the README there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from etl.config import REFERENCE
from etl.errors import SourceError

NEEDED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # file: its parts, each with what every entry of it has; nothing where the part is no list
    "regions": {
        "regions": (
            "insee", "iso", "name", "capital", "council", "siren", "population", "tile_row", "tile_col", "aliases",
        ),
        "full_forms": (),
        "former_regions": (),
    },
    "departements": {"departements": ("code", "name", "region_code")},
    "sectors": {"groups": ("id", "en", "fr"), "sectors": ("name", "fr", "group")},
    "regions_paths": {"paths": ()},
    "kinds": {"order": ("kind", "pattern"), "sector_fallback": ()},
}  # fmt: skip


@cache
def load(name: str) -> Any:
    """Read `data/reference/<name>.json`, once. Raises SourceError, with file and line, where it has a mistake."""
    path = REFERENCE / f"{name}.json"
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text)
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}); correct it, or put the project's file back"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        where = f"{path}:{line}"
        raise SourceError(f"{where}: is no text in UTF-8; correct it, or put the project's file back") from error
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}"
        raise SourceError(
            f"{where}: no JSON from here on ({error.msg}); correct it, or put the project's file back"
        ) from error
    for problem in _missing(content, NEEDED.get(name, {})):
        raise SourceError(f"{path}: {problem}; correct it, or put the project's file back")
    return content


def _missing(content: Any, needed: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Say what a file lacks."""
    for part, keys in needed.items():
        entries = content.get(part) if isinstance(content, dict) else None
        if not entries or not isinstance(entries, list if keys else dict):
            yield f"has no `{part}`"
            return
        for number, entry in enumerate(entries if keys else (), start=1):
            lacking = [key for key in keys if not isinstance(entry, dict) or key not in entry]
            if lacking:
                yield f"entry {number} of `{part}` has no `{lacking[0]}`"
