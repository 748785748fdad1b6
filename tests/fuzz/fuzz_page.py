"""Coverage-guided fuzzing of the page reader: bytes in, every line accounted for, within seconds.

    pip install -r requirements-fuzz.txt
    python -m tests.fuzz.fuzz_page -max_total_time=180 [-rss_limit_mb=1024] [FOLDER of finds kept between runs]

Seeds are the pages in data/profiles, a few synthetic ones and front matter. What ends the run is written to a file
`crash-…` or `timeout-…`: give it as the argument to run it again, and make a test of it before mending the reader.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["etl"]):
    from etl.config import PROFILES
    from etl.demo import generate
    from etl.extract import read_bytes
    from etl.raw import TABLES, Read

NAME = Path("89998-accr-association-des-centres.txt")
READ_AT = datetime(2025, 3, 1)
FRONT_MATTER = (
    b"---\nname: A\nurl: https://x.org/1-a\ncaptured_on: 2025-03-01\npage: 2\nsynthetic: no\n---\nSIREN\n784244295\n"
)
DEFAULTS = ["-timeout=10", "-max_len=20000"]


def read_and_account(data: bytes) -> None:
    page = read_bytes(data, NAME)
    lines, parsed, ignored, rejected = page.ledger.counts()
    assert lines == parsed + ignored + rejected
    assert rejected == len({number for number, _ in page.ledger.rejections})
    for rows_of in TABLES.values():
        list(rows_of(Read(page, "a.txt", page.ledger.counts(), READ_AT)))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="seeds-") as seeds:
        generate(Path(seeds), 20)
        (Path(seeds) / "front-matter.txt").write_bytes(FRONT_MATTER)
        given = sys.argv[1:]
        folders = [argument for argument in given if not argument.startswith("-")] or [
            tempfile.mkdtemp(prefix="finds-")
        ]
        options = [argument for argument in given if argument.startswith("-")]
        atheris.Setup([sys.argv[0], *DEFAULTS, *options, *folders, seeds, str(PROFILES)], read_and_account)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
