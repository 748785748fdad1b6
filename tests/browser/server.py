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


@contextmanager
def serving(
    data: Path,
    script: str = "dashboard.py",
    environment: Mapping[str, str] | None = None,
    secrets: Callable[[str], str] | None = None,
) -> Iterator[str]:
    """Serve `script` over the warehouses in `data`; gives the address, without a slash at its end.

    `secrets`: what the file of secrets holds, given the address.

    Nobody has visited the server before. Its log, beside `data`, must hold no traceback in the end.
    """
    log, port = data.with_name(f"{data.name}.log"), free_port()
    address = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    if secrets:
        file = data.with_name(f"{data.name}.secrets.toml")
        file.write_text(secrets(address), encoding="utf-8")
        command += ["--secrets.files", str(file)]
    variables = {**os.environ, "CATALYST_ATLAS_DATA": str(data), **(environment or {})}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, env=variables, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(process, f"{address}/_stcore/health", log)
            yield address
        finally:
            process.terminate()
            process.wait(20)
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


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
