"""The command line: exit codes, data on stdout, words on stderr."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.cells import safe_cell
from etl.cli import main
from etl.config import PROFILES, PROJECT
from etl.report import status_lines

BAD_ROW = "![]() | =cmd() | Other 31 Feb 2024 1 Mar 2024 | | |\nSIREN | x"


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    """Return a folder with a page that has rejected lines."""
    folder = tmp_path / "dirty"
    folder.mkdir()
    (folder / "=1-a.txt").write_text(f"{BAD_ROW}\n=SUM(A1)\n")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_build_says_what_it_did_on_stderr(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "build", PROFILES, "--warehouse", tmp_path / "w.duckdb")
    assert (code, out) == (0, "")
    assert "pages: 1, organisations: 1, catalysts: 10, engagements: 11\n" in err
    assert "catalysts captured: 10 of 14 declared\n" in err
    assert "rejected lines: 0\n" in err
    assert "check not met (1): every source says when it was captured" in err


def test_rejected_lines_are_counted_and_with_strict_fail(
    capsys: pytest.CaptureFixture[str], dirty: Path, tmp_path: Path
) -> None:
    warehouse = tmp_path / "w.duckdb"
    code, _, err = run(capsys, "build", dirty, "--warehouse", warehouse)
    assert (code, "rejected lines: 3 (see them with `python -m etl rejected`)" in err) == (0, True)
    assert run(capsys, "build", dirty, "--warehouse", warehouse, "--strict")[0] == 1
    assert run(capsys, "build", PROFILES, "--warehouse", warehouse, "--strict")[0] == 0


def test_rejected_lines_as_csv_safe_for_spreadsheets(
    capsys: pytest.CaptureFixture[str], dirty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(dirty)
    run(capsys, "build", dirty, "--warehouse", tmp_path / "w.duckdb")
    code, out, err = run(capsys, "rejected", "--warehouse", tmp_path / "w.duckdb")
    header, *rows = csv.reader(io.StringIO(out))
    assert (code, err, header) == (0, "", ["file", "line", "raw text", "reason"])
    first, *_ = BAD_ROW.split("\n")
    assert rows[0] == [str(dirty / "=1-a.txt"), "1", first, 'impossible date "31 Feb 2024"']
    assert [row[2] for row in rows[1:]] == ["SIREN | x", "'=SUM(A1)"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1"])
def test_formulas_are_neutralised(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(f"a{text}") == f"a{text}"
    assert safe_cell(f"a\n{text}") == f"a\n'{text}"  # a line of its own in the cell
    assert safe_cell(f"a\r{text}") == f"a\\r'{text}"


def test_status_is_one_fact_per_line(real_warehouse: Path) -> None:
    lines = dict(line.split(": ", 1) for line in status_lines(real_warehouse, datetime(2025, 3, 10, tzinfo=UTC)))
    del lines["warehouse"], lines["built"]
    assert lines == {
        "sources": "1 (36 lines)",
        "organisations": "1 (0 synthetic)",
        "catalysts": "10 (5 of 18 regional authorities)",
        "engagements": "11 (11 dated, from 2022-02-26 to 2025-02-28)",
        "coverage": "10 of 14 declared catalysts captured; 0 of 1 organisations complete",
        "rejected lines": "0",
        "check warnings": "capture_date_known 1",
        "latest capture": "2025-02-28 (10 days ago, inferred from the newest date on the page)",
        "formats": "profile_page 1",
        "remarks on reading": "none",
        "corrections": "none",
        "conflicts": "none",
        "joined by name alone": "none",
        "likely duplicates among catalysts": "none",
        "likely duplicates among organisations": "none",
    }


def test_status_of_an_empty_warehouse(capsys: pytest.CaptureFixture[str], empty_warehouse: Path) -> None:
    code, out, err = run(capsys, "status", "--warehouse", empty_warehouse)
    assert (code, err) == (0, "")
    assert "engagements: 0 (0 dated)\n" in out
    assert "latest capture: unknown\n" in out


@pytest.mark.parametrize("command", ["status", "rejected"])
def test_a_missing_warehouse_says_what_to_do(capsys: pytest.CaptureFixture[str], command: str, tmp_path: Path) -> None:
    code, out, err = run(capsys, command, "--warehouse", tmp_path / "none.duckdb")
    assert (code, out) == (1, "")
    assert err == f"error: {tmp_path}/none.duckdb: no warehouse there; run `python -m etl build` first\n"


def test_a_file_that_is_no_warehouse_says_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").write_text("not a database at all, only text")
    code, _, err = run(capsys, "status", "--warehouse", tmp_path / "w.duckdb")
    assert (code, "run `python -m etl build --full`" in err) == (1, True)


def test_a_missing_path_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "build", tmp_path / "none", "--warehouse", tmp_path / "w.duckdb")
    assert (code, out) == (1, "")
    assert err.startswith(f"error: {tmp_path}/none: no such file or folder")
    assert not (tmp_path / "w.duckdb").exists()


@pytest.mark.parametrize("arguments", ["", "fly", "build --fly", "demo", "demo --organisations 0 --out x"])
def test_wrong_usage_is_exit_code_2(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments.split())
    assert raised.value.code == 2
    assert "usage: python -m etl" in capsys.readouterr().err


def test_demo_writes_pages_that_build(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "demo", "--organisations", "3", "--out", tmp_path / "demo", "--seed", "5")
    assert (code, out) == (0, "")
    assert "synthetic pages of 3 organisations written" in err
    assert run(capsys, "build", tmp_path / "demo", "--warehouse", tmp_path / "w.duckdb")[0] == 0
    assert "organisations: 3 (3 synthetic)" in run(capsys, "status", "--warehouse", tmp_path / "w.duckdb")[1]


def test_as_a_module_and_into_a_closed_pipe(dirty: Path, tmp_path: Path) -> None:
    warehouse = str(tmp_path / "w.duckdb")
    etl = [sys.executable, "-m", "etl"]
    built = subprocess.run(
        [*etl, "build", str(dirty), "--warehouse", warehouse], cwd=PROJECT, capture_output=True, text=True
    )
    assert (built.returncode, built.stdout) == (0, "")
    assert "Reading pages" not in built.stderr  # no progress bar where nobody watches
    with subprocess.Popen(
        [*etl, "rejected", "--warehouse", warehouse], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
