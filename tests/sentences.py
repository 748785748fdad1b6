"""The sentences that the code of `etl` says to people, found in its source: `python -m tests.sentences` puts those that
are new into its catalogue, to be translated there.

A sentence is any text of several words, or any text at all in a module that prints; what is no sentence is said below.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from etl.arguments import OF_ARGPARSE
from etl.config import PROJECT
from etl.i18n import CATALOGUES

PRINTING = {"cli.py", "errors.py", "findings.py", "report.py", "understood.py"}
"""Modules whose every text is for people."""
NO_SENTENCES = {
    "arguments.py", "checks.py", "demo_names.py", "demo_page.py", "description.py", "location.py", "regions.py",
    "statements.py",
}  # fmt: skip
"""Modules of words that pages use."""
_NO_SENTENCE = re.compile(
    r"""[|\\]                                                           # spellings of a column, patterns
    | ^(select|update|create|attach|from|insert|copy|delete|set)\b      # SQL
    | ^[\W\d_]*(\{\w*\}[\W\d_]*)*$                                      # nothing but fields
    | ^<""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
NOT_TOLD = {
    "Beneficiary not named",  # the name of an organisation
    "An error occurred while",  # so do errors begin that say in their next line what happened
    "PySpark does not yet fully support pandas",  # a warning that nobody is to see
    "raw text",  # the heading of a column that programs read
    "catalyst catalysts catalyseur catalyseurs name nom type types tweet tweets article articles logo",  # in headers
}
SINGLE_WORDS = {"interrupted", "none", "unknown", "catalysts", "organisations", "commands"}
"""The texts of one word that are for people."""
_VOCABULARY = {"dates.py", "relations.py", "values.py"}
"""Modules that hold words of pages too: there, what is raised, returned or handed on is a sentence, tables are not."""
_NAME = re.compile(r"[A-Za-z_]\w*")
_METHODS = {"join", "items", "lower", "upper", "strip", "replace", "names", "for", "in", "if", "else", "tidy"}


def sentences() -> set[str]:
    """Every sentence as a message: what is filled in has the name that the code gives it."""
    files = [path for path in sorted((PROJECT / "etl").rglob("*.py")) if path.name not in NO_SENTENCES]
    return {*OF_ARGPARSE, *(message for path in files for message in _of(path))}


def _of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        message = _message(node)
        if message is None or isinstance(within[node], (ast.JoinedStr, ast.FormattedValue, ast.Expr)):
            continue
        if path.name in _VOCABULARY and isinstance(within[node], (ast.Assign, ast.Dict, ast.Tuple, ast.Set)):
            continue
        if _is_sentence(message, prints=path.name in PRINTING) and not _is_for_machines(node, within[node]):
            yield message


def _is_sentence(message: str, *, prints: bool) -> bool:
    if message in NOT_TOLD:
        return False
    if " " not in message:
        return prints and message in SINGLE_WORDS
    words = _WORD.findall(re.sub(r"\{\w+\}", "", message))
    return len(words) >= (1 if prints else 2) and not _NO_SENTENCE.search(message)


def _is_for_machines(text: ast.AST, where: ast.AST) -> bool:
    """Whether a text stands where none is for people: a key, a choice, an option, what is compared or looked up."""
    if isinstance(where, ast.Subscript):
        return text is where.slice
    if isinstance(where, ast.Call):
        return ast.unparse(where.func).split(".")[-1] in {"compile", "execute", "add_argument", "Column"}
    if isinstance(where, ast.keyword):
        return where.arg not in {"help", "description", "title", "reason", "words", "desc", "problem", "note"}
    return isinstance(where, ast.Compare)


def _message(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.strip(" ")
    if not isinstance(node, ast.JoinedStr):
        return None
    names: Counter[str] = Counter()
    parts = [part.value if isinstance(part, ast.Constant) else _field(part, names) for part in node.values]
    return "".join(map(str, parts)).strip(" ")


def _field(part: ast.expr, names: Counter[str]) -> str:
    """`{error.strerror}` as `{strerror}`; of two of one name the second has a number."""
    assert isinstance(part, ast.FormattedValue)
    found = [name for name in _NAME.findall(ast.unparse(part.value)) if name not in _METHODS]
    name = (found or ["value"])[-1].strip("_").lower()
    names[name] += 1
    return f"{{{name}{names[name] if names[name] > 1 else ''}}}"


if __name__ == "__main__":
    for file in sorted(CATALOGUES.glob("*.po")):
        with file.open("rb") as before:
            held = read_po(before, locale=file.stem)
        code = Catalog(locale=file.stem)
        for message in sorted(sentences()):
            known = held.get(message)
            code.add(message, known.string if known else "")
        with file.open("wb") as after:
            write_po(after, code, width=0, omit_header=True)
