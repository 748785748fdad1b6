"""Rows that give no more than the sum of other rows: compared with these and never added to them."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from etl.formats import values
from etl.formats.rows import Cells, read_who
from etl.page.facts import CatalystRow
from etl.page.ledger import Ledger


class Totals:
    """Adds up the amounts of each organisation, then looks whether the totals of the table say the same."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self._rows: list[tuple[int, Cells]] = []

    def add(self, key: tuple[str, str], row: CatalystRow) -> None:
        """Count the amounts of a row of the organisation known by `key`."""
        for trace in row.traces:
            self._sums[key] += trace.amount_eur or 0

    def keep(self, number: int, cells: Cells) -> None:
        """Remember the total that stands on this line, perhaps above the rows that it is the sum of."""
        self._rows.append((number, cells))

    def settle(self, ledger: Ledger) -> None:
        """Parse the lines whose total is right, and reject those that contradict the rows."""
        for number, cells in self._rows:
            total = cells.read("total_eur", values.read_amount)
            who = read_who(Cells(cells.texts))  # nobody on the line at the end: 'Total of all grants'
            found = self._sums.get(who.known_by, Decimal(0)) if who else sum(self._sums.values(), Decimal(0))
            if total is not None and total != found:
                cells.problems.append(f"a total of {total:,} EUR, but its rows add up to {found:,}")
            ledger.parse(number)
            for problem in cells.problems:
                ledger.reject(number, problem)
