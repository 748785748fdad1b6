"""docs/trust.md, made from the tests with a mark `trust`: `python -m tests.trust` runs them and writes what came out.

A mark says in a sentence which threat or fault its test is about. A test compares the page with the marks, so that none
is missing and none is of a test that is gone.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from etl.config import PROJECT

PAGE = PROJECT / "docs" / "trust.md"
TESTS = PROJECT / "tests"
HEAD = """# What was tested

Each threat or fault that the dashboard answers, the test that shows it, and what came out when this page was made by
`python -m tests.trust`. `make test` runs the same tests, with all others. [What is defended, and what is left to
others](threats.md).

| threat or fault | test | result |
|---|---|---|
"""


class Mark(NamedTuple):
    """One row of the page, but for its result. `test`: `path::name`."""

    threat: str
    test: str


def marks() -> list[Mark]:
    """Every mark of every test, in the order of the page."""
    return sorted(mark for path in TESTS.rglob("test_*.py") for mark in _of(path))


def _of(path: Path) -> Iterator[Mark]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        for mark in function.decorator_list if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) else ():
            match mark:
                case ast.Call(func=ast.Attribute(attr="trust"), args=[ast.Constant(value=str(threat))]):
                    yield Mark(threat, f"{path.relative_to(PROJECT).as_posix()}::{function.name}")


def rows(page: str) -> list[Mark]:
    """The threats and tests that a page tells of."""
    cells = [line.strip("|").split("|") for line in page.removeprefix(HEAD).splitlines() if line.startswith("|")]
    return [Mark(threat.strip(), test.strip().strip("`")) for threat, test, _ in cells]


def page_of(results: Mapping[str, Counter[str]]) -> str:
    """The page. `results`: of each test, how many of its cases had which result."""
    lines = [f"| {threat} | `{test}` | {_said(results.get(test, Counter()))} |\n" for threat, test in marks()]
    return HEAD + "".join(lines)


def _said(cases: Counter[str]) -> str:
    return ", ".join(f"{number} {result}" for result, number in sorted(cases.items())) or "not run"


def run(report: Path) -> None:
    """Run the marked tests, which write what came out into `report`."""
    command = [sys.executable, "-m", "pytest", "-m", "trust", "-q", f"--junitxml={report}"]
    subprocess.run(command, cwd=PROJECT, check=False)


def results(report: Path) -> dict[str, Counter[str]]:
    """What `page_of` takes, from a report of pytest (`--junitxml`)."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    bad = {"failure": "failed", "error": "failed", "skipped": "skipped"}
    for case in ElementTree.parse(report).iter("testcase"):
        test = f"{case.attrib['classname'].replace('.', '/')}.py::{case.attrib['name'].partition('[')[0]}"
        found[test][next((bad[child.tag] for child in case if child.tag in bad), "passed")] += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--report", type=Path, help="of a run of all tests (`--junitxml`), instead of another run")
    report = parser.parse_args().report
    with tempfile.TemporaryDirectory() as folder:
        if report is None:
            report = Path(folder, "report.xml")
            run(report)
        PAGE.write_text(page_of(results(report)), encoding="utf-8")


if __name__ == "__main__":
    main()
