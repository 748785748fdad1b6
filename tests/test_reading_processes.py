"""Many files are read by processes of their own, which give the same and leave nothing behind."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from etl import reading_processes, store
from etl.arrow import as_arrow, schemas
from etl.config import PROJECT
from etl.demo import generate
from etl.errors import BuildError, SourceError
from etl.load import build
from etl.raw import TABLES
from etl.reading import Asked, entry_id_of, read_batch
from etl.reading_frames import answer, receive
from etl.reading_processes import read_batches
from tests.tables import tables

NOW = datetime(2025, 3, 1)
EXAMPLES = PROJECT / "tests" / "data" / "formats"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    generate(folder, 60)
    for example in EXAMPLES.iterdir():
        if example.is_file():
            shutil.copy(example, folder)
    return folder


def batches(folder: Path, size: int = 9) -> list[list[Asked]]:
    asked = [Asked(str(path), path.name, "") for path in sorted(folder.rglob("*")) if path.is_file()]
    return [asked[start : start + size] for start in range(0, len(asked), size)]


def test_processes_give_what_one_gives(pages: Path) -> None:
    work = batches(pages)
    here = [read_batch(batch, NOW) for batch in work]
    with closing(read_batches(work, NOW, 2)) as elsewhere:
        for one, other in zip(here, elsewhere, strict=True):
            assert one[:3] == other[:3]
            assert {name: as_arrow(name, rows) for name, rows in one.tables.items()} == other.tables


def test_a_build_by_processes_comes_to_the_same_tables(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def progress(files: list[Path]) -> Iterator[Path]:
        for path in files:
            seen.append(path)
            yield path

    build([pages], tmp_path / "one.duckdb")
    monkeypatch.setattr(store, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(store, "BATCH", 10)
    build([pages], tmp_path / "two.duckdb", progress)  # type: ignore[arg-type]
    assert tables(tmp_path / "one.duckdb") == tables(tmp_path / "two.duckdb")
    assert len(seen) == sum(map(len, batches(pages)))
    assert build([pages], tmp_path / "two.duckdb").changes.read <= 1  # a file that wants a package is read again


def test_what_does_not_come_any_more_is_not_waited_for(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = reading_processes._start
    monkeypatch.setattr(reading_processes, "_start", lambda: started.append(start()) or started[-1])
    with closing(read_batches(batches(pages, 3), NOW, 2)) as found:
        next(found)
    assert len(started) == 2
    assert all(worker.poll() is not None for worker in started)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    gone = Asked(str(tmp_path / "gone.txt"), "gone.txt", "")
    with (
        closing(read_batches([[gone]], NOW, 1)) as found,
        pytest.raises(SourceError, match=r"gone\.txt: cannot be read"),
    ):
        next(found)


def test_a_process_that_ends_is_told(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(reading_processes, "_start", dying)
    with closing(read_batches(batches(pages), NOW, 2)) as found, pytest.raises(BuildError, match="a process ended"):
        next(found)


BUILD = """
import sys, time
from pathlib import Path
from etl import reading_processes, store
from etl.load import build
start = reading_processes._start
def announced():
    worker = start()
    print(worker.pid, flush=True)
    return worker
def waiting(files):
    time.sleep(60)
    return files
reading_processes._start, store.WORTH_PROCESSES, store.BATCH = announced, 1, 5
store._keep = lambda *_: time.sleep(60)
build([Path(sys.argv[1])], Path(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="looks for processes as POSIX does")
def test_processes_end_with_the_build_that_is_killed(pages: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", BUILD, str(pages), str(tmp_path / "w.duckdb")]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as building:
        assert building.stdout
        workers = [int(building.stdout.readline())]
        building.send_signal(signal.SIGKILL)
        building.wait()
        workers += map(int, building.stdout.read().split())
    deadline = time.monotonic() + 30
    while any(map(_is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_is_running, workers))


def _is_running(pid: int) -> bool:
    """Whether a process is there and no more than a name that nobody has asked about."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_columns_are_those_of_the_store() -> None:
    assert schemas().keys() >= TABLES.keys() | {"entry", "file"}
    assert schemas()["trace"].names[:4] == ["source_id", "part", "line_number", "entry_id"]


def test_frames_carry_what_is_put_into_them(pages: Path) -> None:
    pipe = io.BytesIO()
    batch = read_batch(batches(pages, 1_000)[0], NOW)
    answer(pipe, batch)
    answer(pipe, "gone")
    pipe.seek(0)
    received = receive(pipe)
    assert not isinstance(received, str)
    assert received.entries == batch.entries
    assert all(list(received.tables[name].to_pylist()) is not None for name in TABLES)
    assert sum(table.num_rows for table in received.tables.values()) == sum(map(len, batch.tables.values())) > 500
    assert receive(pipe) == "gone"
    with pytest.raises(EOFError):
        receive(pipe)


def test_an_entry_has_one_number_wherever_it_is_read() -> None:
    entries = [("A", True, "", ()), ("A", False, "", ()), ("A", True, "", ("x", "y")), ("A", True, "", ("x, y",))]
    assert len({entry_id_of(entry) for entry in entries}) == len(entries)
