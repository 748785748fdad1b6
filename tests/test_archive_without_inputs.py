"""An archive that holds nothing to read is accounted for like any file that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accounting import account
from tests.test_formats_hostile import zipped


@pytest.mark.parametrize("data", [zipped({}), zipped({"notes.docx": b"x", ".hidden.txt": b"x", "folder/": b""})])
def test_it_is_one_rejected_line(data: bytes) -> None:
    (reading,) = account(data, Path("a.zip"))
    assert (reading.source.path, reading.source.format) == ("a.zip", "zip")
    ((line, reason),) = reading.source.ledger.rejections
    assert (line, reason) == (1, "a zip archive without any file that could be read: see docs/formats.md for what can")


def test_one_inside_another_is_told_by_its_name() -> None:
    found = account(zipped({"inner.zip": zipped({}), "1-a.txt": b"SIREN\n784244295\n"}), Path("a.zip"))
    assert [(each.source.path, each.source.ledger.counts()) for each in found] == [
        ("a.zip/1-a.txt", (2, 2, 0, 0)),
        ("a.zip/inner.zip", (1, 0, 0, 1)),
    ]
