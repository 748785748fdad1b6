"""What a view is restricted to. One `Filters` is three things: words in an address or on a command line, the parameters
of every question, and a sentence for people.

A filter is declared once, in `DIMENSIONS`; nothing else lists them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from analytics import i18n
from analytics.i18n import N_, _
from analytics.thresholds import Thresholds
from etl.errors import UsageError

Labels = Mapping[str, Mapping[str, str]]
"""Dimension -> code -> name for people. Also says which codes there are; of those in `SEARCHED`, which chosen ones."""

DIMENSIONS: Mapping[str, str] = {
    # name (and word in an address): the sentence's part about it
    "organisation": N_("of {names}"),
    "catalyst": N_("by {names}"),
    "kind": N_("with {names}"),
    "region": N_("by the regional authority of {names}"),
    "sector_group": N_("with catalysts in {names}"),
    "sector": N_("with catalysts of the sector {names}"),
    "relation_type": N_("of type {names}"),
    "channel": N_("seen through {names}"),
}

SEARCHED = ("organisation", "catalyst")
"""Dimensions of too many values to be listed anywhere: people search them."""

OF_TRACES = ("relation_type", "channel")
"""Dimensions that leave out some traces of a catalyst and keep others: the newest may be among those left out."""


def mark_id(words: Mapping[str, str | Sequence[str]], part: object = "") -> str:
    """The id of a mark of a chart that a click filters by: words of the address, as `region=53&period=2024-01-01:`.

    They leave what the mark counts and nothing else; a word may have several codes, quoted as in an address. `part`:
    what tells several marks of the same words apart, behind a `#`: to plotly marks of one id are one mark.
    """
    return urlencode(words, doseq=True, safe=":", quote_via=quote) + (f"#{part}" if part else "")


def words_of(mark: str) -> dict[str, list[str]]:
    """The words that a mark's id holds."""
    return parse_qs(mark.split("#")[0])


def _months_before(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_STARTS: Mapping[str, Callable[[dt.date], dt.date]] = {
    # preset: its first day, given the last capture; the last capture is its last day
    "last-12-months": lambda last: _months_before(last, 12) + dt.timedelta(days=1),
    "last-3-years": lambda last: _months_before(last, 36) + dt.timedelta(days=1),
    "this-year": lambda last: last.replace(month=1, day=1),
}
PRESETS = ("all", *_STARTS)


@dataclass(frozen=True)
class Period:
    """A preset relative to the last capture, or two days of which either may be open."""

    preset: str | None = "all"
    start: dt.date | None = None
    end: dt.date | None = None

    @classmethod
    def parse(cls, word: str) -> Period:
        """`last-12-months`, `2024-01-01:2025-02-28`, `2024-01-01:`, `:2025-02-28`. Raises UsageError."""
        if word in PRESETS:
            return cls(word)
        try:
            first, last = (dt.date.fromisoformat(side) if side else None for side in word.split(":"))
        except ValueError:
            text = _(
                "period '{word}' is not understood: write two days as 2024-01-01:2025-02-28 (either side may be empty) "
                "or one of {presets}"
            )
            raise UsageError(text.format(word=word, presets=", ".join(PRESETS))) from None
        if first and last and first > last:
            raise UsageError(_("period '{word}' ends before it starts: swap its two days").format(word=word))
        return cls(None, first, last) if first or last else cls()

    def word(self) -> str:
        return self.preset or ":".join(day.isoformat() if day else "" for day in (self.start, self.end))

    def resolve(self, last_capture: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
        """First and last day, both included; None where open (a preset of a warehouse without captures is open)."""
        if self.preset is None:
            return self.start, self.end
        if self.preset == "all" or last_capture is None:
            return None, None
        return _STARTS[self.preset](last_capture), last_capture

    def part(self, first: dt.date, last: dt.date, last_capture: dt.date | None) -> Period:
        """The days from `first` to `last` that are inside: all of them, or as many as its own ends leave."""
        start, end = self.resolve(last_capture)
        return Period(None, max(first, start or first), min(last, end or last))

    def sentence(self, last_capture: dt.date | None) -> str:
        first, last = self.resolve(last_capture)
        if first and last:
            return _("from {first} to {last}").format(first=i18n.date(first), last=i18n.date(last))
        if first:
            return _("since {first}").format(first=i18n.date(first))
        if last:
            return _("until {last}").format(last=i18n.date(last))
        return _("at any date")


_COMMON_NOUNS = ("kind", "sector_group", "relation_type", "channel")


def _within(dimension: str, label: str) -> str:
    """A label as it stands within a sentence; names of organisations, regions and sectors keep their capital."""
    return label[:1].lower() + label[1:] if dimension in _COMMON_NOUNS else label


@dataclass(frozen=True)
class Filters:
    period: Period = Period()
    organisation: tuple[str, ...] = ()
    catalyst: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    sector_group: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    relation_type: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    """Restrict nothing: they say from when on silence is called cooling, and lapsed."""

    @classmethod
    def parse(cls, words: Mapping[str, Sequence[str]]) -> Filters:
        """From the words of an address or command line; words that are no filter are left alone. Raises UsageError."""
        codes = {name: tuple(dict.fromkeys(words.get(name, ()))) for name in DIMENSIONS}
        given = list(words.get("period", ()))
        period = Period.parse(given[-1]) if given else Period()
        return cls(period, **codes, thresholds=Thresholds.parse(words))

    def words(self) -> dict[str, list[str]]:
        """The shortest words that `parse` turns back into these filters."""
        named = {name: list(getattr(self, name)) for name in DIMENSIONS}
        period = [] if self.period == Period() else [self.period.word()]
        return {name: codes for name, codes in {"period": period, **named}.items() if codes} | self.thresholds.words()

    def parameters(self, last_capture: dt.date | None) -> dict[str, object]:
        """What the questions in `analytics/queries` bind: two days, a list of codes per dimension, two thresholds."""
        first, last = self.period.resolve(last_capture)
        codes = {name: list(getattr(self, name)) for name in DIMENSIONS}
        return {"date_from": first, "date_to": last, **codes, **asdict(self.thresholds)}

    def known(self, labels: Labels) -> tuple[Filters, list[str]]:
        """These filters without the codes that `labels` does not have, and those codes as `region=99`."""
        kept: dict[str, Any] = {
            name: tuple(code for code in getattr(self, name) if code in labels[name]) for name in DIMENSIONS
        }
        dropped = [f"{name}={code}" for name in DIMENSIONS for code in getattr(self, name) if code not in kept[name]]
        return replace(self, **kept), dropped

    def sentence(self, labels: Labels, last_capture: dt.date | None) -> str:
        """One sentence that names every active filter."""
        shown = self
        if len(labels["organisation"]) == 1:  # where there is only one, "all" would say less than its name
            shown = replace(self, organisation=tuple(labels["organisation"]))
        subject = _("Engagements") if shown.organisation else _("Engagements of all organisations")
        return " ".join([subject, *shown.phrases(labels), self.period.sentence(last_capture)]) + "."

    def phrases(self, labels: Labels, dimensions: Iterable[str] = DIMENSIONS) -> list[str]:
        """What each of these dimensions is restricted to, as a part of a sentence."""
        chosen = {name: [_within(name, labels[name][code]) for code in getattr(self, name)] for name in dimensions}
        return [_(DIMENSIONS[name]).format(names=i18n.listing(names, "or")) for name, names in chosen.items() if names]
