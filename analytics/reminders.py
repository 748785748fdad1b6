"""Calendar reminders (RFC 5545): an all-day event for each catalyst, on the day on which its silence wants attention.

Who is active is due on the day it would cool, who is cooling on the day it would lapse: if by then no newer trace has
been found. Who has lapsed is due already. What would be due before the first day that was asked for is spread over the
working days from it, one a day in the order of the calls. Of what is unknown there is no reminder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping

from icalendar import Calendar, Event
from icalendar.enums import TRANSP

from analytics import export, i18n, vocabulary
from analytics.chart import Answer, when
from analytics.frame import Row, records
from analytics.i18n import _, ngettext
from analytics.view import View

PRODUCT = "-//Catalyst Atlas//Reminders//EN"
DUE: Mapping[str, str] = {"active": "cools_on", "cooling": "lapses_on", "lapsed": "lapses_on"}
"""State -> column with the day on which it wants attention."""
WEEKEND = (5, 6)


def calendar(answer: Answer, start: dt.date) -> bytes:
    """The reminders of an answer to the question `relationships_health`, none before the day `start`.

    The same answer and day give the same bytes. A reminder's UID stays whatever the thresholds and the day, so that a
    calendar that imports a newer file moves what it has.
    """
    view = answer.view
    found = Calendar.new(
        prodid=PRODUCT,
        uid=_uid("", view),
        name=export.printable(answer.title),
        description=export.printable(view.sentence),
    )
    for row, day in _scheduled(records(answer.frame), start):
        found.add_component(_event(row, day, answer, start))
    written: bytes = found.to_ical()
    return written


def _scheduled(rows: list[Row], start: dt.date) -> Iterator[tuple[Row, dt.date]]:
    """Each row of which something is known, with the day of its reminder."""
    free = start
    for row in rows:
        if row.health not in DUE:
            continue
        due = getattr(row, DUE[row.health])
        if due >= start:
            yield row, due
            continue
        while free.weekday() in WEEKEND:
            free += dt.timedelta(days=1)
        yield row, free
        free += dt.timedelta(days=1)


def _event(row: Row, day: dt.date, answer: Answer, start: dt.date) -> Event:
    since = i18n.since(row.last_contact, row.last_precision)
    return Event.new(
        uid=_uid(row.catalyst_id, answer.view),
        stamp=dt.datetime.combine(start, dt.time(), dt.UTC),
        start=day,
        end=day + dt.timedelta(days=1),
        summary=_("{catalyst}: no trace {since}").format(catalyst=export.printable(row.catalyst), since=since),
        description=_description(row, answer),
        categories=[vocabulary.name("health", row.health)],
        transparency=TRANSP.TRANSPARENT,
    )


def _uid(catalyst_id: str, view: View) -> str:
    """Of the catalyst and the organisations in question: nothing that changes from one file to the next."""
    identity = "\n".join([catalyst_id, *sorted(view.filters.organisation)])
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@catalyst-atlas"


def _description(row: Row, answer: Answer) -> str:
    """What a caller has to know, a line each."""
    view, due = answer.view, getattr(row, DUE[row.health])
    state = vocabulary.name("health", row.health)
    texts = {
        "active": _("{state}. It would cool on {day} if no newer trace is found."),
        "cooling": _("{state}. It would lapse on {day} if no newer trace is found."),
        "lapsed": _("{state} since {day}."),
    }
    silence = _("At least {months} without a trace, as of {day}.")
    traces = ngettext("{n} trace", "{n} traces", row.engagements).format(n=i18n.number(row.engagements))
    lines = [
        texts[row.health].format(state=state, day=i18n.date(due)),
        silence.format(months=i18n.months(row.silent_months), day=i18n.date(row.known_until)),
        _("{traces}; the last with {organisation}.").format(traces=traces, organisation=row.last_organisation),
        view.sentence,
        view.coverage,
        view.capture,
        *([view.badge] if view.badge else []),
    ]
    return "\n".join(map(export.printable, lines))


def file_name(answer: Answer) -> str:
    return export.file_name("reminders", when(answer.view), "ics")


def in_words() -> str:
    """What the file holds."""
    return _(
        "A reminder for each catalyst on the day it would cool or lapse; for those already due, one each working day "
        "from today, in the order of the calls."
    )
