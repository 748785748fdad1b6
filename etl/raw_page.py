"""What reading gives: one `RawPage` for each organisation that a source tells of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from etl.front_matter import FrontMatter
from etl.page.facts import Facts
from etl.page.ledger import Ledger


class Note(NamedTuple):
    """Something of how a source was read; `what` is one of the kinds that `etl/sql/schema.sql` lists."""

    what: str
    words: str


@dataclass(slots=True)
class RawPage:
    """What one file says of one organisation: who and when, the facts, and the state of each line of the file.

    A table tells of several organisations: as many raw pages, its `part`s, which share the source and its ledger.
    """

    source_id: str
    path: str
    sha256: str
    format: str
    encoding: str
    platform_id: str | None
    slug: str
    page_number: int  # of the catalyst table; 0 for a table of data
    name: str
    name_source: str  # 'front_matter', 'description', 'table', 'slug'
    captured_on: date | None
    captured_on_is_inferred: bool
    front: FrontMatter
    facts: Facts
    ledger: Ledger
    part: int = 0
    notes: tuple[Note, ...] = ()  # of the source: only its first part has them


def source_id_of(shown: str, sha256: str) -> str:
    return hashlib.sha256(f"{shown}\0{sha256}".encode()).hexdigest()[:16]
