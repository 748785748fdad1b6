"""Accounts for every line of a file: no line disappears."""

from __future__ import annotations

from collections.abc import Iterable


class Ledger:
    """Each line is parsed, ignored knowingly, or rejected with a reason; a line that is partly rejected is rejected.

    Line numbers are 1-based. Lines that nothing claimed count as rejected when the ledger is closed.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self._rejections: dict[tuple[int, str], None] = {}  # in order, each once
        self._parsed: set[int] = set()
        self._ignored: set[int] = set()

    @property
    def rejections(self) -> list[tuple[int, str]]:
        """(line number, reason) in the order in which they were found."""
        return list(self._rejections)

    def parse(self, number: int) -> None:
        self._parsed.add(number)

    def parse_all(self, numbers: Iterable[int]) -> None:
        self._parsed.update(numbers)

    def ignore(self, number: int) -> None:
        self._ignored.add(number)

    def ignore_all(self, numbers: Iterable[int]) -> None:
        self._ignored.update(numbers)

    def reject(self, number: int, reason: str) -> None:
        self._rejections[number, reason] = None

    def reject_unclaimed(self, reason: str) -> None:
        """Reject every line that is neither parsed, ignored nor rejected yet; blank ones are ignored."""
        rejected = {number for number, _ in self._rejections}
        for number in sorted(set(range(1, len(self.lines) + 1)).difference(self._parsed, self._ignored, rejected)):
            if self.lines[number - 1].strip():
                self.reject(number, reason)
            else:
                self.ignore(number)

    def is_ignored(self, number: int) -> bool:
        return number in self._ignored

    def counts(self) -> tuple[int, int, int, int]:
        """Return the numbers of all, parsed, ignored and rejected lines; the first is the sum of the others."""
        rejected = {number for number, _ in self._rejections}
        ignored = self._ignored - rejected
        parsed = self._parsed - rejected - ignored
        return len(self.lines), len(parsed), len(ignored), len(rejected)
