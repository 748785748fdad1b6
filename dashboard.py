"""The served application: `streamlit run dashboard.py`.

An ASGI application around `pages/_navigation.py` rather than a script of its own: a `pages` folder beside an entry
script would wake Streamlit's older routing for the first visit after a start, and deep links would break.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.datasets import datasets
from analytics.warehouse import Warehouse
from etl.errors import WarehouseError


def inline_scripts() -> str:
    """The inline scripts of Streamlit's own page, as a content security policy names them: by their hashes."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    digests = [
        hashlib.sha256(script.encode()).digest() for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    ]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


HEADERS = {
    # Everything comes from this server; `blob:` is how Streamlit loads the PNG button's code and hands over the image.
    "Content-Security-Policy": (
        f"default-src 'self'; script-src 'self' blob: {inline_scripts()}; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        "img-src 'self' data: blob:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class SecurityHeaders:
    """Adds `HEADERS` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def ready(_request: Request) -> PlainTextResponse:
    """`GET /ready`: 200 once a warehouse can be opened, else 503 with what to do."""
    try:
        Warehouse(next(iter(datasets().values()))).close()
    except WarehouseError as error:
        return PlainTextResponse(f"{error}\n", status_code=503)
    return PlainTextResponse("ready\n")


def overview(request: Request) -> RedirectResponse:
    """The default page has the root for its address; whoever writes its name gets there all the same."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


app = st.App(
    "pages/_navigation.py",
    middleware=[Middleware(SecurityHeaders)],
    routes=[Route("/ready", ready), Route("/overview", overview)],
)
