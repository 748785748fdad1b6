"""The browser that tests drive: the one of the system."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str:
    """Path of the system's Chromium or Chrome. Without one the test is skipped, in CI (`CI` set) it fails."""
    named = os.environ.get("BROWSER_PATH")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if found:
        return found
    reason = "no Chromium or Chrome found: install one or set BROWSER_PATH"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
