"""Where the pages find their data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st

from analytics import datasets
from tests.asking import own_copy


@pytest.fixture(scope="module", autouse=True)
def release(scan_once: None) -> Iterator[None]:
    """Let go of the warehouses that the pages keep open: other tests open them in other ways."""
    yield
    st.cache_resource.clear()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Return a function that says where the warehouses are; one that is not given is not there.

    Those of other tests too are copied, since the pages keep theirs open; one that this test builds is followed.
    """

    def put(real: Path | None = None, demo: Path | None = None) -> None:
        for name, given in (("WAREHOUSE", real), ("DEMO_WAREHOUSE", demo)):
            monkeypatch.setattr(datasets, name, served(given) if given else tmp_path / "nothing.duckdb")

    def served(given: Path) -> Path:
        return given if given.is_relative_to(tmp_path) else own_copy(given)

    return put
