"""Coverage-guided fuzzing of each format: bytes in, no crash, within seconds, every line accounted for.

    pip install -r requirements-fuzz.txt
    python -m tests.fuzz.fuzz_formats FORMAT -max_total_time=180 [-rss_limit_mb=1024] [FOLDER of finds]

FORMAT is one of page, html, csv, tsv, json, jsonl, parquet, xlsx, zip, zip-itself. Seeds are its examples in
tests/data/formats; of a page those in data/profiles, and synthetic ones. Finds are kept between runs. What ends the run
is written to a file `crash-…` or `timeout-…`: give it as the argument to run it again, and make a test of it before
mending the reader.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import atheris

with atheris.instrument_imports(include=["etl", "openpyxl", "markdownify"]):
    import markdownify  # noqa: F401  (which the readers import late, when it would not be watched any more)
    import openpyxl  # noqa: F401

    from etl.config import PROFILES, PROJECT
    from etl.demo import generate
    from etl.raw import TABLES, Read
    from etl.told import told
    from tests.accounting import account

EXAMPLES = PROJECT / "tests" / "data" / "formats"
READ_AT = datetime(2025, 3, 1)
FRONT_MATTER = (
    b"---\nname: A\nurl: https://x.org/1-a\ncaptured_on: 2025-03-01\npage: 2\nsynthetic: no\n---\nSIREN\n784244295\n"
)
DEFAULTS = ["-timeout=10", "-max_len=20000", "-len_control=0", "-keep_seed=1"]


class Target(NamedTuple):
    """Where a format's seeds come from, and how mutated bytes become a file of that format."""

    seeds: Callable[[], Iterable[bytes]]
    packed: Callable[[bytes], bytes] = bytes


def _beginning_with(mark: bytes) -> Callable[[bytes], bytes]:
    """Keep the bytes that tell the format: without them the reader of text would be fuzzed."""
    return lambda data: mark + data[len(mark) :]


def _examples(suffix: str) -> Callable[[], Iterable[bytes]]:
    return lambda: (path.read_bytes() for path in sorted(EXAMPLES.glob(f"*.{suffix}")))


def _pages() -> Iterable[bytes]:
    yield FRONT_MATTER
    yield from (path.read_bytes() for path in [*sorted(PROFILES.glob("*.txt")), *sorted(EXAMPLES.glob("*.md"))])
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        generate(Path(folder), 20)
        yield from (path.read_bytes() for path in sorted(Path(folder).rglob("*.txt")))


# Bytes in a compressed member would hardly ever be mutated into a file that can be unpacked. So what is mutated is the
# content: its first byte chooses a member of the example, the rest takes that member's place.


def _members(example: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(example) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir()]


def _contents(example: Path) -> Callable[[], Iterable[bytes]]:
    return lambda: (bytes([place]) + data for place, (_, data) in enumerate(_members(example)))


def _into(example: Path) -> Callable[[bytes], bytes]:
    members = _members(example)

    def packed(data: bytes) -> bytes:
        replaced, written = next(iter(data), 0) % len(members), io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for place, (name, content) in enumerate(members):
                archive.writestr(name, data[1:] if place == replaced else content)
        return written.getvalue()

    return packed


def _packed(example: Path) -> Target:
    return Target(_contents(example), _into(example))


TARGETS: Mapping[str, Target] = {
    "page": Target(_pages),
    **{suffix: Target(_examples(suffix)) for suffix in ("html", "csv", "tsv", "json", "jsonl")},
    "parquet": Target(_examples("parquet"), _beginning_with(b"PAR1")),
    "xlsx": _packed(EXAMPLES / "workbook.xlsx"),
    "zip": _packed(EXAMPLES / "archive.zip"),
    "zip-itself": Target(_examples("zip"), _beginning_with(b"PK\x03\x04")),
}


def check(data: bytes, path: Path) -> None:
    """Read, account for every line, and make of it what is stored and what is told."""
    for reading in account(data, path):
        json.dumps(told(reading, {}), default=str)
        counts = reading.source.ledger.counts()
        for page in reading.pages:
            for rows_of in TABLES.values():
                list(rows_of(Read(page, path.name, counts, READ_AT, hash)))


def main() -> None:
    name, *given = sys.argv[1:] or [""]
    if name not in TARGETS:
        sys.exit(f"expected one of {', '.join(TARGETS)}: see the beginning of {__file__}")
    target, path = TARGETS[name], Path(f"89998-accr-association-des-centres.{'txt' if name == 'page' else name}")
    with tempfile.TemporaryDirectory(prefix="seeds-") as seeds:
        for number, seed in enumerate(target.seeds()):
            (Path(seeds) / str(number)).write_bytes(seed)
        options = [argument for argument in given if argument.startswith("-")]
        folders = [argument for argument in given if not argument.startswith("-")] or [
            tempfile.mkdtemp(prefix="finds-")
        ]
        given_file = len(folders) == 1 and Path(folders[0]).is_file()
        corpus = folders if given_file else [*folders, seeds]
        atheris.Setup([sys.argv[0], *DEFAULTS, *options, *corpus], lambda data: check(target.packed(data), path))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
