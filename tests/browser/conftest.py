"""One server and one browser for all tests here; a fresh browser context for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import driver
from tests.browser.driver import Visitor
from tests.browser.server import serving


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    # Not for the session: playwright's event loop would be in the way of tests that run loops of their own.
    with driver.browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def data(real_warehouse: Path, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with both datasets."""
    folder = tmp_path_factory.mktemp("served") / "data"
    folder.mkdir()
    (folder / "warehouse.duckdb").symlink_to(real_warehouse)
    (folder / "demo.duckdb").symlink_to(demo_warehouse)
    return folder


@pytest.fixture(scope="package")
def site(data: Path) -> Iterator[str]:
    """Return the address of the dashboard over both datasets, on a server that has no browser of its own."""
    with serving(data, environment={"BROWSER_PATH": "/nope"}) as address:
        yield address


@pytest.fixture
def visit(chrome: Browser) -> Iterator[Callable[[str], Visitor]]:
    """Return a function that sends a visitor to a site. Nothing may leave the machine or go wrong on the way."""
    with ExitStack() as stack:
        visitors: list[Visitor] = []

        def send(address: str) -> Visitor:
            visitors.append(Visitor(chrome, address))
            stack.callback(visitors[-1].leave)
            return visitors[-1]

        yield send
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture
def visitor(visit: Callable[[str], Visitor], site: str) -> Visitor:
    """Return a visitor of the shared server."""
    return visit(site)
