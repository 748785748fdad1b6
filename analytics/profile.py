"""What a page says about an organisation, in words: the labelled facts in the order of the page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from analytics import i18n, vocabulary
from analytics.frame import Row
from analytics.i18n import N_, _, ngettext

NAME_SOURCES = {
    "front_matter": N_("given in the file"),
    "description": N_("read from the description"),
    "table": N_("given in a table"),
    "slug": N_("read from the page's address"),
    "override": N_("corrected by people"),
}


def facts(profile: Row) -> list[tuple[str, str]]:
    """Label and value of everything the page states; what it does not state is left out."""
    labelled = [
        (_("Name"), f"{profile.name} ({_(NAME_SOURCES[profile.name_source])})"),
        (_("Identifier"), profile.organisation_id),
        (_("Page"), profile.url),
        (_("SIREN"), _siren(profile.siren)),
        (_("Entity types"), ", ".join(profile.entity_types or [])),
        (_("Activities"), ", ".join(profile.activities or [])),
        (_("Address"), profile.address),
        (_("Home region"), profile.region),
        (_("Employees"), employees(profile.employees_min, profile.employees_max, profile.employees_estimated)),
        (_("Followers on social networks"), " · ".join(i18n.number(count) for count in profile.social_counts or [])),
        (_("Added to the platform"), _interval(profile.added_from, profile.added_to)),
        (_("Catalysts"), catalysts(profile.captured_catalysts, profile.declared_catalysts)),
        (_("Captured on"), _capture(profile)),
    ]
    return [(label, value) for label, value in labelled if value]


LABELS = {
    # corrected field: the label of the fact that shows it
    "name": N_("Name"),
    "url": N_("Page"),
    "siren": N_("SIREN"),
    **dict.fromkeys(("address", "postcode", "city", "country"), N_("Address")),
    "region_code": N_("Home region"),
    **dict.fromkeys(("employees_min", "employees_max", "employees_estimated"), N_("Employees")),
    "declared_catalysts": N_("Catalysts"),
}


def corrections(rows: Iterable[Row]) -> dict[str, list[str]]:
    """Label of a fact -> what people corrected of it, in words; `rows` of the question `organisation_overrides`."""
    notes: dict[str, list[str]] = {}
    for row in rows:
        text = _("{field} corrected by {who} on {day}, from “{old}” to “{new}”: {why}")
        note = text.format(
            field=vocabulary.name("field", row.field),
            who=row.who,
            day=i18n.date(row.said_on),
            old=row.old or "–",
            new=row.new or "–",
            why=row.why,
        )
        notes.setdefault(_(LABELS[row.field]), []).append(note)
    return notes


def changes_sentence(changes: Sequence[Row]) -> str:
    """How many catalysts changed in which way; `changes` of the question `organisation_changes`."""
    if not changes:
        return _("Nothing has changed between the last two captures.")
    counts = Counter(row.change for row in changes)
    parts = [
        i18n.labelled(_(name), i18n.number(counts[code])) for code, name in vocabulary.CHANGES.items() if code in counts
    ]
    unclear = sum(not row.is_certain for row in changes)
    if unclear:
        text = ngettext(
            "{n} not for certain: a capture is incomplete, and the catalyst may stand on a page it lacks.",
            "{n} not for certain: a capture is incomplete, and the catalysts may stand on a page it lacks.",
            unclear,
        )
        return i18n.sentences([" · ".join(parts) + ".", text.format(n=i18n.number(unclear))])
    return " · ".join(parts) + "."


def undated_sentence(captures: Iterable[Row]) -> str:
    """Which files cannot be told apart as captures, if any; `captures` of the question `organisation_captures`."""
    alike = [row for row in captures if row.captured_on_is_inferred and row.contents > 1]
    if not alike:
        return ""
    text = _(
        "Files of one page that do not say when they were saved, and are of one day by the newest date on them, count "
        "as one capture and are not compared: {files}. Give them a `captured_on`, or a name that begins with the day."
    )
    return text.format(files=i18n.listing([file for row in alike for file in row.files]))


def _siren(siren: str | None) -> str | None:
    return " ".join((siren[:3], siren[3:6], siren[6:])) if siren else None


def employees(lowest: int | None, highest: int | None, estimated: int | None) -> str:
    parts = []
    if lowest is not None:
        scale = f"{i18n.number(lowest)}–{i18n.number(highest)}" if highest is not None else f"{i18n.number(lowest)}+"
        parts.append(_("{scale} on the platform's scale").format(scale=scale))
    if estimated is not None:
        parts.append(_("{n} estimated").format(n=i18n.number(estimated)))
    return ", ".join(parts)


def catalysts(captured: int, declared: int | None) -> str:
    if declared is None:
        text = ngettext(
            "{captured} captured; the page announces no number",
            "{captured} captured; the page announces no number",
            captured,
        )
        return text.format(captured=i18n.number(captured))
    text = ngettext("{captured} of {declared} captured", "{captured} of {declared} captured", captured)
    return text.format(captured=i18n.number(captured), declared=i18n.number(declared))


def _interval(first: dt.date | None, last: dt.date | None) -> str | None:
    if first is None or last is None:
        return None
    return (
        i18n.date(first)
        if first == last
        else _("between {first} and {last}").format(first=i18n.date(first), last=i18n.date(last))
    )


def _capture(profile: Row) -> str | None:
    days = _interval(profile.first_captured_on, profile.last_captured_on)
    if days and profile.last_capture_is_inferred:
        return _("{days} at the earliest (inferred from the newest date on the page)").format(days=days)
    return days


def language_name(description: Row) -> str:
    language = _(vocabulary.LANGUAGES[description.language])
    if not description.is_machine_translated:
        return language
    return _("{language}, machine translation").format(language=language)


def sentence(profile: Row, engagements: int) -> str:
    place = _("in {city}").format(city=profile.city) if profile.city else ""
    head = " ".join(part for part in (profile.name, place) if part)
    known = ngettext("{n} engagement is known", "{n} engagements are known", engagements)
    captured = catalysts(profile.captured_catalysts, profile.declared_catalysts)
    return i18n.labelled(head, f"{known.format(n=i18n.number(engagements))}, {captured}.")
