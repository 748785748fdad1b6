"""Warehouses of some organisations only, for viewers who may see no others.

They are written by the ETL's own command line, in a process of its own, into a folder that only this user can open.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from etl.config import PROJECT
from etl.errors import WarehouseError

NAME = "warehouse.duckdb"
SECONDS = 120


def write(version: str, organisations: Collection[str]) -> Path:
    """Write a portion of a warehouse file and return where it is. Raises WarehouseError where that fails."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="catalyst-atlas-"))
    except OSError as error:
        raise WarehouseError(str(error)) from error
    portion = folder / NAME
    # `--` before the identifiers: whatever they begin with, they are no options.
    command = [sys.executable, "-m", "etl", "portion", "--warehouse", version, "--out", str(portion), "--"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by a list of words
            [*command, *sorted(organisations)],
            cwd=PROJECT,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        remove(portion)
        raise WarehouseError(str(error)) from error
    if done.returncode:
        remove(portion)
        raise WarehouseError(done.stderr.strip().removeprefix("error: "))
    return portion


def remove(portion: Path) -> None:
    """Take away what `write` wrote."""
    shutil.rmtree(portion.parent, ignore_errors=True)
