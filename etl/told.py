"""What `read` prints: each source as one line of JSON, field by field, for programs that show it; or its lines."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from etl.catalogue import Catalogue, build_catalogue
from etl.dates import interval_before
from etl.extract import RawPage, Reading, readings
from etl.formats.columns import Heading
from etl.page.facts import CatalystRow, Trace
from etl.page.ledger import Ledger
from etl.reference import aliases, load
from etl.reference.regions import region_of_postcode
from etl.unseen import with_unseen_spelt

MOST = 1_000
"""Lines (and rejected lines), organisations and engagements of a source that are told of; the counts are of all."""

Told = dict[str, Any]


def write_told(files: Iterable[Path], out: TextIO) -> None:
    known_as = aliases.read_aliases(aliases.FILES)
    sources = (told(reading, known_as) for path in files for reading in readings(path))
    out.writelines(f"{json.dumps(source, default=str)}\n" for source in sources)


def write_lines(files: Iterable[Path], out: TextIO) -> None:
    """Write every line of every source as `source:number:text`, with the number it has wherever a line is named.

    What nobody sees, and a terminal would obey, is spelt out.
    """
    for reading in (reading for path in files for reading in readings(path)):
        path, lines = with_unseen_spelt(reading.source.path), enumerate(reading.source.ledger.lines, start=1)
        out.writelines(f"{path}:{number}:{with_unseen_spelt(text)}\n" for number, text in lines)


def told(reading: Reading, known_as: Mapping[str, str]) -> Told:
    """Return what a source says; days are dates, absent values None. `known_as`: aliases of catalysts."""
    source, usable = reading.source, [page for page in reading.pages if page.facts.is_profile]
    catalogue = build_catalogue((row for page in usable for row in page.facts.rows), known_as)
    counts = zip(("line_count", "parsed_lines", "ignored_lines", "rejected_lines"), source.ledger.counts(), strict=True)
    return {
        "path": source.path,
        "format": source.format,
        "encoding": source.encoding,
        "how": reading.how,
        "notes": [note._asdict() for note in source.notes],
        "columns": [_column(each) for each in (reading.understanding.headings if reading.understanding else ())],
        **dict(counts),
        "lines": list(_lines(source.ledger)),
        "organisation_count": len(usable),
        "organisations": [_organisation(page, catalogue) for page in usable[:MOST]],
    }


def _column(heading: Heading) -> Told:
    return {"column": heading.text, "meaning": heading.meaning, "note": heading.note}


def _lines(ledger: Ledger) -> Iterator[Told]:
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for number, reason in ledger.rejections:
        reasons[number].append(reason)
    first = range(1, min(len(ledger.lines), MOST) + 1)
    for number in sorted({*first, *sorted(reasons)[:MOST]}):
        yield {
            "line": number,
            "line_state": "rejected" if number in reasons else "ignored" if ledger.is_ignored(number) else "parsed",
            "raw_text": ledger.lines[number - 1],
            "reason": "; ".join(reasons[number]) or None,
        }


def _organisation(page: RawPage, catalogue: Catalogue) -> Told:
    facts, location = page.facts, page.facts.location
    added = interval_before(page.captured_on, facts.added) if page.captured_on and facts.added else (None, None)
    region = region_of_postcode(location.postcode, location.country)
    return {
        "organisation_id": page.platform_id or facts.siren or page.slug,
        "name": page.name,
        "name_source": page.name_source,
        "url": page.front.url,
        "siren": facts.siren,
        "entity_types": facts.entity_types,
        "activities": facts.activities,
        **location._asdict(),
        "region": next((each["name"] for each in load("regions")["regions"] if each["insee"] == region), None),
        "employees_min": facts.employees_min,
        "employees_max": facts.employees_max,
        "employees_estimated": facts.employees_estimated,
        "social_counts": facts.social_counts,
        "added_from": added[0],
        "added_to": added[1],
        "first_captured_on": page.captured_on,
        "last_captured_on": page.captured_on,
        "last_capture_is_inferred": page.captured_on_is_inferred,
        "declared_catalysts": facts.declared_catalysts,
        "captured_catalysts": len({catalogue.resolve(row).catalyst_id for row in facts.rows}),
        "page_number": page.page_number,
        "descriptions": [description._asdict() for description in facts.descriptions],
        "engagements": list(_engagements(facts.rows, catalogue))[:MOST],
    }


def _engagements(rows: Iterable[CatalystRow], catalogue: Catalogue) -> Iterator[Told]:
    for row in rows:
        found = catalogue.resolve(row)
        kind = catalogue.kind(found.catalyst_id, found.name)
        for trace in row.traces:
            who = {"line": row.line_number, "catalyst": found.name, "kind": kind, "sectors": found.sectors}
            yield {**who, **_trace(trace)}


def _trace(trace: Trace) -> Told:
    return {
        "relation_type": trace.relation_type,
        "channel": trace.channel,
        "engaged_on": trace.when and trace.when.first,
        "date_precision": trace.when and trace.when.precision,
        "mentions": trace.mentions,
        "amount_eur": None if trace.amount_eur is None else float(trace.amount_eur),
    }
