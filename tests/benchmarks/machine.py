"""What a benchmark ran on, for the line above its table."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from pathlib import Path


def versions(*packages: str) -> str:
    """Python, packages, cores, and how busy they were before the benchmark began."""
    named = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return f"Python {platform.python_version()}, {named}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def server_process(port: int) -> int:
    """Return the process that serves `port`, which is one of ours and says so on its command line."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text(encoding="utf-8").split("\0")
        except OSError:
            continue
        if words[-3:-1] == ["--server.port", str(port)]:
            return int(folder.name)
    raise LookupError(f"nothing serves port {port}")


def resident_megabytes(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
