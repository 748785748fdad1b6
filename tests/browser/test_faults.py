"""An open page when its warehouse is damaged or another, when its network fails, and when its server dies."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import TimeoutError as TimedOut

from etl.config import PROFILES, SCHEMA_VERSION
from etl.load import build
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor, expect_text, expect_words, settle
from tests.browser.files import save_csv
from tests.browser.filters import add_to_filter
from tests.browser.server import Server, running

VIEW = "/timeline?lang=en&region=75"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server whose log has an event for each run of a page."""
    data = tmp_path_factory.mktemp("faults") / "data"
    shutil.copytree(PROFILES, data / "profiles")
    build([data / "profiles"], data / "warehouse.duckdb")
    with running(Server(data, environment={"CATALYST_ATLAS_LOG": "1"})) as server:
        yield server


@pytest.fixture
def warehouse(server: Server) -> Path:
    return server.log.with_name("data") / "warehouse.duckdb"


@pytest.fixture
def visitor(chrome: Browser, server: Server) -> Iterator[Visitor]:
    """Return a visitor that may complain of what it could not reach, and of nothing else."""
    visitor = Visitor(chrome, server.address)
    yield visitor
    visitor.leave()
    assert [said for said in visitor.complaints if not any(word in said for word in UNREACHED)] == []


UNREACHED = (
    "ERR_CONNECTION",
    "ERR_INTERNET_DISCONNECTED",
    "WebSocket",
    "Network Error",
    "No response received when attempting to reach",
    "Is Streamlit still running?",
    "ERR_EMPTY_RESPONSE",
    "Download Button fetch error",
    "Failed to fetch",
    "when disconnected from server",
)


def runs(server: Server) -> int:
    lines = [line for line in server.said().splitlines() if line.startswith("{")]
    return sum(json.loads(line)["event"] == "page" for line in lines)


def rebuild(warehouse: Path, *, full: bool = False) -> None:
    build([warehouse.with_name("profiles")], warehouse, full=full)


def cut_off(page: Page) -> None:
    """Wait until a page has noticed that its server is gone."""
    page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()


def come_back(server: Server, page: Page) -> None:
    """Start a server again, and wait until a page has been run by it: a choice made before that is undone."""
    before = runs(server)
    server.start()
    page.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]").wait_for()
    for _ in range(100):
        if runs(server) > before:
            break
        page.wait_for_timeout(200)
    settle(page)


def expect_whole(page: Page, captured: str = "10 of 14 catalysts captured.") -> None:
    expect_text(page, captured)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.trust("A page is open on a warehouse of an older or newer version of the program")
def test_a_page_waits_for_a_build_without_running_all_the_time(
    server: Server, warehouse: Path, visitor: Visitor
) -> None:
    with duckdb.connect(warehouse.resolve()) as con:
        con.execute("update build set schema_version = $version", {"version": SCHEMA_VERSION + 1})
    page = visitor.open("/?lang=en")
    expect(page.get_by_role("heading", level=1, name="The data cannot be read")).to_be_visible()
    expect(page.get_by_text(f"has schema version {SCHEMA_VERSION + 1}").first).to_be_visible()
    before = runs(server)
    page.wait_for_timeout(7_000)  # longer than until it looks again
    assert runs(server) == before
    rebuild(warehouse)
    expect_charts(page, PAGES["/"])
    expect_whole(page)


@pytest.mark.trust("A page is opened on a damaged warehouse")
def test_a_page_says_that_the_data_are_damaged_and_opens_after_a_build(warehouse: Path, visitor: Visitor) -> None:
    rebuild(warehouse, full=True)  # a version of its own, which nobody has opened
    current = Path(os.path.realpath(warehouse))
    whole = bytearray(current.read_bytes())
    for place in range(12_288, len(whole), 3_000):
        whole[place] ^= 0xFF
    current.write_bytes(whole)
    page = visitor.open("/?lang=fr")
    expect(page.get_by_role("heading", level=1, name="Les données ne peuvent pas être lues")).to_be_visible()
    expect(page.get_by_text("python -m etl build --full").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    rebuild(warehouse, full=True)
    expect_charts(page, PAGES["/"])


@pytest.mark.trust("A viewer's network fails and comes back")
def test_a_page_that_was_offline_goes_on(visitor: Visitor) -> None:
    page = visitor.open(VIEW)
    expect_charts(page, PAGES["/timeline"])
    page.context.set_offline(True)
    page.wait_for_timeout(1_000)
    page.context.set_offline(False)
    add_to_filter(page, "region", "Île-de-France")
    expect_words(page, {"lang": ["en"], "region": ["75", "11"]})
    expect_charts(page, PAGES["/timeline"])


@pytest.mark.trust("The server is killed and started again, in the middle of a download")
def test_a_page_comes_back_after_its_server(server: Server, visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open(VIEW)
    expect_charts(page, PAGES["/timeline"])
    asked: list[str] = []

    def cut(route: Route) -> None:
        asked.append(route.request.url)
        server.kill()
        route.continue_()

    page.route("**/media/**", cut)
    page.locator(".st-key-csv-timeline_lanes").get_by_role("button").click()
    page.wait_for_timeout(1_500)
    page.unroute("**/media/**")
    if not asked:
        server.kill()
    cut_off(page)
    come_back(server, page)
    expect_words(page, {"lang": ["en"], "region": ["75"]})
    expect_charts(page, PAGES["/timeline"])
    page.set_default_timeout(10_000)
    for _ in range(5):  # Streamlit loses what is clicked before the page is whole again; people click again
        with suppress(TimedOut):
            assert b"Aquitaine" in save_csv(page, "timeline_lanes", tmp_path).read_bytes()
            return
    pytest.fail("no file came after the server was back")


@pytest.mark.trust("The server is killed and started again while a page is open")
def test_an_open_page_is_alive_again_with_its_view(server: Server, visitor: Visitor) -> None:
    page = visitor.open(VIEW)
    expect_charts(page, PAGES["/timeline"])
    server.kill()
    cut_off(page)
    come_back(server, page)
    add_to_filter(page, "region", "Île-de-France")
    expect_words(page, {"lang": ["en"], "region": ["75", "11"]})
    expect_charts(page, PAGES["/timeline"])
