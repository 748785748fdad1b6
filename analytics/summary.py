"""The key figures of a view, and the sentences that answer a page's question with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from analytics import i18n
from analytics.i18n import _, ngettext
from analytics.view import View

REGIONS = 18
"""Regional authorities there are in France since 2016 (data/reference/regions.json)."""


@dataclass(frozen=True)
class KeyFigure:
    label: str
    value: str
    note: str


def key_figures(view: View) -> list[KeyFigure]:
    facts = view.facts
    undated = facts.engagements - facts.dated_engagements
    coverage = f"{i18n.number(facts.captured_catalysts)} / {i18n.number(facts.declared_catalysts)}"
    return [
        KeyFigure(
            _("Engagements"),
            i18n.number(facts.engagements),
            _("{n} without a date").format(n=i18n.number(undated)) if undated else _("all dated"),
        ),
        KeyFigure(_("Catalysts"), i18n.number(facts.catalysts), _("each counted once")),
        KeyFigure(
            _("Regional authorities"),
            f"{facts.regional_authorities} / {REGIONS}",
            _("with at least one trace"),
        ),
        KeyFigure(_("Last contact"), _day(facts.last_contact), _("last capture {day}").format(day=_day(view.as_of))),
        KeyFigure(_("Catalysts captured"), coverage, _("of those announced")),
    ]


def _day(day: dt.date | None) -> str:
    return i18n.date(day) if day else "–"


def overview_sentence(view: View) -> str:
    facts = view.facts
    if not facts.engagements:
        return _("No engagement in this view.")
    text = ngettext(
        "We know {engagements} of {catalysts} with {n} organisation, the last on {day}.",
        "We know {engagements} of {catalysts} with {n} organisations, the last on {day}.",
        facts.engaging_organisations,
    )
    engagements = ngettext("{n} engagement", "{n} engagements", facts.engagements)
    catalysts = ngettext("{n} catalyst", "{n} catalysts", facts.catalysts)
    return text.format(
        engagements=engagements.format(n=i18n.number(facts.engagements)),
        catalysts=catalysts.format(n=i18n.number(facts.catalysts)),
        n=i18n.number(facts.engaging_organisations),
        day=_day(facts.last_contact),
    )


def data_sentence(built_at: dt.datetime | None, sources: int, lines: int, rejected: int) -> str:
    if not sources or built_at is None:
        return _("No page has been read yet.")
    text = ngettext("{n} page was read", "{n} pages were read", sources).format(n=i18n.number(sources))
    if not rejected:
        understood = _("and each of its {lines} lines was accounted for, none rejected")
    else:
        understood = _("and of its {lines} lines {rejected} were rejected in whole or in part")
    understood = understood.format(lines=i18n.number(lines), rejected=i18n.number(rejected))
    return f"{text} {understood}; {_('built {when} UTC').format(when=i18n.moment(built_at))}."
