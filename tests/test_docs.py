"""Documents that cannot go stale: generated ones are compared, quoted commands parsed, links followed."""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import cli, listing
from analytics.warehouse import questions
from etl import cli as etl_cli
from etl.config import PROJECT
from tests import trust
from tests.benchmarks import performance

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md"), *PROJECT.glob("data/**/*.md")])
PARSERS = {"analytics": cli.parser, "etl": etl_cli._parser}
OTHER_MODULES = {"pip", "pytest", "streamlit", "venv"}
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def commands() -> Iterator[tuple[str, str]]:
    """Every command of a shell block: the document's name and the command without its comment."""
    for document in DOCUMENTS:
        for block in BLOCK.findall(document.read_text(encoding="utf-8")):
            for line in block.splitlines():
                command = re.split(r"\s#|\s>", line)[0].strip()
                if re.match(r"(\S*/)?python -m |make\b", command):
                    yield document.name, command


QUOTED = sorted(set(commands()))


def test_the_list_of_questions_is_that_of_the_sql_files() -> None:
    written = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert written == listing.markdown(), (
        "docs/questions.md is stale: python -m analytics list --markdown > docs/questions.md"
    )


def test_every_question_is_in_the_list_once() -> None:
    headings = re.findall(r"^### (\w+)$", listing.markdown(), re.MULTILINE)
    assert sorted(headings) == list(questions())


def test_the_list_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--markdown"]) == 0
    assert capsys.readouterr().out == listing.markdown()


def test_every_threat_and_its_test_are_on_the_page() -> None:
    written = trust.rows(trust.PAGE.read_text(encoding="utf-8"))
    assert written == trust.marks(), "docs/trust.md is stale: python -m tests.trust"


def test_the_page_of_figures_is_made_from_them() -> None:
    written = performance.PAGE.read_text(encoding="utf-8")
    assert written == performance.page(performance.read()), "stale: python -m tests.benchmarks.performance"


def test_documents_quote_commands_of_every_program() -> None:
    quoted = {tuple(command.split()[:3]) for _, command in QUOTED}
    assert {("python", "-m", "etl"), ("python", "-m", "analytics"), ("make", "run"), ("make", "test")} <= quoted


@pytest.mark.parametrize(("document", "command"), QUOTED, ids=str)
def test_quoted_commands_exist(document: str, command: str) -> None:
    program, *arguments = shlex.split(command)
    if program == "make":
        targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
        assert {word for word in arguments if "=" not in word} <= targets
    elif arguments[1] in PARSERS:
        assert is_understood(arguments[1], arguments[2:])
    else:
        assert arguments[1] in OTHER_MODULES


def is_understood(module: str, arguments: list[str]) -> bool:
    with contextlib.suppress(SystemExit):
        options = PARSERS[module]().parse_args(arguments)
        named = {getattr(options, "name", None), *(getattr(options, "chart", None) or [])} - {None, "NAME"}
        return named <= questions().keys()
    return False


@pytest.mark.parametrize(
    ("module", "arguments"),
    [("etl", "bild"), ("analytics", "query no_such_question"), ("analytics", "render --region 11")],
)
def test_a_command_that_does_not_exist_is_found(module: str, arguments: str) -> None:
    assert not is_understood(module, arguments.split())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []
