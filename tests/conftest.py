"""Warehouses and helpers that tests of several modules share."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.config import PROFILES
from etl.load import build, build_empty

SYNTHETIC_ORGANISATIONS = 200


@pytest.fixture(scope="session")
def real_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the warehouse of the one real page in data/profiles."""
    warehouse = tmp_path_factory.mktemp("real") / "warehouse.duckdb"
    build([PROFILES], warehouse)
    return warehouse


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse with reference tables and no page."""
    warehouse = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    build_empty(warehouse)
    return warehouse


@pytest.fixture(scope="session")
def demo_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of synthetic pages."""
    from etl.demo import generate

    folder = tmp_path_factory.mktemp("demo_pages")
    generate(folder, SYNTHETIC_ORGANISATIONS, 1)
    return folder


@pytest.fixture(scope="session")
def demo_warehouse(demo_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the warehouse of the synthetic pages."""
    warehouse = tmp_path_factory.mktemp("demo") / "warehouse.duckdb"
    build([demo_pages], warehouse)
    return warehouse
