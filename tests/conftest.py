"""Warehouses and helpers that tests of several modules share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from etl import overrides
from etl.config import PROFILES, PROJECT
from etl.load import build, build_empty
from etl.reference import aliases

SYNTHETIC_ORGANISATIONS = 200
HANDED_OUT_FIRST = (
    # Longest first, since a long file that begins last is waited for by everybody. Those of a browser stand together:
    # whoever leaves them and comes back starts the browser and the server once more.
    "test_spark",
    "test_rebuilds_under_load",
    "browser/test_accessible",
    "browser/test_clicks",
    "browser/test_hostile",
    "browser/test_login",
    "browser/test_looks",
    "browser/test_faults",
    "browser/test_compare",
    "browser/test_visits",
    "browser/test_regions",
    "browser/test_address",
    "browser/test_files",
    "browser/test_relationships",
    "browser/test_nginx",
    "browser/test_add",
    "browser/test_catalyst",
    "browser/test_report",
    "browser/test_follow",
    "browser/test_french",
    "test_crash_safety",
    "incremental/test_histories",
    "app/test_pages",
    "app/test_filtered",
    "test_rollups",
    "test_faults",
    "test_translations",
    "test_comparison",
    "test_overrides_engagements",
)
# Two catalysts that people call the authority of one region, and one that is none any more.
CORRECTIONS = """what,old,new,who,why,when
catalyst:region-11.kind,regional_authority,other,us,why,2026-01-01
catalyst:region-11.region_code,11,,us,why,2026-01-01
catalyst:bpifrance.kind,bank_fund,regional_authority,us,why,2026-01-01
catalyst:bpifrance.region_code,,53,us,why,2026-01-01
organisation:1000002.declared_catalysts,,3,us,why,2026-01-01"""


def pytest_configure(config: pytest.Config) -> None:
    """Let several processes take the files in the order in which they stand, not those with many tests first."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {f"tests/{name}.py": rank for rank, name in enumerate(HANDED_OUT_FIRST)}
    items.sort(key=lambda item: ranks.get(item.nodeid.partition("::")[0], len(ranks)))


@pytest.fixture(scope="session", autouse=True)
def no_corrections(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the corrections and aliases in this checkout's data out of what tests build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overrides, "FILE", tmp_path_factory.mktemp("nobody") / "overrides.csv")
        patch.setattr(aliases, "FILES", ())
        yield


@pytest.fixture(scope="session")
def scan_once() -> Iterator[None]:
    """Every AppTest looks through all installed packages for components, a fifth of a second each time."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


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


@pytest.fixture(scope="session")
def of_all_formats(demo_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of pages and tables: with dates of every precision and none, corrected by people."""
    folder = tmp_path_factory.mktemp("all_formats")
    (folder / "overrides.csv").write_text(CORRECTIONS, encoding="utf-8")
    pages = sorted(demo_pages.iterdir())[:120]
    examples = [path for path in (PROJECT / "tests" / "data" / "formats").iterdir() if path.is_file()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overrides, "FILE", folder / "overrides.csv")
        build([PROFILES, *pages, *examples], folder / "warehouse.duckdb")
    return folder / "warehouse.duckdb"


@pytest.fixture
def warehouse_of(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Return a function that builds a warehouse from file names and what the files hold."""

    def write_and_build(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "pages" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        build([tmp_path / "pages"], tmp_path / "warehouse.duckdb")
        return tmp_path / "warehouse.duckdb"

    return write_and_build
