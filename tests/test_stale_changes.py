"""What a browser still shows while it is told something newer is no change that anybody made, and undoes none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.viewer import Viewer
from tests.browser.server import serving

HERE, CHOSEN = "lang=en", "Last 12 months"

pytestmark = pytest.mark.slow


@dataclass
class Browser(Viewer):
    """A viewer that remembers the addresses it was told to show."""

    addresses: list[str] = field(default_factory=list)
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    def _take(self, message: ForwardMsg) -> None:
        super()._take(message)
        if message.WhichOneof("type") == "page_info_changed":
            self.addresses.append(message.page_info_changed.query_string)

    def _end(self, how: int) -> None:
        super()._end(how)
        if how == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self.looked.set()

    async def look_after_newer_data(self, query: str) -> None:
        """What every page does by itself every few seconds, with the widgets as the browser shows them by then."""
        self.looked.clear()
        (fragment,) = self._repeating
        state = ClientState(query_string=query, page_script_hash=self._page, fragment_id=fragment, is_auto_rerun=True)
        state.widget_states.widgets.add(id=self._boxes["Period"], string_value=CHOSEN)
        await self._send(state)
        await asyncio.wait_for(self.looked.wait(), 60)


async def go_back(port: int) -> tuple[list[str], list[str]]:
    """Choose a period, go back, and have the browser say once more what it shows, not having drawn the page yet."""
    async with Browser(port) as browser:
        await browser.see("timeline", HERE)
        await browser.see("timeline", HERE, {"Period": CHOSEN})
        chosen = [*browser.addresses]
        await browser.see("timeline", HERE)
        await browser.look_after_newer_data(HERE)
        await browser.see("timeline", HERE)
        return chosen, browser.addresses[len(chosen) :]


@pytest.fixture
def port(demo_warehouse: Path, tmp_path: Path) -> Iterator[int]:
    data = tmp_path / "data"
    data.mkdir()
    (data / "demo.duckdb").symlink_to(demo_warehouse)
    with serving(data) as site:
        yield int(urlsplit(site).port or 0)


def test_a_page_that_was_left_by_back_does_not_come_back(port: int) -> None:
    chosen, later = asyncio.run(go_back(port))
    assert any("period=last-12-months" in address for address in chosen)
    assert not any("period" in address for address in later)


async def follow_an_old_link(port: int, *, is_back: bool = False) -> str:
    """Choose a period, and go to another page by a link, or the way back, with the words from before that choice."""
    async with Browser(port) as browser:
        await browser.see("timeline", HERE)
        await browser.see("timeline", HERE, {"Period": CHOSEN})
        browser.addresses.append(HERE)  # that of the link, unless the server says otherwise
        await browser.see("sectors", HERE, is_back=is_back)
        assert browser.errors == []
        return browser.addresses[-1]


def test_a_link_that_was_drawn_before_a_choice_keeps_it(port: int) -> None:
    assert "period=last-12-months" in asyncio.run(follow_an_old_link(port))


def test_the_way_back_to_another_page_leads_to_what_was_there(port: int) -> None:
    assert asyncio.run(follow_an_old_link(port, is_back=True)) == HERE
