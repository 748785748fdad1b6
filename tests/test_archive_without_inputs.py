"""An archive that holds nothing to read is accounted for like any file that cannot be read."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.accounting import account
from tests.archives import zipped


@pytest.mark.parametrize("data", [zipped({}), zipped({".hidden.txt": b"x", "folder/": b""})])
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


def test_a_member_without_a_name_is_no_input() -> None:
    directory = b"PK\x01\x02" + bytes(42)  # one entry, its name of no length
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, len(directory), 4, 0)
    (reading,) = account(b"PK\x03\x04" + directory + end, Path("a.zip"))
    assert [number for number, _ in reading.source.ledger.rejections] == [1]
