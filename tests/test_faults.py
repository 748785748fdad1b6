"""What may happen to a machine: damaged and foreign files, a clock that moves, a full disk. Each is said in words."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

import dashboard
from analytics import datasets, intake, portions
from analytics.frame import records
from analytics.summary import data_sentence
from etl.cli import main
from etl.config import PROFILES, PROJECT, SCHEMA_VERSION
from etl.errors import SourceError, WarehouseError
from etl.load import build
from etl.publish import store_beside
from etl.report import status_lines
from tests.asking import page, row, view
from tests.asking import warehouse as opened
from tests.test_crash_safety import small_disk

# Damaged and foreign files

QUERIES = ("timeline_lanes", "view_rows", "data_sources")
ASK = f"""
import contextlib, io, json, os, sys
from pathlib import Path
import dashboard
from analytics import cli as analytics_cli
from etl import cli as etl_cli

def ask(main, *arguments):
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*arguments, "--warehouse", str(link)])
    out.flush()
    return [code, out.buffer.getvalue().decode(), err.getvalue()]

link = Path(os.environ["CATALYST_ATLAS_DATA"], "warehouse.duckdb")
for line in sys.stdin:
    link.unlink(missing_ok=True)
    link.symlink_to(line.strip())
    answer = dashboard.ready(None)
    found = {{"ready": [answer.status_code, json.loads(answer.body)], "status": ask(etl_cli.main, "status")}}
    found |= {{name: ask(analytics_cli.main, "query", name) for name in {QUERIES}}}
    print(json.dumps(found), flush=True)
"""
"""Asks of each warehouse named on stdin what people and programs ask, in a process that a crash would end."""

Found = dict[str, list[object]]


class Asked(NamedTuple):
    """What was answered for files, and how it is for the file that they were made of."""

    answers: list[Found]
    right: Found


def flipped(whole: bytes, place: int) -> bytes:
    damaged = bytearray(whole)
    for at in range(place, min(place + 8, len(whole))):
        damaged[at] ^= 0xFF
    return bytes(damaged)


def of_whole(whole: bytes) -> Iterator[bytes]:
    """The file with bytes flipped in its headers and at many other places, cut short, empty, and others."""
    rng = random.Random(6)
    yield from (flipped(whole, place) for place in (0, 8, 12, 64, 4_096, 4_112, 8_192, 8_210))
    yield from (flipped(whole, rng.randrange(12_288, len(whole))) for _ in range(24))
    yield from (whole[:length] for length in (0, 1, 10, 4_096, 12_288, len(whole) // 2, len(whole) - 4_096))
    yield b"not a warehouse " * 2_000
    yield bytes(len(whole))


@pytest.fixture(scope="module")
def asked(real_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("damaged")
    whole = real_warehouse.read_bytes()
    files = [folder / f"{number}.duckdb" for number, _ in enumerate([whole, *of_whole(whole)])]
    for path, content in zip(files, [whole, *of_whole(whole)], strict=True):
        path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=PROJECT,
        env={**os.environ, "CATALYST_ATLAS_DATA": str(folder)},
        input="".join(f"{path}\n" for path in files),
        capture_output=True,
        encoding="utf-8",
    )
    shutil.rmtree(folder)
    right, *answers = map(json.loads, done.stdout.splitlines())
    assert (len(answers), done.returncode) == (len(files) - 1, 0), done.stderr[-3_000:]
    return Asked(answers, right)


@pytest.mark.trust("A warehouse with bytes flipped at many places, cut short, empty, or of something else")
def test_a_damaged_warehouse_is_answered_right_or_not_at_all(asked: Asked) -> None:
    refused = 0
    for found in asked.answers:
        for name, (code, *said) in found.items():
            if name == "ready":
                assert code in (200, 503)
                right = code == 200
                assert right or "python -m etl build" in str(said)
            else:
                right = code == 0
                _, words = said
                assert right or (str(words).startswith("error: ") and "python -m etl build" in str(words))
            assert "Traceback" not in str(said)
            if right and name in QUERIES:
                assert found[name] == asked.right[name]
            refused += not right
    assert refused > len(asked.answers)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a warehouse that a test may damage, beside its pages."""
    (tmp_path / "pages").mkdir()
    shutil.copy(next(PROFILES.glob("*.txt")), tmp_path / "pages")
    build([tmp_path / "pages"], tmp_path / "warehouse.duckdb")
    return tmp_path / "warehouse.duckdb"


def damage(path: Path, *places: int) -> None:
    whole = path.read_bytes()
    for place in places or range(12_288, len(whole), 50_000):
        whole = flipped(whole, place)
    path.write_bytes(whole)


@pytest.mark.trust("A damaged warehouse is to be built again")
@pytest.mark.parametrize("places", [(8,), (4_096, 8_192), ()], ids=["beginning", "headers", "everywhere"])
def test_a_full_build_puts_a_damaged_warehouse_right(own: Path, places: tuple[int, ...]) -> None:
    damage(own.resolve(), *places)
    assert main(["build", str(own.parent / "pages"), "--warehouse", str(own), "--full"]) == 0
    assert view(own).facts.engagements == 11


@pytest.mark.trust("What builds keep between them is damaged")
def test_a_damaged_store_is_made_anew(own: Path) -> None:
    damage(store_beside(own))
    (own.parent / "pages" / "1-a.txt").write_text(page(row("Ville de X", "Event 1 Mar 2024")))
    build([own.parent / "pages"], own)
    assert view(own).scope.organisations == 2


@pytest.mark.trust("A warehouse of an older or newer version of the program")
@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, SCHEMA_VERSION + 1])
def test_another_version_is_said_with_what_to_do(
    own: Path, version: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(own.resolve()) as con:
        con.execute("update build set schema_version = $version", {"version": version})
    assert main(["status", "--warehouse", str(own), "--lang", "en"]) == 1
    assert "is of another version; run `python -m etl build` again" in capsys.readouterr().err
    monkeypatch.setattr(datasets, "WAREHOUSE", own)
    assert b"python -m etl build" in ready(503)
    build([own.parent / "pages"], own)
    assert view(own).facts.engagements == 11
    assert b'"ready":true' in ready(200)


def ready(code: int) -> bytes:
    answer = dashboard.ready(None)  # type: ignore[arg-type]
    assert answer.status_code == code
    return bytes(answer.body)


# The clock


@pytest.mark.trust("A clock that was wrong: captures and builds of days that are yet to come")
def test_no_age_is_negative(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own.parent / "pages" / "1-a.txt").write_text(page(row("Ville de X", "Event 1 Mar 2024"), captured_on="2099-01-01"))
    build([own.parent / "pages"], own)
    with duckdb.connect(own.resolve()) as con:
        con.execute("update build set built_at = timestamp '2098-01-01'")
    monkeypatch.setattr(datasets, "WAREHOUSE", own)
    told = json.loads(ready(200))
    assert (told["built_hours_ago"], told["last_captured_on"]) == (0.0, "2099-01-01")
    (age,) = [line for line in status_lines(own) if line.startswith("latest capture")]
    assert age == "latest capture: 2099-01-01 (later than today: some clock was wrong)"
    (summary,) = records(opened(own).ask("data_summary", {"organisation": []}))
    sentence = data_sentence(summary, dt.date.today())
    assert "The newest capture is of 1 Jan 2099, a day that is yet to come: some clock was wrong." in sentence


# Reference files

MISTAKES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a comma too many": (
        "regions.json", lambda text: text.replace('"insee": "11",', '"insee": "11",,', 1), "no JSON from here on",
    ),
    "cut short": ("sectors.json", lambda text: text[: len(text) // 2], "sectors.json:"),
    "empty": ("departements.json", lambda _: "", "departements.json:1: no JSON"),
    "another list": ("sectors.json", lambda _: "[]", "sectors.json: has no `groups`"),
    "a field gone": (
        "regions.json", lambda text: text.replace('"capital": "Paris",', "", 1), "entry 1 of `regions` has no",
    ),
    "an unknown group": ("sectors.json", lambda text: text.replace('"group": "', '"group": "x', 1), "the group of "),
    "a pattern that is none": (
        "kinds.json", lambda text: text.replace('"pattern": "', '"pattern": "(', 1), "kinds.json: the pattern (",
    ),
    "no text": ("kinds.json", lambda text: text + "\udcff", "is no text in UTF-8"),
    "an alias of two": (
        "catalyst_aliases.csv", lambda text: text + "Alias X,Ville A\nAlias X,Ville B\n", "catalyst_aliases.csv:",
    ),
}  # fmt: skip
"""What is wrong -> file, how it comes about, and what the build says of it."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what a build needs, with a warehouse that it has built."""
    folder = tmp_path_factory.mktemp("program")
    shutil.copytree(PROJECT / "etl", folder / "etl", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "data" / "reference", folder / "data" / "reference")
    shutil.copytree(PROFILES, folder / "data" / "profiles")
    shutil.copy(PROJECT / "constraints.txt", folder)
    assert built_in(folder).returncode == 0
    return folder


def built_in(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CATALYST_ATLAS_DATA"}
    command = [sys.executable, "-m", "etl", "build", "--lang", "en"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.trust("A mistake in a reference file")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_broken_reference_file_stops_the_build_and_not_the_warehouse(program: Path, mistake: str) -> None:
    name, make, words = MISTAKES[mistake]
    path, warehouse = program / "data" / "reference" / name, program / "data" / "warehouse.duckdb"
    before, whole = os.path.realpath(warehouse), path.read_text(encoding="utf-8")
    path.write_text(make(whole), encoding="utf-8", errors="surrogateescape")
    try:
        done = built_in(program)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: ")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert os.path.realpath(warehouse) == before
    assert view(warehouse).facts.engagements == 11


# A full disk


@pytest.mark.trust("The disk is full when profiles are added")
def test_what_does_not_fit_is_not_stored_by_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "profiles").mkdir()
    with small_disk(tmp_path / "profiles", "64k"):
        monkeypatch.setattr(intake, "PROFILES", tmp_path / "profiles")
        with pytest.raises(SourceError, match=r"1-a\.txt: cannot be stored \(No space left on device\)"):
            intake.store(intake.dropped("1-a.txt", b"x" * 100_000))
        assert list((tmp_path / "profiles").iterdir()) == []
        assert intake.store(intake.dropped("1-a.txt", b"x" * 1_000)).is_new


@pytest.mark.trust("The disk is full when a viewer's portion is to be written")
def test_a_portion_that_does_not_fit_is_said_and_leaves_nothing(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "small").mkdir()
    with small_disk(tmp_path / "small", "300k"):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "small"))
        with pytest.raises(WarehouseError, match="cannot be written"):
            portions.write(str(own.resolve()), ["89998"])
        assert list((tmp_path / "small").iterdir()) == []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(WarehouseError, match="No such file"):
        portions.write(str(own.resolve()), ["89998"])
