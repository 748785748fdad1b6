"""What a person should know of how a source was read: kept in the table `reading_note`, told by the dry run."""

from __future__ import annotations

from collections.abc import Iterator

from etl.decode import is_declared
from etl.formats.columns import Heading
from etl.formats.origin import BINARY
from etl.formats.sniff import Reading
from etl.raw_page import Note

NEEDS_PACKAGE = "needs_package"
_CERTAIN = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", BINARY)
_LINES = "lines are those of its text: `python -m etl read --text FILE` prints them with their numbers"


def notes_of(reading: Reading) -> Iterator[Note]:
    """Yield the notes of a source, in the order in which they are shown."""
    source = reading.source
    if reading.needs_package:
        yield Note(NEEDS_PACKAGE, reading.needs_package)
    if source.encoding not in _CERTAIN and not is_declared(source.encoding):
        yield Note("guessed_encoding", f"encoding {source.encoding} is a guess: look whether its accents are right")
    if reading.how:
        yield Note("layout", reading.how)
    if source.format == "html":
        yield Note("lines", _LINES)
    for heading in reading.understanding.headings if reading.understanding else ():
        if heading.text:
            yield _of_column(heading)


def _of_column(heading: Heading) -> Note:
    if heading.note:
        return Note("near_column" if heading.meaning else "ignored_column", heading.note)
    return Note("column", f"column '{heading.text}' is {heading.meaning}")
