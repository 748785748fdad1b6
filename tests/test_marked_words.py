"""Every word for people is marked, in a way that extraction finds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import errors
from etl.config import PROJECT

PACKAGES = ("analytics", "pages")
MARKS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
"""What marks a message -> how many of its first arguments are words."""

_WORDS = re.compile(r"[^\W\d_]{2,}[^\w.]+ [^\W\d_]{2,}|[^\W\d_]{2,} [^\W\d_]{2,}|^[A-Z][a-z]+\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_IDENTIFIER = re.compile(r"[a-z]+_[a-z_]+")
_MARKUP = re.compile(r"<[^>]*>|%\{[^}]*\}")
NOT_TRANSLATED = {
    "Catalyst Atlas": "the brand",
    **dict.fromkeys(("PNG", "CSV", "SQL", "Excel", "JSON Lines", "Parquet"), "formats are called so everywhere"),
    "English": "languages name themselves",
    "Français": "languages name themselves",
    **dict.fromkeys(
        ("Filters", "Insight", "Counting", "Choices", "Coverage", "Capture"), "name of a field of a PNG file"
    ),
    "Arial, Liberation Sans, DejaVu Sans, sans-serif": "fonts",
    "d'er' MMM y": "pattern of a date",
    "Mm": "steps of an SVG path",
    "Row": "name of a class",
    "Runtime.evaluate": "a command of Chromium",
    "openpyxl": "name of a package",
    "select schema_version from build": "SQL",
    "select day from last_known_day": "SQL",
    "-//Catalyst Atlas//Reminders//EN": "name of a program in a calendar",
    "middle left": "place of a text",
    **dict.fromkeys(("Partnership", "Funding", "Event", "Award", "Client", "Other", "Unstated"), "codes"),
}
FOR_DEVELOPERS = {"export.py", "listing.py"}
"""Modules whose words are for those who write code, and for the list of questions, which is that of the SQL files."""


def sources() -> list[Path]:
    files = [file for package in PACKAGES for file in sorted((PROJECT / package).rglob("*.py"))]
    return [file for file in files if file.name not in FOR_DEVELOPERS]


def _called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


SHOWN = {"name", "title", "text", "label", "help", "placeholder"}


def _shown(node: ast.AST) -> Iterator[ast.expr]:
    """What a call shows to people for certain, be it a single small word."""
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg in SHOWN)
        yield from node.args[:1] if ast.unparse(node.func).startswith("st.") else ()


def _marks(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in MARKS]


def _literals(node: ast.AST) -> Iterator[ast.Constant]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))


def _told(node: ast.AST, pattern: re.Pattern[str]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = _MARKUP.sub("", node.value).strip()
        if pattern.search(words) and words not in NOT_TRANSLATED and not _IDENTIFIER.fullmatch(words):
            yield f"line {node.lineno}: {node.value!r}"


def _is_ours(error: ast.Raise) -> bool:
    """Whether an error is for people; others are for those who write code."""
    return isinstance(error.exc, ast.Call) and ast.unparse(error.exc.func) in vars(errors)


def unmarked(tree: ast.AST) -> Iterator[str]:
    """Words for people among the literals of `tree` that no mark surrounds."""
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):  # a docstring
        return
    if _called(tree) in MARKS or (isinstance(tree, ast.Raise) and not _is_ours(tree)):
        return
    yield from (found for each in _shown(tree) for found in _told(each, _WORD))
    yield from _told(tree, _WORDS)
    for part in ast.iter_child_nodes(tree):
        yield from unmarked(part)


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(PROJECT)))
def test_words_for_people_are_marked(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert not list(unmarked(tree)), (
        "mark them with `_`, where they are used, or with `N_`, where they stand in a table"
    )


@pytest.mark.parametrize(
    "code",
    ['st.title("over")', 'bar(name="captured")', "x(title='<b>n</b> rows')", 'f"{n} rows of it"', '"<b>Nine</b>"'],
)
def test_words_that_are_not_marked_are_found(code: str) -> None:
    assert list(unmarked(ast.parse(f"x = {code}")))


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(PROJECT)))
def test_marks_hold_literals_that_extraction_finds(file: Path) -> None:
    """It takes any literal between the brackets of a mark for a message, and before Python 3.12 reads no f-string."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for call in _marks(tree):
        for words in call.args[: MARKS[_called(call)]]:
            assert isinstance(words, ast.Constant) or not list(_literals(words)), ast.unparse(call)
    for text in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
        assert not [call for call in _marks(text) if list(_literals(call))], ast.unparse(text)
