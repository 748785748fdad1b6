"""A view: the filters, and the facts that every chart, picture and file made under them must carry: what was asked, how
complete the answer is, where it comes from and when that was captured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Self
from urllib.parse import urlencode

import pandas as pd

from analytics import i18n, vocabulary
from analytics.filters import DIMENSIONS, OF_TRACES, SEARCHED, Filters, Labels
from analytics.frame import plain, records
from analytics.i18n import _, ngettext

Ask = Callable[[str, Mapping[str, object]], pd.DataFrame]
"""Asks a question of a warehouse: its name and parameters, what `Warehouse.ask` does (cached or not)."""

CERTAIN = 0.8
"""Share of the announced catalysts from which averages and rankings go without a warning: the fifth that may be missing
then could still turn over a close ranking, but no clear one. A convention of ours."""

ROW_LIMIT = 250
"""Rows of a listing on a page: more would be sent and written out with every change of a filter."""
FILE_ROWS = 100_000
"""Rows of a listing in a file that a page gives: half a million take seconds of what all viewers share."""


@dataclass(frozen=True)
class _OneRow:
    """The only row of an answer."""

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Self:
        (row,) = records(frame)
        return cls(**row._asdict())


@dataclass(frozen=True)
class Scope(_OneRow):
    """The one row of the question `view_scope`."""

    organisations: int
    complete_organisations: int
    undeclared_organisations: int
    declared_catalysts: int
    captured_catalysts: int
    last_captured_on: dt.date | None
    oldest_captured_on: dt.date | None
    inferred_captures: int
    synthetic_organisations: int
    sources: int
    source_path: str | None
    corrections: int


@dataclass(frozen=True)
class Facts(_OneRow):
    """The one row of the question `view_facts`."""

    engagements: int
    dated_engagements: int
    catalysts: int
    regional_authorities: int
    engaging_organisations: int
    first_contact: dt.date | None
    first_precision: str | None
    last_contact: dt.date | None
    last_precision: str | None


@dataclass(frozen=True)
class View:
    filters: Filters
    labels: Labels
    last_capture: dt.date | None
    """Newest capture of the whole warehouse: presets of the period are relative to it."""
    scope: Scope
    find_facts: Callable[[], Facts] = field(repr=False, compare=False)
    unknown: tuple[str, ...] = ()
    """Codes that were asked for and are not in this warehouse, as `region=99`: left out, and said so."""
    dataset: str = ""
    """Word of the dataset in an address; empty of a warehouse that no dashboard here shows."""

    @classmethod
    def load(cls, ask: Ask, filters: Filters, labels: Labels | None = None, dataset: str = "") -> View:
        """The view under `filters`; `labels` as from `load_labels`, if they are at hand: they are the same for all."""
        labels = labels or load_labels(ask)
        if filters.organisation or filters.catalyst:
            labels = {**labels, **load_names(ask, filters.organisation, filters.catalyst)}
        filters, unknown = filters.known(labels)
        last_capture = plain(ask("view_last_capture", {})["last_captured_on"].iloc[0])
        parameters = filters.parameters(last_capture)
        scope = Scope.of(ask("view_scope", parameters))
        find_facts = cache(lambda: Facts.of(ask("view_facts", parameters)))
        return cls(filters, labels, last_capture, scope, find_facts, tuple(unknown), dataset)

    @property
    def facts(self) -> Facts:
        """Asked for when they are first wanted, since charts can be asked for meanwhile. Raises what asking raises."""
        return self.find_facts()

    @property
    def as_of(self) -> dt.date | None:
        """Day up to which silence can be told: the newest capture in scope."""
        return self.scope.last_captured_on

    @property
    def known_until(self) -> dt.date | None:
        """Day up to which the silence in this view can be told: that of the capture, or the period's end before it."""
        _start, end = self.filters.period.resolve(self.last_capture)
        return min(filter(None, (self.as_of, end)), default=None) if self.as_of else None

    @property
    def organisations(self) -> tuple[str, ...]:
        """The organisations chosen, or the only one there is; none where the view is of all."""
        return self.filters.organisation or tuple(self.labels["organisation"])

    @property
    def is_synthetic(self) -> bool:
        return self.scope.synthetic_organisations > 0

    @cached_property
    def parameters(self) -> Mapping[str, object]:
        """What every question may bind."""
        return {
            **self.filters.parameters(self.last_capture),
            "as_of": self.as_of,
            "language": i18n.language(),
            "row_limit": ROW_LIMIT,
        }

    def days(self, first: dt.date, last: dt.date) -> str:
        """The word for the days from `first` to `last` that are in view: for those that a mark of a time counts."""
        return self.filters.period.part(first, last, self.last_capture).word()

    def year(self, year: int) -> str:
        return self.days(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def words(self) -> Mapping[str, Sequence[str]]:
        """What an address says to reopen this view: filters, language and dataset."""
        dataset = {"dataset": [self.dataset]} if self.dataset else {}
        return {**self.filters.words(), "lang": [i18n.language()], **dataset}

    @property
    def address(self) -> str:
        return written(self.words)

    @property
    def sentence(self) -> str:
        return self.filters.sentence(self.labels, self.last_capture)

    @property
    def other_traces(self) -> str:
        """What a sentence about silence must add where some traces of a catalyst are left out by the filters."""
        phrases = self.filters.phrases(self.labels, OF_TRACES)
        text = _("Only traces {which} count here: others may be newer.")
        return text.format(which=" ".join(phrases)) if phrases else ""

    @property
    def coverage(self) -> str:
        """How much of what the pages announce was captured; numbers are catalysts, summed over organisations."""
        scope = self.scope
        if not scope.organisations:
            return _("No organisation in this view.")
        parts = []
        if scope.declared_catalysts:
            parts.append(
                _("{captured} of {declared} catalysts captured").format(
                    captured=i18n.number(scope.captured_catalysts), declared=i18n.number(scope.declared_catalysts)
                )
            )
        if scope.organisations > 1:
            parts.append(
                _("{complete} of {all} organisations complete").format(
                    complete=i18n.number(scope.complete_organisations), all=i18n.number(scope.organisations)
                )
            )
        if scope.undeclared_organisations:
            text = ngettext(
                "{n} page announces no number", "{n} pages announce no number", scope.undeclared_organisations
            )
            parts.append(text.format(n=i18n.number(scope.undeclared_organisations)))
        return ", ".join(parts) + "."

    @property
    def caution(self) -> str:
        """A warning for averages and rankings where too little was captured for them to be sure; else empty."""
        scope = self.scope
        if not scope.organisations or scope.captured_catalysts >= CERTAIN * scope.declared_catalysts > 0:
            return ""
        if not scope.declared_catalysts:
            return _("How complete this is is not known: averages and rankings are of what was captured.")
        share = i18n.percent(scope.captured_catalysts / scope.declared_catalysts)
        return _("Only {share} of the announced catalysts are captured: averages and rankings may change.").format(
            share=share
        )

    @property
    def capture(self) -> str:
        """When the pages were captured, and whether that is known or inferred."""
        scope = self.scope
        if scope.last_captured_on is None or scope.oldest_captured_on is None:
            return _("Date of capture unknown.")
        if scope.oldest_captured_on == scope.last_captured_on:
            days = i18n.date(scope.last_captured_on)
        else:
            days = _("between {first} and {last}").format(
                first=i18n.date(scope.oldest_captured_on), last=i18n.date(scope.last_captured_on)
            )
        if scope.inferred_captures == scope.organisations:
            return _("Captured {days} at the earliest (inferred from the newest date on the page).").format(days=days)
        if scope.inferred_captures:
            text = _("Captured {days} ({n} capture dates inferred).")
            return text.format(days=days, n=i18n.number(scope.inferred_captures))
        return _("Captured {days}.").format(days=days)

    @property
    def completeness(self) -> str:
        """What goes with every chart and every sentence about it."""
        return i18n.sentences([self.coverage, self.capture])

    @property
    def source(self) -> str:
        if self.scope.source_path:
            named = _("Source: {path}.").format(path=self.scope.source_path)
        else:
            count = self.scope.sources
            text = ngettext("Source: {n} saved profile page.", "Source: {n} saved profile pages.", count)
            named = text.format(n=i18n.number(count))
        return i18n.sentences([named, *filter(None, [self.corrections])])

    @property
    def corrections(self) -> str:
        """Whether people corrected what is shown; empty where nobody did."""
        count = self.scope.corrections
        text = ngettext("{n} correction by people applies.", "{n} corrections by people apply.", count)
        return text.format(n=i18n.number(count)) if count else ""

    @property
    def badge(self) -> str | None:
        return _("Synthetic data") if self.is_synthetic else None

    @property
    def caption(self) -> str:
        """What stands under every picture; the source last, as its path may be cut."""
        return i18n.sentences([self.completeness, self.source])

    @property
    def context(self) -> Mapping[str, str]:
        """What stands beside every row of a CSV."""
        return {
            "filters": self.sentence,
            "coverage": self.coverage,
            "source": self.source,
            "capture": self.capture,
            "caution": self.caution,
            "synthetic": self.badge or "",
        }


def written(words: Mapping[str, Sequence[str]]) -> str:
    """Words as an address holds them, behind its question mark."""
    return urlencode(words, doseq=True)


def load_names(ask: Ask, organisations: Sequence[str] = (), catalysts: Sequence[str] = ()) -> Labels:
    """Names of these, as far as they exist, and of the organisation if there is only one."""
    names: dict[str, dict[str, str]] = {name: {} for name in SEARCHED}
    for row in records(ask("view_names", {"organisation": list(organisations), "catalyst": list(catalysts)})):
        names[row.dimension][row.code] = row.label
    return names


def load_labels(ask: Ask) -> Labels:
    """Names of all values of the dimensions that are not in `SEARCHED`; of those, of the only organisation."""
    frame = ask("view_labels", {"language": i18n.language()})
    labels: dict[str, dict[str, str]] = {name: {} for name in DIMENSIONS if name not in SEARCHED}
    for row in records(frame):
        labels[row.dimension][row.code] = vocabulary.name(row.dimension, row.code, row.label)
    return {**labels, **load_names(ask)}
