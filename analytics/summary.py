"""The key figures of a view, and the sentences that answer a page's question with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analytics import i18n
from analytics.frame import Row
from analytics.i18n import _, ngettext, pgettext
from analytics.view import View

REGIONS = 18
"""Regional authorities there are in France since 2016 (data/reference/regions.json)."""


@dataclass(frozen=True)
class KeyFigure:
    label: str
    value: str
    note: str


def key_figures(view: View) -> list[KeyFigure]:
    facts, scope = view.facts, view.scope
    undated = facts.engagements - facts.dated_engagements
    announced = scope.declared_catalysts
    coverage = i18n.percent(scope.captured_catalysts / announced) if announced else "–"
    return [
        KeyFigure(
            _("Engagements"),
            i18n.number(facts.engagements),
            _("{n} without a date").format(n=i18n.number(undated)) if undated else _("all dated"),
        ),
        KeyFigure(_("Catalysts"), i18n.number(facts.catalysts), _("each counted once")),
        KeyFigure(
            pgettext("short", "Regional authorities"),
            f"{facts.regional_authorities} / {REGIONS}",
            _("with at least one trace"),
        ),
        KeyFigure(
            _("Last contact"),
            _day(facts.last_contact, facts.last_precision),
            _("capture {day}").format(day=_day(view.as_of)),
        ),
        KeyFigure(_("Coverage"), coverage, _captured(scope.captured_catalysts, announced)),
    ]


def _captured(captured: int, announced: int) -> str:
    return _("{captured} of {declared} catalysts").format(
        captured=i18n.number(captured), declared=i18n.number(announced)
    )


def _day(day: dt.date | None, precision: str | None = "day") -> str:
    return i18n.date(day, precision) if day and precision else "–"


def overview_sentence(view: View) -> str:
    facts = view.facts
    if not facts.engagements:
        return _("No engagement in this view.")
    text = ngettext(
        "We know {engagements} of {catalysts} with {n} organisation; the last contact: {day}.",
        "We know {engagements} of {catalysts} with {n} organisations; the last contact: {day}.",
        facts.engaging_organisations,
    )
    engagements = ngettext("{n} engagement", "{n} engagements", facts.engagements)
    catalysts = ngettext("{n} catalyst", "{n} catalysts", facts.catalysts)
    return text.format(
        engagements=engagements.format(n=i18n.number(facts.engagements)),
        catalysts=catalysts.format(n=i18n.number(facts.catalysts)),
        n=i18n.number(facts.engaging_organisations),
        day=_day(facts.last_contact, facts.last_precision),
    )


MISSING_PAGES = 3
"""Missing pages that are named in a sentence; the table has them all."""


def missing_pages_sentence(pages: Sequence[Row]) -> str:
    """Which pages are missing, and how much with each; `pages`: first rows of `data_missing_pages`."""
    named = [_missing_page(page) for page in pages[:MISSING_PAGES]]
    rest = pages[0].pages - len(named) if pages else 0
    if rest:
        named.append(
            ngettext("{n} more page is missing.", "{n} more pages are missing.", rest).format(n=i18n.number(rest))
        )
    return i18n.sentences(named)


def _missing_page(page: Row) -> str:
    text = ngettext(
        "Page {page} of {organisation}: {n} catalyst not captured.",
        "Page {page} of {organisation}: {n} catalysts not captured.",
        page.missing_catalysts,
    )
    return text.format(page=page.page_number, organisation=page.organisation, n=i18n.number(page.missing_catalysts))


def data_sentence(summary: Row, today: dt.date) -> str:
    """What was read, lost, and how old it is; `summary` is the row of the question `data_summary`."""
    if not summary.sources:
        return _("No page has been read yet.")
    return i18n.sentences([_read_and_lost(summary), _age(summary.last_captured_on, today), _built(summary.built_at)])


def _read_and_lost(summary: Row) -> str:
    sources, lines, rejected = summary.sources, summary.line_count, summary.rejected_lines
    read = ngettext("{n} page of {lines} lines was read", "{n} pages of {lines} lines together were read", sources)
    if rejected:
        loss = ngettext("{n} line was rejected", "{n} lines were rejected", rejected).format(n=i18n.number(rejected))
    else:
        loss = _("no line was rejected")
    read = read.format(n=i18n.number(sources), lines=i18n.number(lines))
    return _("{read}; {rejected}.").format(read=read, rejected=loss)


def _age(captured_on: dt.date | None, today: dt.date) -> str:
    if captured_on is None:
        return ""
    if captured_on > today:
        text = _("The newest capture is of {day}, a day that is yet to come: some clock was wrong.")
        return text.format(day=i18n.date(captured_on))
    return _("The newest capture is of {day}: {age}.").format(
        day=i18n.date(captured_on), age=i18n.ago(captured_on, today)
    )


def _built(built_at: dt.datetime) -> str:
    return _("The data was built on {when} UTC.").format(when=i18n.moment(built_at))
