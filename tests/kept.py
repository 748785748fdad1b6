"""Folders that are made once and put back for every test under their path, since a build goes by paths and times."""

from __future__ import annotations

import shutil
from pathlib import Path


class Kept:
    """Remembers a folder as it stands. Nothing may hold a file of it open from one test to the next."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._copy = folder, folder.with_name(f"{folder.name}-kept")
        shutil.copytree(folder, self._copy, symlinks=True)

    def put_back(self) -> None:
        shutil.rmtree(self._folder)
        shutil.copytree(self._copy, self._folder, symlinks=True)
