"""`make formats` installs what a build asks for, and the next `make run` reads what it could not read before."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from etl.config import PROJECT
from etl.formats.excel import INSTALL

EXTRAS = ("requirements-formats.txt", "requirements-duplicates.txt")


def asked_for(target: str) -> str:
    """What make would do, without doing it."""
    if shutil.which("make") is None:
        pytest.skip("make is not here")
    command = ["make", "--dry-run", "--always-make", target]
    return subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout


def test_it_installs_the_extras_into_the_environment_that_builds() -> None:
    (install,) = [line for line in asked_for("formats").splitlines() if EXTRAS[0] in line]
    assert ".venv/bin/python -m pip install" in install
    assert all(f"-r {name}" in install for name in EXTRAS)


def test_a_build_follows_it() -> None:
    assert '".venv/formats"' in asked_for("warehouse")


def test_people_are_told_of_it() -> None:
    assert "`make formats`" in INSTALL
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "make formats" in readme
    assert all(name in readme for name in EXTRAS)
