"""The browser tab in which the command line draws its images: the Chrome or Chromium that is already installed.

Only `analytics/render.py` imports this, because it needs `choreographer` (requirements-render.txt).
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import plotly.offline
from choreographer import Browser
from choreographer.browser_async import Tab
from choreographer.browsers import BrowserClosedError, BrowserFailedError
from choreographer.browsers.chromium import ChromeNotFoundError, Chromium
from choreographer.channels import ChannelClosedError

from analytics import i18n
from analytics.export import RENDERER, PngSpec
from analytics.i18n import _
from etl.errors import RenderError

PAGE = Path(__file__).parent / "assets" / "page.html"
START, DRAW, STOP = 30.0, 60.0, 15.0
"""Seconds each step may take before it is given up."""

Draw = Callable[[PngSpec], Awaitable[bytes]]
T = TypeVar("T")


class _QuietChromium(Chromium):
    """Chromium that calls nobody: by itself it looks up its maker's hosts at every start."""

    def get_cli(self) -> Sequence[str]:
        return [
            *super().get_cli(),
            "--disable-background-networking",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-quic",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ]


@asynccontextmanager
async def drawing_tab() -> AsyncIterator[Draw]:
    """A function from an image's specification to its file's bytes, usable within the block. Raises RenderError."""
    browser = _browser()
    try:
        tab = await _bounded(_open(browser), START, _("starting the browser"))
        yield lambda spec: _bounded(_draw(tab, spec), DRAW, _drawing(spec))
    finally:
        with suppress(RenderError):  # the images are written, or a better error is on its way
            await _bounded(browser.close(), STOP, _("closing the browser"))


def _browser() -> Browser:
    try:
        # Chromium's sandbox refuses to work as root and in many containers. The page is our own and loads nothing.
        return Browser(browser_cls=_QuietChromium, enable_sandbox=False)
    except ChromeNotFoundError:
        text = _(
            "images need Chrome or Chromium, and none was found: install it (for example `apt install chromium`) or "
            "set BROWSER_PATH to its program. The dashboard's own PNG buttons need none on the server."
        )
        raise RenderError(text) from None


async def _bounded(step: Awaitable[T], seconds: float, what: str) -> T:
    try:
        return await asyncio.wait_for(step, seconds)
    except TimeoutError:
        text = _("{what} took more than {n} s and was given up: try again on a calmer machine")
        raise RenderError(text.format(what=what, n=i18n.number(seconds))) from None
    except (BrowserClosedError, BrowserFailedError, ChannelClosedError):
        text = _(
            "{what} failed because the browser does not answer: check that BROWSER_PATH, if set, names Chrome or "
            "Chromium and that it starts with --headless"
        )
        raise RenderError(text.format(what=what)) from None


_IS_READY = "!!globalThis.renderBase64"


async def _open(browser: Browser) -> Tab:
    await browser.open()
    page = base64.b64encode(PAGE.read_bytes()).decode()
    tab = await browser.create_tab(f"data:text/html;base64,{page}")
    while not await _evaluate(tab, _IS_READY, _("loading the page")):
        await asyncio.sleep(0.05)  # the tab is handed out before it has gone to its page
    await _evaluate(tab, plotly.offline.get_plotlyjs(), _("loading plotly.js"))
    return tab


async def _draw(tab: Tab, spec: PngSpec) -> bytes:
    module = f"data:text/javascript;base64,{base64.b64encode(RENDERER.read_bytes()).decode()}"
    call = f"renderBase64({json.dumps(module)}, {json.dumps(spec)})"
    return base64.b64decode(await _evaluate(tab, call, _drawing(spec)))


def _drawing(spec: PngSpec) -> str:
    return _("drawing {file}").format(file=spec["filename"])


async def _evaluate(tab: Tab, expression: str, what: str) -> Any:
    """The value of a JavaScript expression or of the promise it makes. Raises RenderError with what the page threw."""
    reply = await tab.send_command(
        "Runtime.evaluate", params={"expression": expression, "awaitPromise": True, "returnByValue": True}
    )
    answer = reply.get("result", {})
    if "error" in reply or "exceptionDetails" in answer:
        thrown = answer.get("exceptionDetails", {}).get("exception", {}).get("description") or str(reply.get("error"))
        text = _("{what} failed in the browser: {why}")
        raise RenderError(text.format(what=what, why=thrown.splitlines()[0]))
    return answer["result"].get("value")
