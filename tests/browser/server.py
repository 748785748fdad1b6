"""A real `streamlit run dashboard.py` of its own process, port and data folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from etl.config import PROJECT

SECONDS_TO_START = 60.0


class Server:
    """A server that can be killed and started again under its address, which has no slash at its end.

    `secrets`: what the file of secrets holds, given the address. Its log stands beside `data`.
    """

    def __init__(
        self,
        data: Path,
        script: str = "dashboard.py",
        environment: Mapping[str, str] | None = None,
        secrets: Callable[[str], str] | None = None,
    ) -> None:
        port = free_port()
        self.address = f"http://localhost:{port}"
        self.log = data.with_name(f"{data.name}.log")
        self.log.unlink(missing_ok=True)
        self._command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
        if secrets:
            file = data.with_name(f"{data.name}.secrets.toml")
            file.write_text(secrets(self.address), encoding="utf-8")
            self._command += ["--secrets.files", str(file)]
        self._environment = {**os.environ, "CATALYST_ATLAS_DATA": str(data), **(environment or {})}
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, cwd=PROJECT, env=self._environment, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            _wait(self._process, f"{self.address}/_stcore/health", self.log)
        except BaseException:
            self.stop()
            raise

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(20)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Stop a server in the end. Its log must hold no traceback then."""
    try:
        yield server
    finally:
        server.stop()
    assert "Traceback" not in server.said(), server.said()


@contextmanager
def serving(
    data: Path,
    script: str = "dashboard.py",
    environment: Mapping[str, str] | None = None,
    secrets: Callable[[str], str] | None = None,
) -> Iterator[str]:
    """Serve `script` over the warehouses in `data`; gives the address.

    Nobody has visited the server before. Its log must hold no traceback in the end.
    """
    with running(Server(data, script, environment, secrets)) as server:
        yield server.address


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
