"""What every table becomes, whatever file it stood in: numbered records under the names of their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from etl.page.ledger import Ledger

MAX_COLUMNS = 200
LOOK_FOR_HEADER = 10
"""The names of the columns stand in one of the first so many records that are not blank."""


class UnreadableError(Exception):
    """A file, or a part of one, that cannot be read as what it is. The text is the reason shown to people."""


class NeedsPackageError(UnreadableError):
    """A file that can be read once a package is installed; the text says which and how."""


class Record(NamedTuple):
    number: int  # of its line, 1-based; what that is depends on the format
    cells: list[str]


@dataclass(slots=True)
class Table:
    """Cells are text as written; a missing one is empty. Whatever is no record is accounted for in the ledger."""

    header: list[str]
    records: list[Record]
    ledger: Ledger
    how: str = ""  # how it was read, in words: `separated by commas`
    name: str = ""  # of the sheet or list, where the file has several
    surplus: list[str] = field(default_factory=list)  # names of the columns beyond `MAX_COLUMNS`, which are not read


def number_text(number: float) -> str:
    """Write a number that was stored as one, so that three decimals are never taken for a group of thousands."""
    if number == int(number) if abs(number) < 1e15 else False:
        return str(int(number))
    text = repr(number)
    _, _, decimals = text.partition(".")
    return f"{text}0" if len(decimals) == 3 and decimals.isdigit() else text
