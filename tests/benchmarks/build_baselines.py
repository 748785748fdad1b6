"""What others do with the same pages: `python -m tests.benchmarks.build_baselines NAME FOLDER`; prints the dates found.

`read_text`: DuckDB merely reads the bytes. `pattern`: it looks for dates as well, with one compiled pattern. `loop`:
the plain loop in Python does (open, decode, split, find dates). `pandas`: what most people would write, that loop with
rows in a DataFrame, and this in DuckDB; of all that a profile page says it keeps the rows of the table and their dates.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb

DATE = (
    r"[0-9]{1,2}(?:er)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)[a-z]*\.? [0-9]{4}"
)


def read_text(folder: Path) -> int:
    return _asked("select sum(length(content))::bigint from read_text($files)", folder)


def pattern(folder: Path) -> int:
    return _asked(
        "select sum(len(regexp_extract_all(content, $date)))::bigint from read_text($files)", folder, date=DATE
    )


def _asked(sql: str, folder: Path, **parameters: str) -> int:
    with duckdb.connect() as con:
        ((found,),) = con.execute(sql, {"files": f"{folder}/**/*.txt", **parameters}).fetchall()
    return int(found)


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*.txt"):
        with path.open("rb") as file:
            text = file.read().decode("utf-8", errors="replace")
        for line in text.split("\n"):
            yield path.name, line


def loop(folder: Path) -> int:
    date = re.compile(DATE)
    return sum(len(date.findall(line)) for _, line in _lines(folder))


def pandas(folder: Path) -> int:
    import pandas as pd

    date = re.compile(DATE)
    rows = []
    for name, line in _lines(folder):
        for found in date.findall(line):
            cells = line.split("|")
            rows.append(
                {"organisation": name.split("-", 1)[0], "catalyst": cells[min(1, len(cells) - 1)], "date": found}
            )
    frame = pd.DataFrame(rows)
    frame["catalyst"] = frame["catalyst"].str.strip()
    frame["year"] = frame["date"].str[-4:].astype(int)
    with duckdb.connect(folder.parent / "pandas.duckdb") as con:
        con.register("frame", frame)
        con.execute("create or replace table engagement as from frame").fetchall()
    return len(frame)


BASELINES: Mapping[str, Callable[[Path], int]] = {
    "read_text": read_text,
    "pattern": pattern,
    "loop": loop,
    "pandas": pandas,
}

if __name__ == "__main__":
    sys.stdout.write(f"{BASELINES[sys.argv[1]](Path(sys.argv[2]))}")
