"""How much one file may turn into, however it is packed: one budget for all that is in it, at any depth."""

from __future__ import annotations

from dataclasses import dataclass

from etl.formats.table import UnreadableError

MAX_MEMBERS = 20_000
MAX_TOTAL = 1 << 30
"""Bytes of all members together, unpacked."""
MAX_RATIO = 100
"""Times that a file may grow by being unpacked; text shrinks to a tenth, a bomb to a thousandth."""
SMALL = 1 << 20
"""Bytes that are not too many whatever they are unpacked from."""
MAX_CELLS = 20_000_000
MAX_CHARACTERS = 1 << 28
"""Of all cells together: a value that is stored once may stand in every row."""


@dataclass(slots=True)
class Budget:
    """What is left to one file that stands in a folder. Who takes more than is left is refused with the reason."""

    members: int
    unpacked: int
    cells: int
    characters: int

    @classmethod
    def of(cls, size: int) -> Budget:
        """Return what a file of so many bytes may turn into."""
        return cls(MAX_MEMBERS, min(MAX_TOTAL, max(SMALL, MAX_RATIO * size)), MAX_CELLS, MAX_CHARACTERS)

    def unpack(self, members: int, size: int) -> None:
        """Take the members of an archive, of `size` bytes unpacked. Raises UnreadableError."""
        if members > self.members:
            raise UnreadableError(f"a zip archive of {members:,} members; {MAX_MEMBERS:,} are the most in one file")
        if size > self.unpacked:
            raise UnreadableError(
                f"a zip archive of {size:,} bytes unpacked; the most are {MAX_RATIO} times the size of the file that "
                f"holds it, and {MAX_TOTAL >> 20:,} MB"
            )
        self.members -= members
        self.unpacked -= size

    def take_cells(self, number: int) -> None:
        """Take cells of a table. Raises UnreadableError."""
        self.cells -= number
        if self.cells < 0:
            raise UnreadableError(f"tables of more than {MAX_CELLS:,} cells in one file: divide it")

    def take_characters(self, number: int) -> None:
        """Take the text of cells. Raises UnreadableError."""
        self.characters -= number
        if self.characters < 0:
            raise UnreadableError(
                f"tables of more than {MAX_CHARACTERS >> 20} million characters in one file: divide it"
            )
