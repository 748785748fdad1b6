"""What must be true of any bytes that are read: every line of every source accounted for, once."""

from __future__ import annotations

from pathlib import Path

from etl.extract import Reading, readings_of


def account(data: bytes, path: Path) -> list[Reading]:
    """Read what a file of that name holds, and check it."""
    found = list(readings_of(data, path))
    assert found
    for reading in found:
        _account_for_lines(reading)
    ids = [reading.source.source_id for reading in found]
    assert len(ids) == len(set(ids))
    return found


def _account_for_lines(reading: Reading) -> None:
    ledger = reading.source.ledger
    lines, parsed, ignored, rejected = ledger.counts()
    assert lines == parsed + ignored + rejected == len(ledger.lines)
    assert rejected == len({number for number, _ in ledger.rejections})
    assert all(1 <= number <= lines for number, _ in ledger.rejections)
    numbers = [row.line_number for page in reading.pages for row in page.facts.rows]
    assert len(numbers) == len(set(numbers))
    assert all(1 <= number <= lines for number in numbers)
    "\n".join(ledger.lines).encode()  # can be stored
