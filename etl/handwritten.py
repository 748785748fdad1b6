"""CSV files that people keep by hand: commas or semicolons, any encoding a spreadsheet writes, `#` before a comment.

A file that is not there has no lines. What is wrong with a line is said of that line; whoever reads it decides what
follows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.decode import decode, split_lines
from etl.errors import SourceError
from etl.text import fold, tidy


class Line(NamedTuple):
    """One row of the file below its header."""

    number: int  # 1-based line on which it begins
    cells: Mapping[str, str]  # column -> text, tidy; empty where there is a problem
    raw: str  # the line as written
    problem: str | None


def read_lines(path: Path, columns: Sequence[str]) -> list[Line]:
    """Read the rows of a CSV whose header names exactly `columns`, in any order.

    Raises SourceError where the file is there and cannot be opened.
    """
    try:
        text, _ = decode(path.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check that it is a readable file") from error
    return list(rows_of(split_lines(text), columns))


def rows_of(lines: list[str], columns: Sequence[str]) -> Iterator[Line]:
    """Yield the rows of a CSV that is given as its lines."""
    header: list[str] | None = None
    for number, cells, problem in _parsed(lines):
        raw = lines[number - 1]
        if problem:
            yield Line(number, {}, raw, problem)
        elif header is None:
            header = [fold(cell) for cell in cells]
            if sorted(header) != sorted(columns):
                yield Line(number, {}, raw, f"the header must be: {','.join(columns)}")
                return
        elif len(cells) != len(header):
            yield Line(number, {}, raw, f"{len(cells)} cells, expected {len(header)}: {', '.join(header)}")
        else:
            yield Line(number, dict(zip(header, map(tidy, cells), strict=True)), raw, None)


def _parsed(lines: list[str]) -> Iterator[tuple[int, list[str], str | None]]:
    """Yield the 1-based number of the line on which each row begins, its cells, and why it cannot be read, if so."""
    written = [f"{line}\n" if _says_something(line) else "\n" for line in lines]
    first = next(filter(str.strip, written), "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader, number = csv.reader(written, delimiter=delimiter, strict=True), 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, [], f"not valid CSV: {error}"
        else:
            if cells:
                yield number, cells, None
        number = reader.line_num + 1


def _says_something(line: str) -> bool:
    return bool(line.strip(" \t,;")) and not line.lstrip().startswith("#")
