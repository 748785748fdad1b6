"""Four pages and their warehouse, made once and put back for every test."""

from __future__ import annotations

import pytest

from tests.incremental.watched import PAGE, Watched, settle
from tests.kept import Kept


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Watched, Kept]:
    """Return a folder of four pages with its warehouse, and what puts it back as it is here."""
    folder = tmp_path_factory.mktemp("watched")
    found = Watched(folder)
    for number in range(1, 5):
        found.write(f"{number}-a.txt", PAGE.format(name=f"Catalyst {number}", day=number))
    settle(found.pages)
    found.build()
    return found, Kept(folder)


@pytest.fixture
def watched(settled: tuple[Watched, Kept]) -> Watched:
    found, kept = settled
    kept.put_back()
    found.opened.clear()
    return found
