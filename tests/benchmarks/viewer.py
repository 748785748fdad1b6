"""A viewer without a browser: a websocket session that speaks Streamlit's protocol, as its own page does.

It remembers the large messages it holds, runs again what a page tells it to run every few seconds, and counts what goes
wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SECONDS_TO_ANSWER = 60.0
RUNS_REMEMBERED = 2
"""Streamlit's `global.maxCachedMessageAge`."""


@dataclass
class Viewer:
    """One session at `port` of this machine, as a context manager."""

    port: int
    errors: list[str] = field(default_factory=list)
    received: int = 0
    """Bytes."""
    _name: str = ""
    _page: str = ""
    _runs: int = 0
    _held: dict[str, int] = field(default_factory=dict)
    _boxes: dict[str, str] = field(default_factory=dict)
    _finished: asyncio.Event = field(default_factory=asyncio.Event)
    _repeating: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _query: str = ""
    _session: str = ""
    _files: dict[str, str] = field(default_factory=dict)
    _made: asyncio.Queue[BackendOperationResponse] = field(default_factory=asyncio.Queue)

    async def __aenter__(self) -> Viewer:
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self._socket: ClientConnection = await connect(address, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._repeating.values():
            task.cancel()
        await self._socket.close()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening

    async def see(
        self, page: str, query: str = "", chosen: Mapping[str, str] | None = None, *, is_back: bool = False
    ) -> float:
        """Run a page under an address, or with `chosen` in its lists (label -> option); the seconds it took.

        `is_back`: whether a browser's way back leads to it, and not a link.
        """
        stays = page == self._name
        state = ClientState(query_string=query, page_name=page, page_script_hash=self._page if stays else "")
        state.is_history_navigation = is_back
        state.cached_message_hashes.extend(self._held)
        for label, option in (chosen or {}).items():
            state.widget_states.widgets.add(id=self._boxes[label], string_value=option)
        self._name, self._query = page, query
        self._finished.clear()
        started = time.perf_counter()
        await self._send(state)
        try:
            await asyncio.wait_for(self._finished.wait(), SECONDS_TO_ANSWER)
        except TimeoutError:
            self.errors.append(f"no answer within {SECONDS_TO_ANSWER:.0f} s")
        return time.perf_counter() - started

    async def take(self, label: str) -> float:
        """Press the last button of that name that makes a file, and fetch the file; the seconds it took."""
        started = time.perf_counter()
        if path := await self.make(label):
            self.received += len(await self.fetch(path))
        return time.perf_counter() - started

    async def make(self, label: str) -> str:
        """Press that button; where the file is then, or nothing."""
        request = BackendOperationRequest(request_id=label, session_id=self._session)
        request.deferred_file.file_id = self._files[label]
        await self._socket.send(BackMsg(backend_operation_request=request).SerializeToString())
        try:
            answer = await asyncio.wait_for(self._made.get(), SECONDS_TO_ANSWER)
        except TimeoutError:
            self.errors.append(f"no file within {SECONDS_TO_ANSWER:.0f} s")
            return ""
        if answer.error_msg:
            self.errors.append(answer.error_msg)
        return answer.deferred_file.url

    async def fetch(self, path: str) -> bytes:
        def read() -> bytes:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=SECONDS_TO_ANSWER) as file:
                found: bytes = file.read()
                return found

        try:
            return await asyncio.to_thread(read)
        except OSError as error:
            self.errors.append(f"{path}: {error}")
            return b""

    async def _send(self, state: ClientState) -> None:
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    async def _listen(self) -> None:
        async for raw in self._socket:
            assert isinstance(raw, bytes)
            self.received += len(raw)
            self._take(ForwardMsg.FromString(raw))
        if not self._finished.is_set():
            self.errors.append("the connection was closed")
            self._finished.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._held[message.hash] = self._runs
        if kind == "ref_hash":
            self._held[message.ref_hash] = self._runs
        elif kind == "new_session":
            self._session = message.new_session.initialize.session_id
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "backend_operation_response":
            self._made.put_nowait(message.backend_operation_response)
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "download_button":
            self._files[message.delta.new_element.download_button.label] = (
                message.delta.new_element.download_button.deferred_file_id
            )
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            self.errors.append(message.delta.new_element.exception.message or "an exception is shown")
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "selectbox":
            self._boxes[message.delta.new_element.selectbox.label] = message.delta.new_element.selectbox.id
        elif kind == "auto_rerun":
            self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "script_finished":
            self._end(message.script_finished)

    def _end(self, how: int) -> None:
        if how == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the page does not compile")
        if how == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._runs += 1
            self._held = {held: run for held, run in self._held.items() if self._runs - run <= RUNS_REMEMBERED}
        if how != ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self._finished.set()

    def _repeat(self, fragment: str, seconds: float) -> None:
        for task in self._repeating.values():
            task.cancel()
        self._repeating = {fragment: asyncio.create_task(self._repeatedly(fragment, seconds))}

    async def _repeatedly(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._send(
                ClientState(
                    query_string=self._query, page_script_hash=self._page, fragment_id=fragment, is_auto_rerun=True
                )
            )
