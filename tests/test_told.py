"""Sentences of `etl` in French: on its command line, in files and on pages, whole and with what was filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import cli as analytics_cli
from etl import cli as etl_cli
from etl import i18n
from etl.config import PROFILES, PROJECT
from etl.i18n import told
from etl.load import build
from tests.test_translations import assert_speaks, french, messages

EXAMPLES = PROJECT / "tests" / "data" / "formats"
Run = Callable[..., tuple[int, str]]
COMMANDS = {
    etl_cli.main: ("build", "read", "status", "rejected", "demo"),
    analytics_cli.main: ("list", "query", "search", "report", "render", "reminders"),
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command line on a French machine: its exit code, and all that it said."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")

    def main(program: Callable[[list[str]], int], *arguments: object) -> tuple[int, str]:
        try:
            code = program([str(each) for each in arguments])
        except SystemExit as stopped:  # by argparse
            code = int(stopped.code or 0)
        seen = capsys.readouterr()
        return code, " ".join(f"{seen.out}\n{seen.err}".split(" "))

    return main


# What is recognised


@pytest.mark.parametrize(
    ("english", "french_words"),
    [
        ("none", "aucun"),
        ('impossible date "31 Feb 2025"', "date impossible «\xa031 Feb 2025\xa0»"),
        ("  line 3 rejected: no name in \"x\"", "  ligne 3 rejetée\xa0: aucun nom dans «\xa0x\xa0»"),
        ("a.csv:3: needs a value; correct the line or remove it",
         "a.csv:3\xa0: demande une valeur\u202f; corriger la ligne ou l’enlever"),
        ("corrections: 2 applied, 1 rejected", "corrections\xa0: 2 appliquées, 1 rejetées"),
        ("encoding latin is a guess: look whether its accents are right (2 sources, the first b)",
         "le codage latin est supposé\xa0: vérifier que les accents sont justes (2 sources, dont b)"),
        ("data/overrides.csv:3: organisation:12.name: the value is this already",
         "data/overrides.csv:3: organisation:12.name: la valeur est déjà celle-ci"),
        ("what nobody here ever wrote: not at all", "what nobody here ever wrote: not at all"),
    ],
)  # fmt: skip
def test_a_sentence_is_told_with_what_was_filled_in(english: str, french_words: str) -> None:
    assert told(english) == english
    with i18n.use("fr"):
        assert told(english) == french_words


@pytest.mark.parametrize("message", [m.id for m in messages(french(i18n.CATALOGUES)) if "{" in m.id])
@given(value=st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8))
@settings(max_examples=5)
def test_every_sentence_is_recognised_whatever_is_filled_in(message: str, value: str) -> None:
    names = dict.fromkeys(i18n._FIELD.findall(message), f"‹{value}›")
    with i18n.use("fr"):
        assert told(message.format(**names)) == i18n.catalogue_of_sentences("fr").gettext(message).format(**names)


@given(st.text(max_size=60), st.integers(1, 200))
def test_no_text_breaks_it(text: str, times: int) -> None:
    with i18n.use("fr"):
        told(text * times)


@pytest.mark.parametrize("piece", [": ", "error: ", "a: b, c (d) ", "x (y) ", "kept apart as ", '"', "none, "])
def test_no_text_is_followed_to_its_end(piece: str) -> None:
    with i18n.use("fr"):
        told(piece * 20_000)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "fr_BE@euro"}, "fr"),
        ({"LANG": "fr_FR", "LANGUAGE": "de:en:fr"}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(environment: Mapping[str, str], language: str) -> None:
    assert i18n.of_environment(environment) == language


# What a warehouse keeps


@pytest.fixture(scope="module")
def everything(demo_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the warehouse of all pages and examples there are, and of a page with all kinds of faults."""
    folder = tmp_path_factory.mktemp("everything")
    build([PROFILES, demo_pages, EXAMPLES, PROJECT / "tests" / "data"], folder / "w.duckdb")
    return folder / "w.duckdb"


def test_nothing_that_a_warehouse_keeps_stays_english(everything: Path) -> None:
    with duckdb.connect(everything.resolve(), read_only=True) as connection:
        kept = [
            words
            for query in ("select reason from rejected", "select words from reading_note", "select words from conflict")
            for (words,) in connection.execute(query).fetchall()
        ]
    assert len(kept) > 20
    with i18n.use("fr"):
        assert [words for words in kept if told(words) == words] == []
        assert_speaks("fr", "\n".join(map(told, kept)))


# Command lines


@pytest.mark.parametrize(
    ("program", "command"),
    [(main, name) for main, names in COMMANDS.items() for name in names],
    ids=lambda each: each if isinstance(each, str) else "run",
)
def test_help_is_french(run: Run, program: Callable[[list[str]], int], command: str) -> None:
    code, said = run(program, command, "--help")
    assert (code, "utilisation" in said, "afficher cette aide" in said) == (0, True, True)
    assert_speaks("fr", " ".join(said.split()))


@pytest.mark.parametrize("program", COMMANDS, ids=["etl", "analytics"])
def test_wrong_words_are_told_in_french_and_lang_overrules_the_machine(
    run: Run, program: Callable[[list[str]], int]
) -> None:
    code, said = run(program, "nothing")
    assert (code, "choix invalide" in said) == (2, True)
    assert_speaks("fr", said)
    code, said = run(program, "--lang", "en", "--help")
    assert_speaks("en", said)


def test_what_etl_says_is_french(run: Run, tmp_path: Path, everything: Path) -> None:
    for code, *arguments in (
        (0, "build", PROFILES, EXAMPLES, "--warehouse", tmp_path / "w.duckdb"),
        (0, "status", "--warehouse", everything),
        (0, "rejected", "--warehouse", everything),
        (0, "build", "--dry-run", EXAMPLES),
        (1, "build", tmp_path / "nothing", "--warehouse", tmp_path / "w.duckdb"),
        (1, "status", "--warehouse", tmp_path / "nothing.duckdb"),
        (2, "demo", "--organisations", "0", "--out", tmp_path),
        (0, "demo", "--organisations", "1", "--out", tmp_path / "demo"),
    ):
        given_code, said = run(etl_cli.main, *arguments)
        assert given_code == code, said
        assert_speaks("fr", said)


def test_what_analytics_says_is_french(run: Run, real_warehouse: Path, tmp_path: Path) -> None:
    at = ("--warehouse", real_warehouse)
    for code, *arguments in (
        (0, "query", "sectors_mix", *at, "--out", tmp_path / "a.csv"),
        (2, "query", "sector_mix", *at),
        (2, "query", "view_rows", *at, "--kind", "nobody"),
        (2, "query", "view_rows", *at, "--organisation", "nobody"),
        (2, "query", "organisation_profile", *at, "--set", "profile=12"),
        (2, "query", "sectors_mix", *at, "--set", "level=galaxy"),
        (2, "query", "sectors_mix", *at, "--set", "level"),
        (2, "query", "sectors_mix", *at, "--period", "yesterday"),
        (0, "query", "sectors_mix", *at, "--period", ":1999-01-01"),
        (2, "render", *at, "--out", tmp_path, "--compare", "period:2024-01-01:"),
        (1, "query", "sectors_mix", "--warehouse", tmp_path / "nothing.duckdb"),
    ):
        given_code, said = run(analytics_cli.main, *arguments)
        assert given_code == code, said
        assert_speaks("fr", said)


def test_lines_are_counted_the_same_in_both_languages(run: Run, everything: Path) -> None:
    spoken = {}
    for language in ("en", "fr"):
        _code, said = run(etl_cli.main, "rejected", "--warehouse", everything, "--lang", language)
        spoken[language] = [row[:3] for row in csv.reader(io.StringIO(said.strip()))]
    assert spoken["en"] == spoken["fr"]
