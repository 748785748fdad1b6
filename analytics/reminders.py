"""Calendar reminders (RFC 5545): an all-day event for each catalyst, on the day on which its silence wants attention.

Who is active is due on the day it would cool, who is cooling on the day it would lapse: if by then no newer trace has
been found. Who has lapsed is due already. What would be due before the first day that was asked for is spread over the
working days from it, one a day in the order of the calls. Of what is unknown there is no reminder.

A reminder looks ahead from the capture, so there is none in a view whose period ends before it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping

from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from analytics import export, i18n, vocabulary
from analytics.chart import Answer, when
from analytics.filters import OF_TRACES
from analytics.frame import Row, records
from analytics.i18n import _, ngettext
from analytics.view import View
from etl.errors import UsageError

PRODUCT = "-//Catalyst Atlas//Reminders//EN"
DUE: Mapping[str, str] = {"active": "cools_on", "cooling": "lapses_on", "lapsed": "lapses_on"}
"""State -> column with the day on which it wants attention."""
WEEKEND = (5, 6)
MORNING = dt.timedelta(hours=9)


def calendar(answer: Answer, start: dt.date) -> bytes:
    """The reminders of an answer to the question `relationships_health`, none before the day `start`.

    Raises UsageError in a view of which `refusal` says why it has none.

    The same answer and day give the same bytes. A reminder's UID stays whatever the thresholds and the day, so that a
    calendar that imports a newer file moves what it has.
    """
    view = answer.view
    if refused := refusal(view):
        raise UsageError(refused)
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


def refusal(view: View) -> str:
    """Why there are no reminders in a view; empty where there may be some."""
    if view.known_until == view.as_of or view.known_until is None or view.as_of is None:
        return ""
    text = _(
        "There are no reminders for a period that ends on {end}, before the capture of {capture}: newer traces may be "
        "known. Choose a period that is open at its end."
    )
    return text.format(end=i18n.date(view.known_until), capture=i18n.date(view.as_of))


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
    since, view = i18n.since(row.last_contact, row.last_precision), answer.view
    which = ", ".join(view.filters.phrases(view.labels, ("organisation", *OF_TRACES)))
    since += f" ({which})" if which else ""
    summary = export.printable(_("{catalyst}: no trace {since}").format(catalyst=row.catalyst, since=since))
    return Event.new(
        uid=_uid(row.catalyst_id, view),
        stamp=dt.datetime.combine(start, dt.time(), dt.UTC),
        start=day,
        end=day + dt.timedelta(days=1),
        summary=summary,
        description=_description(row, day, answer),
        categories=[vocabulary.name("health", row.health)],
        transparency=TRANSP.TRANSPARENT,
        subcomponents=[_alarm(summary)],
    )


def _alarm(words: str) -> Alarm:
    """What rings in the morning: an event that lasts all day begins at midnight."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", MORNING)
    return alarm


def _uid(catalyst_id: str, view: View) -> str:
    """Of the dataset, the catalyst and the organisations in question: nothing that changes from file to file."""
    identity = "\n".join([view.dataset, catalyst_id, *sorted(view.filters.organisation)])
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@catalyst-atlas"


def _description(row: Row, day: dt.date, answer: Answer) -> str:
    """What a caller has to know on that day, a line each."""
    view, due = answer.view, getattr(row, DUE[row.health])
    state = vocabulary.name("health", row.health)
    texts = {
        "active": _("{state}. It would cool on {day} if no newer trace is found."),
        "cooling": _("{state}. It would lapse on {day} if no newer trace is found."),
        "lapsed": _("{state} since {day}."),
    }
    overdue = {
        **texts,
        "active": _("{state} as far as the capture tells: cooling since {day} if no newer trace is found."),
        "cooling": _("{state} as far as the capture tells: lapsed since {day} if no newer trace is found."),
    }
    silence = _("At least {months} without a trace, as of {day}.")
    traces = ngettext("{n} trace", "{n} traces", row.engagements).format(n=i18n.number(row.engagements))
    text = overdue[row.health] if due < day else texts[row.health]
    lines = [
        text.format(state=state, day=i18n.date(due)),
        silence.format(months=i18n.months(row.silent_months), day=i18n.date(row.known_until)),
        _("{traces}; the last with {organisation}.").format(traces=traces, organisation=row.last_organisation),
        *([view.other_traces] if view.other_traces else []),
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
