"""The served application: `streamlit run dashboard.py`.

An ASGI application around `pages/_navigation.py` rather than a script of its own: a `pages` folder beside an entry
script would wake Streamlit's older routing for the first visit after a start, and deep links would break.
"""

from __future__ import annotations

import base64
import datetime as dt
import gc
import hashlib
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from http import HTTPStatus
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics import log
from analytics.datasets import datasets
from analytics.warehouse import Warehouse
from etl.errors import CatalystAtlasError, WarehouseError
from pages import _login


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
    "X-Frame-Options": "SAMEORIGIN",  # what `frame-ancestors` says, for browsers that do not know it
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
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

        # a websocket has no such headers, and each of its messages would pass through here
        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


FOR_VIEWERS = ("/media/", "/component/", "/app/static/", "/_stcore/bidi-components/")
FOR_EDITORS = ("/_stcore/upload_file/",)
FOR_NOBODY = ("/_stcore/metrics", "/_stcore/script-health-check")
"""Paths that Streamlit serves to whoever knows them. Pages themselves ask who is there (`pages/_login.py`)."""


class Guard:
    """Refuses files to whoever may not see the pages, uploads to whoever may not add, and measurements to all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not path.startswith((*FOR_VIEWERS, *FOR_EDITORS, *FOR_NOBODY)):
            await self.app(scope, receive, send)
            return
        began, cookies = time.monotonic(), HTTPConnection(scope).cookies
        status = _refusal(path, cookies)
        answer = PlainTextResponse(HTTPStatus(status).phrase + "\n", status) if status else self.app
        await answer(scope, receive, send)
        kind = path.split("/")[1 if not path.startswith("/_stcore/") else 2]
        log.event("file", time.monotonic() - began, kind=kind, refused=status, who=_login.who(cookies))


def _refusal(path: str, cookies: Mapping[str, str]) -> int | None:
    """The status with which a request for a file is refused, None where it is not."""
    if path.startswith(FOR_NOBODY):
        return HTTPStatus.NOT_FOUND
    try:
        viewer = _login.viewer_of(cookies)
    except _login.NotSignedInError:
        return HTTPStatus.UNAUTHORIZED
    except CatalystAtlasError:
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.FORBIDDEN if path.startswith(FOR_EDITORS) and not viewer.may_edit else None


def ready(_request: Request) -> JSONResponse:
    """`GET /ready`: 200 once a warehouse can be opened, with how old the data are; else 503 with what to do.

    `built_at`: UTC, and 0 hours ago where it is yet to come, since some clock was wrong;
    `last_captured_on`: the newest capture, null where none is known.
    """
    try:
        with closing(Warehouse(next(iter(datasets().values())))) as warehouse:
            (facts,) = warehouse.ask("data_summary", {"organisation": []}).to_dict("records")
    except WarehouseError as error:
        return JSONResponse({"ready": False, "why": str(error)}, HTTPStatus.SERVICE_UNAVAILABLE)
    built_at, captured_on = facts["built_at"], facts["last_captured_on"]
    age = dt.datetime.now(dt.UTC).replace(tzinfo=None) - built_at
    return JSONResponse(
        {
            "ready": True,
            "built_at": f"{built_at:%Y-%m-%dT%H:%M:%SZ}",
            "built_hours_ago": max(0.0, round(age.total_seconds() / 3600, 1)),
            "last_captured_on": None if captured_on is None else f"{captured_on:%Y-%m-%d}",
        }
    )


def overview(request: Request) -> RedirectResponse:
    """The default page has the root for its address; whoever writes its name gets there all the same."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


YOUNG = 5_000
"""New objects of which the collector looks for cyclic garbage. A run of a page makes thousands: with Python's 700, all
that viewers have is looked through every few seconds, and each time everybody waits for that."""


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Spare the collector what was loaded before the first page, which stays, and let it look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    yield


app = st.App(
    "pages/_navigation.py",
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders), Middleware(Guard)],
    routes=[Route("/ready", ready), Route("/overview", overview)],
)
