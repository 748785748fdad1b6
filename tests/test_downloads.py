"""A file that somebody asked for is there when their browser comes for it, whatever others do meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from etl.config import PROFILES, WAREHOUSE
from etl.load import build
from tests.benchmarks.viewer import Viewer
from tests.browser.server import serving

pytestmark = pytest.mark.slow


@pytest.mark.trust("A download while others change their pages")
def test_a_file_outlives_what_others_run_before_it_is_fetched(tmp_path: Path) -> None:
    build([PROFILES], tmp_path / WAREHOUSE.name)
    with serving(tmp_path) as site:
        content, errors = asyncio.run(_take_beside_another(urlsplit(site).port or 0))
    assert errors == []
    assert content.startswith(b"\xef\xbb\xbf")


async def _take_beside_another(port: int) -> tuple[bytes, list[str]]:
    async with Viewer(port) as viewer, Viewer(port) as other:
        await viewer.see("data")
        path = await viewer.make("CSV")
        for page in ("sectors", "timeline", "regions"):
            await other.see(page)
        content = await viewer.fetch(path)
    return content, viewer.errors + other.errors


def test_files_of_two_builds_are_told_apart_though_they_look_the_same(tmp_path: Path) -> None:
    """Of large files Streamlit compares length and three places: it could hand out one of an older build."""
    warehouse = tmp_path / WAREHOUSE.name
    build([PROFILES], warehouse)

    async def made(port: int) -> tuple[str, bytes]:
        async with Viewer(port) as viewer:
            await viewer.see("data")
            path = await viewer.make("CSV")
            return path, await viewer.fetch(path)

    with serving(tmp_path) as site:
        port = urlsplit(site).port or 0
        path, content = asyncio.run(made(port))
        build([PROFILES], warehouse, full=True)
        newer, same = asyncio.run(made(port))
    assert same == content
    assert newer != path
