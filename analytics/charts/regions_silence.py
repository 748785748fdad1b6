"""White space: which regional authorities never appear, and of which no trace has been found for long.

Each is only said where it can be known: of an incomplete capture no absence is told.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analytics import i18n
from analytics.i18n import _, ngettext
from analytics.view import View

ALL = 18


def white_space(frame: pd.DataFrame, view: View) -> list[str]:
    """Sentences about the answer to `regions_involvement`, each region named; never empty."""
    return list(_sentences(frame, view)) or [_("The filters leave no regional authority.")]


def _sentences(frame: pd.DataFrame, view: View) -> Iterator[str]:
    thresholds = view.filters.thresholds
    never, lapsed = _names(frame, "state", "no_trace"), _names(frame, "health", "lapsed")
    cooling, undated = _names(frame, "health", "cooling"), _names(frame, "health", "unknown")
    if never:
        yield _("Never seen, in complete captures: {regions}.").format(regions=never)
    if lapsed:
        text = _("Lapsed, no trace for {months}: {regions}.")
        yield text.format(months=i18n.months(thresholds.lapsed), regions=lapsed)
    if cooling:
        text = _("Cooling, no trace for {months}: {regions}.")
        yield text.format(months=i18n.months(thresholds.cooling), regions=cooling)
    if undated:
        yield _("A trace without a date: {regions}.").format(regions=undated)
    active = int((frame["health"] == "active").sum())
    if active:
        text = ngettext("{n} has left a newer trace.", "{n} have left a newer trace.", active)
        yield text.format(n=active)
    unknown = int((frame["state"] == "not_knowable").sum())
    if unknown:
        text = ngettext(
            "Whether {n} other has ever left one is not knowable: the capture is incomplete.",
            "Whether {n} others have ever left one is not knowable: the capture is incomplete.",
            unknown,
        )
        yield text.format(n=unknown)
    if (lapsed or cooling or active) and view.known_until:
        text = _("Silence is counted up to {day}.").format(day=i18n.date(view.known_until))
        yield i18n.sentences([text, view.other_traces])


def _names(frame: pd.DataFrame, column: str, code: str) -> str:
    """The regions with `code` in `column`, all of them."""
    names = sorted(frame.loc[frame[column] == code, "region"])
    return i18n.listing(names, most=ALL) if names else ""
