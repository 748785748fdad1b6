"""In which order a page comes: from above where it opens, and its charts first where it changes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from etl.config import PROFILES, WAREHOUSE
from etl.load import build
from tests.benchmarks.viewer import Viewer
from tests.browser.server import serving

pytestmark = pytest.mark.slow


class Watcher(Viewer):
    """A viewer that notes in which order the parts of a page come."""

    def take_note(self) -> list[str]:
        self.parts: list[str] = []
        return self.parts

    def _take(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.WhichOneof("type") == "bidi_component" and element.bidi_component.component_name.endswith("plot"):
            self.parts.append("chart")
        elif element.WhichOneof("type") == "heading" and element.heading.tag == "h1":
            self.parts.append("question")
        elif element.WhichOneof("type") == "page_link":
            self.parts.append("menu")
        super()._take(message)


def test_charts_change_first_and_a_page_opens_from_above(tmp_path: Path) -> None:
    build([PROFILES], tmp_path / WAREHOUSE.name)

    async def seen(port: int) -> tuple[list[str], list[str], list[str]]:
        async with Watcher(port) as viewer:
            opened = viewer.take_note()
            await viewer.see("timeline")
            changed = viewer.take_note()
            await viewer.see("timeline", "kind=regional_authority")
            another = viewer.take_note()
            await viewer.see("sectors", "kind=regional_authority")
            assert viewer.errors == []
        return opened, changed, another

    with serving(tmp_path) as site:
        opened, changed, another = asyncio.run(seen(urlsplit(site).port or 0))
    assert list(dict.fromkeys(opened)) == list(dict.fromkeys(another)) == ["menu", "question", "chart"]
    assert list(dict.fromkeys(changed)) == ["chart", "menu", "question"]
