"""The command line of questions: the same words as the address, the same bytes as the page, errors in one line."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from analytics import i18n
from analytics.charts import CHARTS
from analytics.cli import _put, main
from analytics.warehouse import questions
from etl.config import PROJECT
from tests.asking import answer, ask
from tests.browser_support import chromium

Capture = pytest.CaptureFixture[bytes]


@pytest.fixture
def run(capsysbinary: Capture) -> Any:
    """Return a function that runs a command: its exit code, the bytes on stdout, the words on stderr."""

    def run(*arguments: str | Path) -> tuple[int, bytes, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return code, out, err.decode()

    return run


def refused(run: Any, *arguments: str | Path) -> str:
    """What a wrong call is told, after checking that it is one line and that no data comes with it."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, b"")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    return str(err)


def rows(out: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"), newline="")))


# list


def test_list_names_every_chart_and_question_once(run: Any) -> None:
    code, out, err = run("list")
    lines = [line.split("  ", 1) for line in out.decode().splitlines()]
    assert (code, err) == (0, "charts:\nother questions:\n")
    assert [name for name, _ in lines][: len(CHARTS)] == list(CHARTS)
    asked = {q.name: q.question for q in questions().values()}
    drawn = {chart.name: asked[chart.question] for chart in CHARTS.values()}
    assert {name: text.strip() for name, text in lines} == asked | drawn


# query


@pytest.mark.parametrize("name", CHARTS)
def test_a_charts_csv_is_the_pages_byte_for_byte(run: Any, demo_warehouse: Path, name: str) -> None:
    words = {"region": ["11", "53"], "period": "2023-01-01:", "relation_type": "Other"}
    arguments = ["--region", "11", "--region=53", "--period", "2023-01-01:", "--relation-type", "Other"]
    code, out, err = run("query", name, "--warehouse", demo_warehouse, *arguments)
    assert (code, err) == (0, "")
    assert out == answer(demo_warehouse, name, **words).csv()


def test_choices_are_set_as_in_the_address(run: Any, demo_warehouse: Path) -> None:
    chosen = {"level": "sector", "counting": "split"}
    settings = [f"--set={name}={value}" for name, value in chosen.items()]
    _code, out, _err = run(
        "query", "sectors_mix", "--warehouse", demo_warehouse, "--set", "level=sector_group", *settings
    )
    assert out == answer(demo_warehouse, "sectors_mix", chosen).csv()


def test_both_spellings_of_a_filter_are_the_same_and_presets_work(run: Any, demo_warehouse: Path) -> None:
    dashed, underlined = (
        run("query", "view_rows", "--warehouse", demo_warehouse, option, "culture", "--period", "last-12-months")
        for option in ("--sector-group", "--sector_group")
    )
    assert dashed == underlined
    assert len(rows(dashed[1])) == len(
        ask(demo_warehouse, "view_rows", sector_group="culture", period="last-12-months")
    )


def test_every_row_carries_where_it_comes_from_and_there_is_no_limit(run: Any, demo_warehouse: Path) -> None:
    _code, out, _err = run("query", "view_rows", "--warehouse", demo_warehouse)
    found = rows(out)
    assert len(found) == len(ask(demo_warehouse, "view_rows")) > 1000
    assert {row["title"] for row in found} == {questions()["view_rows"].question}
    assert {row["filters"] for row in found} == {"Engagements of all organisations at any date."}
    assert {row["synthetic"] for row in found} == {"Synthetic data"}
    assert all(row["coverage"] and row["source"] and row["capture"] for row in found)


def test_the_language_is_that_of_lang_and_stays_within(run: Any, real_warehouse: Path) -> None:
    _code, out, _err = run("query", "sectors_mix", "--warehouse", real_warehouse, "--lang", "fr")
    assert i18n.language() == "en"
    with i18n.use("fr"):
        assert out == answer(real_warehouse, "sectors_mix").csv()
    assert {"Administration publique & sécurité"} <= {row["label"] for row in rows(out)}


@pytest.mark.parametrize("name", [name for name in questions() if name not in CHARTS])
def test_every_other_question_can_be_asked(run: Any, real_warehouse: Path, name: str) -> None:
    code, out, err = run("query", name, "--warehouse", real_warehouse)
    assert (code, err) == (0, "")
    assert list(rows(out)[0])[: len(questions()[name].columns)] == list(questions()[name].columns) if rows(out) else out


def test_a_question_about_one_organisation_needs_to_know_which(run: Any, demo_warehouse: Path) -> None:
    name = ("query", "organisation_profile", "--warehouse", demo_warehouse)
    message = refused(run, *name)
    assert re.search(r"choose it with --set profile=ID\. There is 1000\d+ \(.+\): `python -m analytics search", message)
    by_setting, by_filter = run(*name, "--set", "profile=1000003"), run(*name, "--organisation", "1000003")
    assert rows(by_setting[1])[0]["organisation_id"] == rows(by_filter[1])[0]["organisation_id"] == "1000003"
    message = refused(run, *name, "--set", "profile=100003")
    assert "--set profile=100003: there is no such organisation. There is 100003" in message


def test_an_empty_warehouse_gives_headers_and_a_word(run: Any, empty_warehouse: Path) -> None:
    for name in ("timeline_lanes", "view_rows", "organisation_profile"):
        code, out, err = run("query", name, "--warehouse", empty_warehouse)
        assert (code, out.count(b"\r\n")) == (0, 1)
        assert err == "nothing matches: Engagements of all organisations at any date.\n"


# What is wrong is said in a line


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sectrs_mix", "did you mean sectors_mix"),
        ("timeline-lanes", "did you mean timeline_lanes"),
        ("xyz", "`python -m analytics list` names them all"),
    ],
)
def test_a_question_that_is_not_there(run: Any, real_warehouse: Path, name: str, hint: str) -> None:
    assert f"there is no question '{name}': {hint}" in refused(run, "query", name, "--warehouse", real_warehouse)


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--region", "Bretange", "region=Bretange is not in this warehouse, which has 53 (Bretagne), 17 more"),
        ("--region", "99", "which has 84 (Auvergne-Rhône-Alpes), 27 (Bourgogne-Franche-Comté), "),
        ("--kind", "stat", "which has state (State bodies), 3 more"),
        ("--organisation", "ACCR", "There is 89998 (Association des Centres culturels de rencontre)"),
        ("--channel", "smoke", "which has unstated (Channel not stated): `python -m analytics query view_labels`"),
    ],
)
def test_codes_that_are_not_there(run: Any, real_warehouse: Path, option: str, value: str, hint: str) -> None:
    assert hint in refused(run, "query", "view_rows", "--warehouse", real_warehouse, option, value)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--period", "yesterday"], "period 'yesterday' is not understood"),
        (["--set", "galaxy=1"], "--set galaxy: there is no such choice here; there is level, counting"),
        (
            ["--set", "level=galaxy"],
            "--set level=galaxy: there is no such value; there is sector_group (Sector groups)",
        ),
    ],
)
def test_words_that_are_not_understood(run: Any, real_warehouse: Path, arguments: list[str], hint: str) -> None:
    assert hint in refused(run, "query", "sectors_mix", "--warehouse", real_warehouse, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["ask"],
        ["query"],
        ["render"],
        ["query", "view_rows", "--reg", "11"],
        ["query", "view_rows", "--set", "level"],
        ["query", "view_rows", "--lang", "tlh"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert (stopped.value.code, capsys.readouterr().out) == (2, "")


@pytest.mark.parametrize("command", [["query", "view_rows"], ["render", "--out", "images"]])
def test_a_missing_warehouse_is_exit_code_1(run: Any, tmp_path: Path, command: list[str]) -> None:
    code, out, err = run(*command, "--warehouse", tmp_path / "none.duckdb")
    assert (code, out) == (1, b"")
    assert err == f"error: there is no warehouse at {tmp_path}/none.duckdb: run `python -m etl build` first\n"


def test_output_that_nobody_reads_to_its_end_is_no_error(demo_warehouse: Path) -> None:
    command = [sys.executable, "-m", "analytics", "query", "view_rows", "--warehouse", str(demo_warehouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT) as process:
        assert process.stdout
        assert process.stderr
        os.read(process.stdout.fileno(), 10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# render


def test_render_refuses_what_it_cannot_draw_before_it_starts(run: Any, real_warehouse: Path, tmp_path: Path) -> None:
    out = ["--out", tmp_path / "images", "--warehouse", real_warehouse]
    assert "did you mean data_coverage" in refused(run, "render", *out, "--chart", "data_coverag")
    assert "did you mean" not in refused(run, "render", *out, "--chart", "view_rows")  # a question, not a chart
    assert "there is no such choice here; there is none" in refused(
        run, "render", *out, "--chart", "data_coverage", "--set", "map=outline"
    )
    assert not (tmp_path / "images").exists()


@pytest.mark.browser
def test_render_writes_the_pages_images(
    run: Any, real_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", chromium())
    charts = ["--chart", "data_coverage", "sectors_mix", "--set", "level=sector", "--lang", "fr"]
    nothing = ["--period", ":1990-12-31"]
    code, out, err = run("render", "--out", tmp_path, "--warehouse", real_warehouse, *charts, *nothing)
    assert code == 0
    with i18n.use("fr"):
        first = answer(real_warehouse, "data_coverage", period=":1990-12-31").png
        second = answer(real_warehouse, "sectors_mix", {"level": "sector"}, period=":1990-12-31").png
    assert out.decode().splitlines() == [str(tmp_path / spec["filename"]) for spec in (first, second)]
    assert err.startswith("rien ne correspond")
    with Image.open(tmp_path / second["filename"]) as image:
        assert image.size == (2560, 1440)
        assert image.info["Title"] == second["title"]
        assert image.info["Filters"] == "period=%3A1990-12-31&lang=fr&level=sector"


class Short(io.RawIOBase):
    """Takes seven bytes at once, as a file without a buffer takes two gigabytes."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, given: Any) -> int:
        self.taken += bytes(given[:7])
        return min(7, len(given))


def test_what_stdout_does_not_take_at_once_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    short = Short()
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=short))
    _put([b"a" * 20, b"", b"b" * 5])
    assert short.taken == b"a" * 20 + b"b" * 5
