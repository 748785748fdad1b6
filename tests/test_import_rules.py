"""Who may import whom. The rules are those of docs/architecture.md, and this is what holds them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.config import PROJECT

OURS = ("analytics", "etl", "pages", "dashboard")


@dataclass(frozen=True)
class Rule:
    """For the files under `of`: modules they never import, and of our packages the only ones they may."""

    of: str
    never: tuple[str, ...]
    ours: tuple[str, ...]


RULES = (
    Rule("etl", never=("streamlit", "plotly", "starlette", "choreographer"), ours=("etl",)),
    Rule(
        "analytics",
        never=("streamlit", "starlette"),
        ours=(
            "analytics",
            "etl.arguments",
            "etl.cells",
            "etl.config",
            "etl.errors",
            "etl.i18n",
            "etl.lake",
            "etl.reference",
            "etl.unseen",
        ),
    ),
    Rule("analytics/charts", never=("duckdb",), ours=("analytics", "etl.config", "etl.reference")),
    Rule("pages", never=("duckdb", "plotly", "starlette"), ours=("pages", "analytics", "etl.errors")),
    Rule("dashboard.py", never=("duckdb", "plotly", "pandas"), ours=("analytics", "etl.errors", "pages._login")),
)
ONLY_HERE: Mapping[str, tuple[str, ...]] = {
    # module: the only files and folders that import it
    "babel": ("analytics/i18n.py", "etl/i18n.py"),
    "choreographer": ("analytics/chromium.py",),
    "pyspark": ("etl/spark/",),
    "py4j": ("etl/spark/",),
    "sqlglot": ("etl/spark/dialect.py", "etl/spark/translate.py"),
    "starlette": ("dashboard.py",),
    "etl.spark": ("etl/cli.py", "etl/spark/"),
    "analytics.chromium": ("analytics/render.py",),
}
DUCKDB_OF_ANALYTICS = ("analytics/warehouse.py", "analytics/pruning/statements.py")


def imported(source: str) -> Iterator[str]:
    """Every module that a source imports, wherever in it; `from a import b` as `a.b`, which may be a name in `a`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, packages: Sequence[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def violations(sources: Mapping[str, str]) -> list[str]:
    """What breaks a rule, as `file imports module`; `sources` are texts by path relative to the project."""
    return [
        f"{path} imports {module}"
        for path, source in sources.items()
        for module in imported(source)
        if _is_broken(path, module)
    ]


def _is_broken(path: str, module: str) -> bool:
    for rule in RULES:
        applies = path == rule.of or path.startswith(f"{rule.of}/")
        if applies and (within(module, rule.never) or (within(module, OURS) and not within(module, rule.ours))):
            return True
    if within(module, ["duckdb"]) and path.startswith("analytics/") and path not in DUCKDB_OF_ANALYTICS:
        return True
    return any(within(module, [only]) and not path.startswith(files) for only, files in ONLY_HERE.items())


def program() -> dict[str, str]:
    """The sources of everything but the tests."""
    files: list[Path] = [PROJECT / "dashboard.py"]
    for package in ("analytics", "etl", "pages"):
        files += (PROJECT / package).rglob("*.py")
    return {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_no_import_breaks_a_rule() -> None:
    sources = program()
    assert len(sources) > 40
    assert violations(sources) == []


def test_there_is_no_other_code_than_the_rules_know() -> None:
    known = {"dashboard.py", "analytics", "etl", "pages", "tests"}
    found = {path.relative_to(PROJECT).parts[0] for path in PROJECT.glob("*/*.py")} | {
        path.name for path in PROJECT.glob("*.py")
    }
    assert {name for name in found if not name.startswith(".")} == known


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("etl/load.py", "import streamlit as st"),
        ("etl/load.py", "from analytics import theme"),
        ("etl/load.py", "def late():\n    from pyspark.sql import SparkSession"),
        ("etl/load.py", "from etl.spark import build_on_spark"),
        ("etl/spark/tables.py", "import sqlglot"),
        ("etl/load.py", "def late():\n    import plotly.graph_objects"),
        ("analytics/view.py", "from etl.transform import SQL"),
        ("analytics/view.py", "from etl import load"),
        ("analytics/view.py", "import etl.load"),
        ("analytics/view.py", "import duckdb"),
        ("analytics/view.py", "import streamlit.components"),
        ("analytics/view.py", "from pages import _ui"),
        ("analytics/charts/data.py", "from duckdb import connect"),
        ("analytics/charts/data.py", "if True:\n    import streamlit"),
        ("analytics/cli.py", "from analytics.chromium import drawing_tab"),
        ("analytics/render.py", "import choreographer"),
        ("pages/data.py", "import duckdb"),
        ("pages/data.py", "from plotly import express"),
        ("pages/data.py", "from etl.config import WAREHOUSE"),
        ("pages/data.py", "import starlette.routing"),
        ("dashboard.py", "import pandas"),
        ("dashboard.py", "from etl.load import build"),
    ],
)
def test_a_broken_rule_is_found(path: str, source: str) -> None:
    assert len(violations({path: source})) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("etl/load.py", "import duckdb\nfrom etl import config"),
        ("etl/spark/tables.py", "from pyspark.sql import SparkSession"),
        ("etl/cli.py", "def late():\n    from etl.spark import build_on_spark"),
        ("analytics/view.py", "from etl.config import WAREHOUSE\nfrom etl.errors import UsageError\nimport pandas"),
        ("analytics/warehouse.py", "import duckdb"),
        ("analytics/charts/data.py", "from analytics import theme\nimport plotly.graph_objects as go"),
        ("pages/data.py", "import streamlit as st\nimport pandas\nfrom analytics.view import View"),
        ("dashboard.py", "from starlette.routing import Route\nimport streamlit as st"),
        ("pages/data.py", "import duckdbish"),
    ],
)
def test_what_the_rules_allow_passes(path: str, source: str) -> None:
    assert violations({path: source}) == []


def test_relative_imports_are_refused() -> None:
    with pytest.raises(AssertionError, match="absolute"):
        violations({"etl/load.py": "from . import config"})


def test_parts_that_run_alone_are_made_in_one_place() -> None:
    makers = {path.name for path in (PROJECT / "pages").glob("*.py") if "st.fragment" in path.read_text("utf-8")}
    assert makers == {"_apart.py"}


def test_spark_is_imported_only_when_it_is_asked_for() -> None:
    program = "import sys, etl.cli, etl.load; print(sorted({'pyspark', 'sqlglot', 'etl.spark'} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_both_documents_name_what_analytics_and_pages_may_import_of_etl(document: str) -> None:
    lines = (PROJECT / document).read_text(encoding="utf-8").replace("\n  ", " ").splitlines()
    for rule in RULES:
        if rule.of in ("analytics", "pages"):
            told = next(line for line in lines if re.match(rf"(- |\| )`{rule.of}`", line))
            own = told.split(";")[0] if document == "CONTRIBUTING.md" else told
            named = set(re.findall(r"`(etl\.\w+)`", own))
            assert named == {module for module in rule.ours if module.startswith("etl")}, rule.of
