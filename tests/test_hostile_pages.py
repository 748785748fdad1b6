"""Pages that were made to break the reader: they cost no more than their length, and every line is accounted for."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.config import PROJECT
from etl.extract import read_bytes
from etl.raw import TABLES, Read

NAME = Path("89998-accr-association-des-centres.txt")
READ_AT = datetime(2025, 3, 1)
MEGABYTE = 1_000_000
NEGLIGIBLE = 0.1
"""Seconds for 50,000 characters: below it a square does not show yet."""

BEFORE = {
    "alone": "",
    "description": "Added in Motherbase\n2 years ago\n",
    "location": "Location\n",
    "name": "![]() x | ",
    "type": "![]() x | X | ",
    "front matter": "---\nname: ",
}
REPEATED = {
    "pipes": "|",
    "cells": "A | ",
    "brackets": "[",
    "parentheses": "(",
    "acronyms": "(accr) ",
    "images": "![](",
    "digits": "9",
    "numbers": "9 ",
    "grouped": "9,999,",
    "dates": "1 Jan 2024 ",
    "impossible dates": "31 Feb 2024 ",
    "months": "Jan ",
    "commas": ", ",
    "tags": "A, and ",
    "labels": "Activities",
    "durations": "4 years, ",
    "relations": "Other, ",
    "sectors": "x Banking, ",
    "connectors": "de la ",
    "spaces": " ",
    "accents": "e\u0301",
    "short lines": "a, b\n",
    "label lines": "SIREN\n1\n",
    "rules": "---\n",
    "rows": "![]() | A | Other 1 Jan 2024 | | |\n",
    "languages": "the of and\nle la les\n",
}


def page_of(before: str, unit: str, length: int) -> bytes:
    return (before + unit * (length // len(unit))).encode()


def seconds(data: bytes) -> float:
    """Return the processor time that reading takes at best: the machine does other things as well."""
    times = []
    for _ in range(3):
        started = time.process_time()
        account(data)
        times.append(time.process_time() - started)
        if times[-1] < NEGLIGIBLE:
            break
    return min(times)


def account(data: bytes) -> None:
    page = read_bytes(data, NAME)
    lines, parsed, ignored, rejected = page.ledger.counts()
    assert lines == parsed + ignored + rejected
    assert rejected == len({number for number, _ in page.ledger.rejections})
    assert all(1 <= number <= lines for number, _ in page.ledger.rejections)
    read = Read(page, "a.txt", page.ledger.counts(), READ_AT, lambda _: 1)
    assert all(isinstance(row, tuple) for rows_of in TABLES.values() for row in rows_of(read))


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_time_grows_with_length_and_not_with_its_square(before: str) -> None:
    for name, unit in REPEATED.items():
        short = seconds(page_of(before, unit, 50_000))
        if short > NEGLIGIBLE:
            long = seconds(page_of(before, unit, 100_000))
            assert long / short < 3, f"{name}: {short:.2f} s for 50,000 characters, {long:.2f} s for twice as many"


@pytest.mark.parametrize("name", ["pipes", "brackets", "digits", "dates", "commas", "short lines"])
@pytest.mark.trust("A page made to take the reader forever")
def test_a_megabyte_is_read_in_bounded_time(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    data = page_of("", REPEATED[name], MEGABYTE)
    started = time.process_time()
    data.decode().split("\n")
    split = time.process_time() - started
    started = time.process_time()
    account(data)
    taken = time.process_time() - started
    with capsys.disabled():
        sys.stdout.write(f"\na megabyte of {name}: {taken:.2f} s, {taken / max(split, 1e-4):.0f} times a plain split ")
    assert taken < 20


OPENINGS = ["[", "{", "- ", "? ", "-\t", "[a, ", "{a: "]
READ_ALL = """
import sys
from pathlib import Path
from etl.extract import read_bytes
for opening in sys.argv[1:]:
    text = "---\\n" + opening * 60_000 + "\\n---\\nSIREN\\n784244295\\n"
    print(opening, read_bytes(text.encode(), Path("a.txt")).ledger.counts(), flush=True)
"""


def test_deeply_nested_front_matter_does_not_end_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", READ_ALL, *OPENINGS], cwd=PROJECT, capture_output=True, text=True)
    assert done.stdout.splitlines() == [f"{opening} (5, 2, 2, 1)" for opening in OPENINGS]
    assert done.returncode == 0


WORDS = st.sampled_from(
    [*REPEATED.values(), *BEFORE.values(), "\r", "\n", "\x00", "\u2028", "\\|", "SIREN", "784244295"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, st.integers(1, 40)), max_size=12))
def test_any_pile_of_fragments_is_accounted_for(pieces: list[tuple[str, int]]) -> None:
    account("".join(word * times for word, times in pieces).encode())


@given(st.binary(max_size=400))
@pytest.mark.trust("Any bytes as a page: no line may be lost")
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    account(data)
