"""A dashboard that people are using keeps answering while its warehouse is built again and again."""

from __future__ import annotations

import asyncio
import threading
import urllib.request
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from analytics.filters import Filters
from analytics.view import View, load_labels
from analytics.warehouse import Warehouse, current_version
from etl.demo import generate
from etl.load import build
from tests.benchmarks.viewer import Viewer
from tests.browser.driver import PAGES
from tests.browser.server import serving
from tests.building import rebuild_again_and_again

pytestmark = pytest.mark.slow

REBUILDS = 100
VIEWERS = 2
LEAST_ANSWERS = 20
"""Of each kind, so that there has been something to go wrong; a machine on its own comes to many times that."""


class Reader(threading.Thread):
    """Asks as pages do: the version that is current, kept open until another one is."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.versions: set[str] = set()
        self.error: Exception | None = None
        self.is_over = threading.Event()

    def run(self) -> None:
        try:
            while not self.is_over.is_set():
                self._read_one_version()
        except Exception as error:
            self.error = error

    def _read_one_version(self) -> None:
        warehouse = Warehouse(self.path)
        self.versions.add(warehouse.version)
        while not self.is_over.is_set():
            view = View.load(warehouse.ask, Filters(), load_labels(warehouse.ask))
            assert view.facts.engagements >= 1
            self.is_over.wait(0.2)  # leaves the builds some of the machine
            if current_version(self.path) != warehouse.version:
                break
        warehouse.close()


class Load:
    """Sessions that go from page to page, and somebody who asks whether the server is ready, until builds are over."""

    def __init__(self, site: str, builds: ForkServerProcess) -> None:
        self.site, self.builds = site, builds
        self.seen: list[str] = []
        self.errors: list[str] = []
        self.ready: list[int] = []

    async def run(self) -> None:
        await asyncio.gather(self._ask_for_ready(), *(self._view(number) for number in range(VIEWERS)))

    async def _view(self, number: int) -> None:
        pages = [address.strip("/") for address in PAGES]
        while self.builds.is_alive():
            async with Viewer(urlsplit(self.site).port or 0) as viewer:
                for page in pages[number:] + pages[:number]:
                    if self.builds.is_alive():
                        await viewer.see(page, "region=11" if number else "")
                        self.seen.append(page)
                        await asyncio.sleep(0.5)  # leaves the builds some of the machine
            self.errors += viewer.errors

    async def _ask_for_ready(self) -> None:
        while self.builds.is_alive():
            self.ready.append(await asyncio.to_thread(_status, f"{self.site}/ready"))
            await asyncio.sleep(0.5)


def _status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=60) as answer:  # raises where it is not 2xx
        return int(answer.status)


@pytest.mark.slow
@pytest.mark.trust("The warehouse is replaced while people look at it")
def test_a_server_under_load_answers_through_a_hundred_rebuilds(tmp_path: Path) -> None:
    pages, data = tmp_path / "pages", tmp_path / "data"
    data.mkdir()
    generate(pages, 12)
    path = data / "warehouse.duckdb"
    build([pages], path)
    readers = [Reader(path)]
    with serving(data) as site:
        for reader in readers:
            reader.start()
        rebuilds = rebuild_again_and_again(pages, path, REBUILDS)
        load = Load(site, rebuilds)
        asyncio.run(load.run())
        rebuilds.join()
        for reader in readers:
            reader.is_over.set()
            reader.join()
    assert rebuilds.exitcode == 0
    assert [reader.error for reader in readers] == [None]
    assert load.errors == []
    assert set(load.ready) == {200}
    assert min(len(load.ready), len(load.seen), len(readers[0].versions)) > LEAST_ANSWERS
    with duckdb.connect(path.resolve(), read_only=True) as con:
        assert con.execute("select count(*) from catalyst where name = 'Catalyst of build 99'").fetchall() == [(1,)]
