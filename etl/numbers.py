"""Numbers as profile pages write them: follower counts, ranges of employees, SIREN."""

from __future__ import annotations

import re
from decimal import Decimal

from etl.text import remembered, tidy

# An ordinary space separates two counts; a comma, dot, apostrophe or no-break space before three digits groups one.
_COUNT = re.compile(
    r"(?<![\w.,])(?P<whole>[0-9]{1,3}(?:[,.'’\u00a0\u202f][0-9]{3}){1,3}|[0-9]{1,12})"
    r"(?:[.,](?P<fraction>[0-9]{1,3}))?(?:\s?(?P<suffix>[kKmM]))?(?![\w.,])"
)
_SUFFIX = {"k": 1_000, "m": 1_000_000}
_GROUPING = re.compile(r"[^0-9]")
_RANGE = re.compile(
    r"(?P<low>[0-9]+)(?:\s?(?:-|–|—|to|à)\s?(?P<high>[0-9]+)|\s?(?P<open>\+|and more|or more|et plus))?"
)
_SIREN = re.compile(r"[0-9]{9}")
_SUM_OF_DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}
_PEOPLE = re.compile(r"\s*(?:employees?|people|employés?|salariés?|personnes?)$", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=[0-9])[\s,.](?=[0-9]{3}(?![0-9]))")


def read_counts(text: str) -> tuple[list[int], str]:
    """Read every count in page order, `12.4K` as 12,400; return them and what is left of the text."""
    counts, rest = _read_counts(text)
    return list(counts), rest


@remembered
def _read_counts(text: str) -> tuple[list[int], str]:
    counts: list[int] = []

    def take(match: re.Match[str]) -> str:
        whole, fraction, suffix = match.groups()
        if fraction and not suffix:
            return match[0]  # there is no fraction of a follower
        digits = _GROUPING.sub("", whole)
        counts.append(int(Decimal(f"{digits}.{fraction or 0}") * _SUFFIX[suffix.lower()]) if suffix else int(digits))
        return " "

    return counts, tidy(_COUNT.sub(take, text))


def read_number(text: str) -> int | None:
    """Read text that is one whole number and nothing else."""
    counts, rest = _read_counts(text.strip())
    return counts[0] if len(counts) == 1 and not rest else None


@remembered
def read_range(text: str) -> tuple[int, int | None] | None:
    """Read `2-10`, `10,001+` or `8`; None where it is no range, or where it runs backwards."""
    match = _RANGE.fullmatch(_GROUPED.sub("", _PEOPLE.sub("", tidy(text))))
    if not match:
        return None
    low = int(match["low"])
    high = int(match["high"]) if match["high"] else None if match["open"] else low
    if max(low, high or 0) > 2_000_000_000 or (high is not None and high < low):
        return None
    return low, high


def siren_problem(digits: str) -> str | None:
    """Say why this is not a SIREN: nine digits whose Luhn sum is a multiple of ten (ISO/IEC 7812-1)."""
    if not _SIREN.fullmatch(digits):
        return f'SIREN "{digits}" is not nine digits'
    if (sum(map(int, digits[::2])) + sum(map(_SUM_OF_DOUBLED.__getitem__, digits[1::2]))) % 10:
        return f"SIREN {digits} fails its check digit"
    return None
