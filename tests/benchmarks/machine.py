"""What a benchmark ran on, for the line above its table."""

from __future__ import annotations

import importlib.metadata
import os
import platform


def versions(*packages: str) -> str:
    """Python, packages, cores, and how busy they were before the benchmark began."""
    named = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return f"Python {platform.python_version()}, {named}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
