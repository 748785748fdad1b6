"""What is known of a catalyst, in words."""

from __future__ import annotations

from analytics import i18n, vocabulary
from analytics.frame import Row
from analytics.i18n import _, ngettext
from analytics.view import View


def facts(profile: Row) -> list[tuple[str, str]]:
    """Label and value of what is known; `profile` is a row of the question `catalyst_profile`."""
    spellings = [spelling for spelling in profile.spellings or [] if spelling != profile.name]
    labelled = [
        (_("Name"), profile.name),
        (_("Also written"), ", ".join(spellings)),
        (_("Kind"), vocabulary.name("kind", profile.kind)),
        (_("Region"), profile.region),
        (_("Sectors"), ", ".join(profile.sectors or [])),
        (_("Corrected by people"), ", ".join(vocabulary.name("field", each) for each in profile.corrected or [])),
    ]
    return [(label, value) for label, value in labelled if value]


def sentence(view: View) -> str:
    """How many organisations the chosen catalysts engage with, since when, and when last."""
    facts, names = view.facts, [view.labels["catalyst"][code] for code in view.filters.catalyst]
    organisations = ngettext("{n} organisation", "{n} organisations", facts.engaging_organisations)
    traces = ngettext("{n} trace", "{n} traces", facts.engagements)
    counted = [
        organisations.format(n=i18n.number(facts.engaging_organisations)),
        traces.format(n=i18n.number(facts.engagements)),
    ]
    if facts.first_contact is None or facts.last_contact is None:
        told = _("{counted}, none of them dated.").format(counted=", ".join(counted))
    else:
        told = _("{counted}, {since}; the newest is of {last}.").format(
            counted=", ".join(counted),
            since=i18n.since(facts.first_contact, facts.first_precision),
            last=i18n.date(facts.last_contact, facts.last_precision or "day"),
        )
    return i18n.labelled(i18n.listing(names, most=3), told)


def jaccard_in_words() -> str:
    """What the similarity of two catalysts is, and its source."""
    return _(
        "Similarity (Jaccard 1912): of the organisations that either of the two engages with, the share that both do. "
        "1 where both engage with the same, 0 where they share none."
    )
